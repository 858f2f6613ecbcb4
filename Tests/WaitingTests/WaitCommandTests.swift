import FoundationEssentials
import PipelineDriver
import Testing

@testable import wfgen

@Suite("wfgen wait", .enabled(if: Place.isPossible), .serialized)
struct WaitCommandTests {
  private let token = ["GITHUB_TOKEN": Place.token]

  @Test func waitsUntilEverythingIsThere() async throws {
    try await Place.with { place in
      let commit = try await place.head()
      try place.tell(Place.run(1, "base", "in_progress", of: commit))
      let wait = await place.wfgen("wait", environment: token) { number in
        switch number {
        case 2: try await place.publish("base")
        case 3: try place.tell(Place.run(2, "ci", "queued", of: commit, minute: 1))
        case 4: try await place.publish("ci", "production")
        default: break
        }
      }
      #expect(wait.status == .clean)
      #expect(wait.pauses == [5, 10, 5, 10])
      let page = "https://github.com/example/chatbot/actions/runs"
      // Only what changes is said.
      #expect(
        wait.errors == """
          00:00  base: missing, wfgen-base.yml: in_progress, \(page)/1
          00:00  ci: blocked by base, wfgen-base.yml: in_progress, \(page)/1
          00:00  production: blocked by base, wfgen-base.yml: in_progress, \(page)/1
          00:15  base: fresh
          00:15  ci: missing, wfgen-base.yml: in_progress, \(page)/1
          00:15  production: missing, wfgen-base.yml: in_progress, \(page)/1
          00:20  ci: missing, wfgen-ci.yml: queued, \(page)/2
          00:20  production: missing
          00:30  ci: fresh
          00:30  production: fresh

          """)
      #expect(
        wait.output.hasSuffix(
          "\nYour wait: 00:30. What was to be built takes 23:00 in all by its minutes.\n"))
    }
  }

  @Test func waitsForTheNamedImagesAlone() async throws {
    try await Place.with { place in
      let wait = await place.wfgen("wait", "ci") { number in
        if number == 3 { try await place.publish("base", "ci") }
      }
      #expect(wait.status == .clean)
      #expect(wait.pauses == [5, 10, 20])
      #expect(!wait.errors.contains("production"))
      #expect(wait.output.hasSuffix("takes 20:00 in all by its minutes.\n"))
    }
  }

  @Test func failsAtOnceWhenAParentHasFailed() async throws {
    try await Place.with { place in
      let commit = try await place.head()
      try place.tell(
        Place.run(1, "base", "failure", of: commit), Place.run(2, "ci", "failure", of: commit))
      let wait = await place.wfgen("wait", "ci", environment: token)
      #expect(wait.status == .findings)
      // A second look, in case a new run is only about to be shown.
      #expect(wait.pauses == [5])
      #expect(
        wait.output.contains(
          "base, ci: the run that should have led to it has failed (wfgen-base.yml: failure, "
            + "https://github.com/example/chatbot/actions/runs/1). To try again, start wfgen-base.yml"
            + " by hand.\n"))
      let json = await place.wfgen("wait", "ci", "--format", "json", environment: token)
      #expect(json.json["verdict"].text == "failed")
      // Something is still on its way: it may be that.
      try place.tell(
        Place.run(1, "base", "failure", of: commit), Place.run(3, "base", "queued", of: commit))
      let other = await place.wfgen("wait", "ci", "--timeout", "1", environment: token)
      #expect(other.json == .null && other.pauses.reduce(0, +) == 60)
    }
  }

  @Test func doesNotCallFailedWhatARunHasJustPushed() async throws {
    try await Place.with { place in
      let commit = try await place.head()
      // A sibling made the run fail after this image was pushed: between the first question to the
      // registry and the one to GitHub.
      try place.tell(Place.run(1, "base", "failure", of: commit))
      try await place.publish("base")
      let tags = try await place.contentTags()
      let bin = place.server.folder("bin")
      let curl = try await tool("sh", "-c", "command -v curl").dropLast()
      // The registry says once that it is not there.
      try bin.write(
        """
        #!/bin/sh
        cat >'\(bin.path)/conf'
        if [ ! -e '\(bin.path)/once' ] && grep -q '\(tags["base"] ?? "-")' '\(bin.path)/conf'; then
          : >'\(bin.path)/once'
          sed -i 's/\(tags["base"] ?? "-")/src-000000000000/' '\(bin.path)/conf'
        fi
        exec \(curl) "$@" <'\(bin.path)/conf'

        """, to: "curl")
      try await tool("chmod", "+x", "\(bin.path)/curl")
      let wait = await place.wfgen(
        "wait", "base", environment: token.merging(["PATH": "\(bin.path):\(searchPath)"]) { $1 })
      #expect(wait.status == .clean)
      #expect(FileManager.default.fileExists(atPath: bin.path + "/once"))
    }
  }

  @Test func endsWhenTheTimeIsUp() async throws {
    try await Place.with { place in
      let wait = await place.wfgen("wait", "--timeout", "1", "--format", "json")
      #expect(wait.status == .findings)
      #expect(wait.pauses == [5, 10, 20, 25])
      #expect(wait.json["verdict"].text == "timed-out")
      #expect(wait.json["wait"]["seconds"].text == "60")
      let once = await place.wfgen("wait", "--timeout", "0")
      #expect(once.output.contains("The time was up before everything was there"))
      #expect(once.pauses.isEmpty)
      #expect(await place.wfgen("wait", "--help").output.contains("in minutes. (default: 60)"))
    }
  }

  @Test func leavesGitHubAloneForAsLongAsItAsks() async throws {
    try await Place.with { place in
      let commit = try await place.head()
      let limit = Place.answer(
        "GET", 403, .object([:]),
        ["x-ratelimit-remaining": "0", "x-ratelimit-reset": "\(Int(Place.date) + 50)"])
      try place.server.write(try Value.array([limit]).json(), to: "rules.json")
      let wait = await place.wfgen("wait", "base", environment: token) { number in
        // Asked again only when 50 seconds are over: after the fourth pause.
        #expect(place.requests.count == max(1, number - 3))
        if number == 4 { try place.tell(Place.run(1, "base", "in_progress", of: commit)) }
        if number == 6 { try await place.publish("base") }
      }
      #expect(wait.status == .clean)
      #expect(wait.pauses == [5, 10, 20, 30, 30, 30])
      #expect(place.requests.count == 4)
      let notes = wait.errors.split(separator: "\n").filter { $0.hasPrefix("note: ") }
      #expect(notes.count == 1)
      #expect(notes.first?.contains("before 08:00:50 UTC (rate limit)") == true)
    }
  }

  @Test func endsWhenTheRegistryStaysSilent() async throws {
    try await Place.with { place in
      let wait = await place.wfgen("wait", environment: ["REGISTRY_PASSWORD": "wrong"])
      #expect(wait.status == .unusable)
      #expect(wait.pauses == [5, 10])
    }
  }

  @Test(arguments: [("", false), ("wait: sync", true), ("wait: {mode: async}", false)])
  func isWhatStatusDoesInSynchronousMode(_ policy: String, _ waits: Bool) async throws {
    try await Place.with(policy: policy) { place in
      func waited(_ options: String, _ environment: [String: String] = [:]) async -> Bool {
        let status = await place.wfgen("status", "--timeout=0", options, environment: environment)
        return status.output.contains("The time was up")
      }
      #expect(await waited("--format=text") == waits)
      #expect(await waited("--format=text", ["CI": "true"]) == (policy != "wait: {mode: async}"))
      #expect(await waited("--sync"))
      #expect(await !waited("--no-sync", ["CI": "1"]))
    }
  }
}
