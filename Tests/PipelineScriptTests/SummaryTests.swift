import Testing

@Suite("The summary of a build job", .serialized, .enabled(if: installed("bash", "jq")))
struct SummaryTests {
  /// As buildx prints it, with figures of its own.
  private static let record = #"""
    {
      "Name": "octo-org/chatbot", "Ref": "k3v9x2",
      "StartedAt": "2026-11-02T10:00:00Z", "CompletedAt": "2026-11-02T10:01:23.6Z",
      "Duration": 83600000000, "Status": "completed",
      "NumCompletedSteps": 12, "NumTotalSteps": 12, "NumCachedSteps": 7,
      "Config": {"ImageResolveMode": "local"}
    }
    """#

  private func cells(
    _ environment: [String: String], record: String = record
  ) async throws -> [String] {
    try await row(environment, record: record).split(separator: "|").map {
      String($0.dropFirst().dropLast())
    }
  }

  private func row(
    _ environment: [String: String], record: String = record
  ) async throws -> Substring {
    try await withSandbox { box in
      try box.write(record, to: "record.json")
      try box.write(
        """
        #!/bin/sh
        [ "$*" = 'buildx history inspect --format json k3v9x2' ] || exit 1
        cat "\(box.path)/record.json"
        """, to: "bin/docker")
      var all = ["IMAGE": "ci", "TAG": "src-0123456789ab"]
      all.merge(environment) { $1 }
      let outcome = try await box.bash(
        [
          "-c", "chmod +x ../bin/*; PATH=$PWD/../bin:$PATH exec \"$BASH\" .github/wfgen/summary.sh",
        ],
        all)
      try #require(outcome.status == 0, "\(outcome.errors)")
      let rows = outcome.summary.split(separator: "\n")
      try #require(rows.count == 3)
      return rows[2]
    }
  }

  private let built = [
    "BUILD": "true", "DIGEST": "sha256:aa", "DISK_BEFORE": "31", "DISK_AFTER": "27",
    "METADATA": #"{"buildx.build.ref": "builder-1/builder-10/k3v9x2"}"#,
  ]

  @Test func showsWhatWasMeasured() async throws {
    #expect(
      try await cells(built) == [
        "ci", "src-0123456789ab", "yes", "sha256:aa", "84", "7/12", "31 GB", "27 GB",
      ])
  }

  @Test func saysUnknownInsteadOfGuessing() async throws {
    #expect(
      try await cells(["METADATA": "no JSON"]) == [
        "ci", "src-0123456789ab", "failed", "unknown", "unknown", "unknown", "unknown", "unknown",
      ])
    var other = built
    other["METADATA"] = #"{"buildx.build.ref": "builder-1/builder-10/other"}"#
    #expect(try await cells(other)[4...5] == ["unknown", "unknown"])
    #expect(try await cells(built, record: "{}")[4...5] == ["unknown", "unknown"])
    #expect(
      try await cells(built, record: #"{"NumTotalSteps": 0, "NumCachedSteps": 0}"#)[5]
        == "unknown")
    #expect(try await cells(built, record: "ERROR: no record")[4...5] == ["unknown", "unknown"])
    #expect(try await cells(["BUILD": "false"])[2] == "was there")
  }

  @Test func explainsWhatGitHubsRegistryRefuses() async throws {
    for (kind, environment, isSaid) in [
      ("ghcr", ["BUILD": "true"], true), ("ghcr", built, false), ("ghcr", [:], false),
      ("generic", ["BUILD": "true"], false),
    ] {
      try await withSandbox { box in
        try box.write(
          """
          {"repository": "octo-org/chatbot", "registry": {"kind": "\(kind)"},
           "images": [{"name": "ci", "repository": "ghcr.io/octo-org/ci"}]}
          """, to: "repository/.github/wfgen/images.json")
        let all = ["IMAGE": "ci", "TAG": "src-0123456789ab"].merging(environment) { $1 }
        let summary = try await box.step("summary.sh", all).summary
        #expect(summary.contains("package of `ghcr.io/octo-org/ci` is there") == isSaid)
        #expect(summary.contains("does not let `octo-org/chatbot` write") == isSaid)
      }
    }
  }

  @Test func keepsValuesInTheirCells() async throws {
    let row = try await row(["IMAGE": "a|b\n<c> `$(touch x)`"])
    #expect(row.hasPrefix(#"| a\|b &lt;c> \`$(touch x)\` | src-0123456789ab |"#))
  }
}
