import Testing

/// Commands that stand in for those that would clean this machine, and note that they were called.
private struct FakeMachine {
  let box: Sandbox

  /// - Parameter free: kibibytes that `df` reports, one for each time it is asked; the last stays.
  func run(
    _ policy: String, _ when: String, free: [Int], _ more: [String: String] = [:]
  ) async throws -> (Outcome, calls: [String]) {
    try box.write(free.map { "\($0)\n" }.joined(), to: "free")
    try box.write("", to: "calls")
    try box.write(
      """
      #!/bin/sh
      [ "$*" = '-Pk /' ] || exit 9
      read -r free < "\(box.path)/free"
      [ "$(wc -l < "\(box.path)/free")" = 1 ] ||
        { sed 1d "\(box.path)/free" > "\(box.path)/f" && mv "\(box.path)/f" "\(box.path)/free"; }
      echo 'Filesystem     1024-blocks      Used Available Capacity Mounted on'
      echo "/dev/root        151263856 100000000  $free      66% /"
      """, to: "bin/df")
    try box.write(
      "#!/bin/sh\necho \"docker $*\" >> \"\(box.path)/calls\"; exit ${DOCKER_STATUS:-0}\n",
      to: "bin/docker")
    var environment = [
      "POLICY": policy, "WHEN": when, "MINIMUM_GB": "14", "RUNNER_ENVIRONMENT": "github-hosted",
    ]
    environment.merge(more) { $1 }
    let outcome = try await box.bash(
      [
        "-c", "chmod +x ../bin/*; PATH=$PWD/../bin:$PATH exec \"$BASH\" .github/wfgen/disk.sh",
      ], environment)
    return (outcome, box.read("calls").split(separator: "\n").map(String.init))
  }
}

@Suite("Making room on a disk", .serialized, .enabled(if: installed("bash", "awk", "jq")))
struct DiskTests {
  private static let gigabyte = 1_048_576

  private func machine(
    _ policy: String, _ when: String, free: [Int], _ more: [String: String] = [:]
  ) async throws -> (Outcome, calls: [String]) {
    try await withSandbox { try await FakeMachine(box: $0).run(policy, when, free: free, more) }
  }

  @Test(arguments: ["none", "prune", "prune-all", "free-disk"], ["before", "after", "cancelled"])
  func doesNothingWhileThereIsEnough(_ policy: String, _ when: String) async throws {
    let (outcome, calls) = try await machine(policy, when, free: [14 * Self.gigabyte])
    #expect(outcome.status == 0)
    #expect(calls.isEmpty)
    #expect(outcome.outputs == ["free-gb": "14", "freed-gb": "0"])
    #expect(!outcome.output.contains("::"))
  }

  @Test func countsWholeGigabytesDownwards() async throws {
    let (outcome, calls) = try await machine("prune", "before", free: [14 * Self.gigabyte - 1])
    #expect(outcome.outputs["free-gb"] == "13")
    #expect(calls == ["docker system prune -f", "docker builder prune -f"])
  }

  @Test(arguments: ["before", "between", "after", "cancelled"])
  func prunesVolumesTooAndNeverATaggedImage(_ when: String) async throws {
    let low = [5 * Self.gigabyte, 5 * Self.gigabyte, 20 * Self.gigabyte]
    let (outcome, calls) = try await machine("prune-all", when, free: low)
    #expect(
      calls == ["docker system prune -f", "docker builder prune -f", "docker volume prune -f"])
    #expect(outcome.outputs == ["free-gb": "20", "freed-gb": "15"])
    #expect(!outcome.output.contains("::"))
  }

  @Test func warnsWithTheFiguresWhenCleaningDidNotHelpEnough() async throws {
    let (outcome, _) = try await machine(
      "prune", "before", free: [3 * Self.gigabyte, 3 * Self.gigabyte, 5 * Self.gigabyte])
    #expect(outcome.status == 0)
    #expect(
      outcome.output.contains(
        "::warning::disk (before): 5 GB are free, less than the 14 GB asked for; "
          + "clean-up 'prune' freed 2 GB\n"))
  }

  @Test func doesNotBeginABuildThatCannotFit() async throws {
    try await withSandbox { box in
      try box.write(
        #"{"images": [{"name": "small"}, {"name": "large", "disk": 10}]}"#,
        to: "repository/.github/wfgen/images.json")
      let machine = FakeMachine(box: box)
      func outcome(_ when: String, _ image: String) async throws -> Outcome {
        try await machine.run(
          "none", when, free: [8 * Self.gigabyte], ["IMAGE": image, "MINIMUM_GB": "1"]
        ).0
      }
      let large = try await outcome("before", "large")
      #expect(large.status == 1)
      #expect(large.output.contains("::error::large needs 10 GB of disk and 8 GB are free"))
      #expect(try await outcome("before", "small").status == 0)
      #expect(try await outcome("after", "large").status == 0)
    }
  }

  @Test func removesToolChainsUntilThereIsEnough() async throws {
    try await withSandbox { box in
      for name in ["android", "swift", "dotnet", "left"] {
        try box.write("x", to: "sdk/\(name)/deep/file")
      }
      let remove = ["android", "absent", "dotnet", "left"].map { "\(box.path)/sdk/\($0)" }
        .joined(separator: "\n")
      let gigabyte = Self.gigabyte
      let free = [2, 2, 2, 9, 9, 15].map { $0 * gigabyte }
      let machine = FakeMachine(box: box)
      let (outcome, calls) = try await machine.run(
        "free-disk", "before", free: free, ["REMOVE": remove])
      #expect(outcome.status == 0)
      #expect(!box.exists("sdk/android"))
      #expect(!box.exists("sdk/dotnet"))
      #expect(box.exists("sdk/left/deep/file"), "there was enough before its turn")
      #expect(box.exists("sdk/swift/deep/file"))
      #expect(calls.isEmpty)
      #expect(outcome.outputs == ["free-gb": "15", "freed-gb": "13"])

      let own = try await machine.run(
        "free-disk", "before", free: [gigabyte],
        ["REMOVE": "\(box.path)/sdk/left", "RUNNER_ENVIRONMENT": "self-hosted"])
      #expect(own.0.output.contains("::warning::clean-up: free-disk removes nothing"))
      #expect(box.exists("sdk/left/deep/file"))

      let odd = try await machine.run(
        "free-disk", "before", free: [gigabyte],
        ["REMOVE": "/\n\n/tmp\n\(box.path)/sdk/../sdk/left\n\(box.path)/sdk/left/\n$(touch x)"])
      #expect(odd.0.status == 0)
      #expect(!odd.0.output.contains("+ rm"))
      #expect(odd.calls.count == 2)
      #expect(box.exists("sdk/left/deep/file"))
      #expect(!box.exists("repository/x"))
    }
  }

  @Test func survivesAMachineWhereNothingCanBeCleaned() async throws {
    let (outcome, calls) = try await machine(
      "prune", "cancelled", free: [Self.gigabyte], ["DOCKER_STATUS": "1"])
    #expect(outcome.status == 0)
    #expect(calls.count == 2)
    #expect(outcome.output.contains("::warning::clean-up: 'docker system prune -f' failed\n"))
  }

  @Test(arguments: [
    ["POLICY": "prune-everything"], ["MINIMUM_GB": "4G"], ["MINIMUM_GB": ""],
  ])
  func refusesWhatItDoesNotUnderstand(_ environment: [String: String]) async throws {
    let (outcome, calls) = try await machine("prune", "before", free: [1], environment)
    #expect(outcome.status == 1)
    #expect(outcome.output.hasPrefix("::error::"))
    #expect(calls.isEmpty)
  }

  @Test func readsTheRealDisk() async throws {
    try await withSandbox { box in
      let outcome = try await box.step(
        "disk.sh", ["POLICY": "none", "WHEN": "before", "MINIMUM_GB": "0"])
      let real = try await box.bash(["-c", "df -Pk / | awk 'NR == 2 { print $4 }'"])
      let free = Int(real.output.prefix { $0 != "\n" }) ?? 0
      let stated = Int(outcome.outputs["free-gb"] ?? "") ?? -1
      #expect(abs(stated - free / Self.gigabyte) <= 1)
    }
  }
}
