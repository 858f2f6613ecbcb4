import FoundationEssentials
import PipelineDriver
import Testing

@testable import wfgen

@Suite("wfgen status", .enabled(if: Place.isPossible), .serialized)
struct StatusCommandTests {
  private let token = ["GITHUB_TOKEN": Place.token]

  @Test func saysWhatIsThereAndWhatIsInTheWay() async throws {
    try await Place.with { place in
      let tags = try await place.contentTags()
      let none = await place.wfgen("status")
      #expect(none.status == .findings)
      #expect(none.errors.contains("note: without GITHUB_TOKEN only the registry is asked"))
      let commit = try await place.head().prefix(12)
      #expect(
        none.output == """
          \(commit) of example/chatbot: 0 of 3 images are fresh

          image       state    content tag       why
          base        missing  \(tags["base"] ?? "")  its content tag is missing
          ci          blocked  \(tags["ci"] ?? "")  by base
          production  blocked  \(tags["production"] ?? "")  by base

          task  state    why
          test  blocked  by ci ← base
          lint  blocked  by ci ← base

          Your wait: 00:00. What is to be built takes 23:00 in all by its minutes, in the background.

          """)
      try await place.publish("base", "ci")
      let some = await place.wfgen("status", "--format", "json")
      #expect(some.status == .findings)
      #expect(
        some.fields("state") == ["base": "fresh", "ci": "fresh", "production": "missing"])
      #expect(some.fields("state", of: "tasks") == ["test": "ready", "lint": "ready"])
      #expect(some.json["wait"]["total"]["high"].text == "480")
      // What is not asked about does not count.
      let one = await place.wfgen("status", "ci")
      #expect(one.status == .clean)
      #expect(!one.output.contains("production") && !one.output.contains("Your wait"))
      try await place.publish("production")
      let all = await place.wfgen("status")
      #expect(all.status == .clean)
      #expect(all.output.contains("3 of 3 images are fresh"))
    }
  }

  @Test func looksAtTheCommitThatIsNamed() async throws {
    try await Place.with { place in
      try await place.publish("base", "ci", "production")
      try place.repository.write("torch==3\n", to: "torch.requirements.txt")
      // What is not committed does not count.
      #expect(await place.wfgen("status").status == .clean)
      try await place.commit()
      #expect(await place.wfgen("status").status == .findings)
      #expect(await place.wfgen("status", "--ref", "HEAD~1").status == .clean)
      // Its workflows go by what was generated for it.
      #expect(!(await place.wfgen("status").errors.contains("wfgen generate")))
      let path = "docker/Dockerfile.base"
      try place.repository.write(place.repository.read(path) + "COPY src /src\n", to: path)
      try await place.commit()
      let stale = await place.wfgen("status")
      #expect(stale.errors.contains(".github/wfgen/images.json of HEAD is not what its manifest"))
      let nowhere = await place.wfgen("status", "--ref", "nowhere")
      #expect(nowhere.status == .unusable)
      #expect(nowhere.errors.hasPrefix("error: git knows no commit 'nowhere'"))
    }
  }

  @Test func namesTheRunThatIsBuilding() async throws {
    try await Place.with { place in
      let commit = try await place.head()
      try place.tell(
        Place.run(12, "base", "in_progress", of: commit, minute: 3),
        Place.run(11, "ci", "success", of: commit, minute: 2),
        Place.run(10, "other", "failure", of: commit, minute: 1))
      let status = await place.wfgen("status", environment: token)
      #expect(status.status == .findings)
      let run = "wfgen-base.yml: in_progress, https://github.com/example/chatbot/actions/runs/12"
      for name in ["base", "ci", "production"] {
        #expect(status.output.contains { $0.hasPrefix(name) && $0.hasSuffix(run) })
      }
      #expect(status.output.contains { $0.hasPrefix("wfgen-ci.yml") && $0.contains(" success ") })
      #expect(!status.output.contains("by hand") && !status.output.contains("wfgen-other.yml"))
      // One request will do when everything is on its way.
      #expect(place.requests.count == 1)
      let json = await place.wfgen("status", "--format", "json", environment: token)
      #expect(json.json["latestRuns"] != .array([]))
      #expect(json.json["runsUnknown"] == .null)
    }
  }

  @Test func explainsWhatIsMissingAndWhatToStart() async throws {
    try await Place.with { place in
      let commit = try await place.head()
      try place.tell()
      let idle = await place.wfgen("status", environment: token)
      let reference = "\(place.registry.host)/example/chatbot/base:src-"
      #expect(idle.output.contains { $0.hasPrefix("base: \(reference)") })
      #expect(idle.output.contains("To try again, start wfgen-base.yml by hand."))
      #expect(!idle.output.contains("ci: "))
      try place.tell(Place.run(12, "base", "failure", of: commit))
      let failed = await place.wfgen("status", environment: token)
      #expect(failed.output.contains("base: its run has failed (wfgen-base.yml: failure, https:"))
    }
  }

  @Test func saysThatWorkflowsBuildTheTipAlone() async throws {
    try await Place.with { place in
      try await place.git("update-ref", "refs/remotes/origin/main", "HEAD")
      #expect(!(await place.wfgen("status").errors.contains("the tip")))
      try place.repository.write("torch==3\n", to: "torch.requirements.txt")
      try await place.commit()
      let ahead = await place.wfgen("status")
      #expect(ahead.errors.contains("note: HEAD is not the tip of origin/main, which this clone"))
      // Whoever has everything need not know.
      try await place.publish("base", "ci", "production")
      #expect(!(await place.wfgen("status").errors.contains("the tip")))
    }
  }

  @Test func doesNotWaitForItself() async throws {
    try await Place.with { place in
      let commit = try await place.head()
      try place.tell(Place.run(12, "base", "in_progress", of: commit))
      let run = token.merging(["GITHUB_RUN_ID": "12"]) { $1 }
      let status = await place.wfgen("status", environment: run)
      #expect(status.output.contains("no run is queued or under way that could build it"))
    }
  }

  @Test func readsEveryPageOfTheRunsThatAreNotOver() async throws {
    try await Place.with { place in
      let commit = try await place.head()
      let path = "GET /repos/example/chatbot/actions/runs\\?branch=main"
      let others = (1...100).map { Place.run($0, "other", "queued", of: commit) }
      let rules = [
        Place.rule("\(path)&status=queued&per_page=100&page=1$", others, total: 101),
        Place.rule(
          "\(path)&status=queued&per_page=100&page=2$",
          [Place.run(101, "base", "queued", of: commit)],
          total: 101),
        Place.rule(path, []),
      ]
      try place.server.write(try Value.array(rules).json(), to: "rules.json")
      let status = await place.wfgen("status", environment: token)
      #expect(status.output.contains("wfgen-base.yml: queued, https:"))
      #expect(place.requests.filter { $0.contains("page=2") }.count == 1)
    }
  }

  @Test func saysWhyGitHubSaysNothing() async throws {
    try await Place.with { place in
      try await place.publish("base", "ci", "production")
      let cases: [(Int, [String: String], String)] = [
        (401, [:], "GitHub refuses the token in GITHUB_TOKEN (HTTP 401)"),
        (403, ["x-ratelimit-remaining": "99"], "it needs 'actions: read' (HTTP 403)"),
        (404, [:], "GitHub shows the token no repository example/chatbot (HTTP 404)"),
        (500, [:], "GitHub's API answers HTTP 500"),
        (200, [:], "the answer of GitHub's API is no list of runs"),
        (
          403, ["x-ratelimit-remaining": "0", "x-ratelimit-reset": "1767258123"],
          "GitHub's API takes no more requests before 09:02:03 UTC (rate limit)"
        ),
        (429, ["retry-after": "61"], "takes no more requests before 08:01:01 UTC (rate limit)"),
      ]
      for (code, headers, sentence) in cases {
        let rule = Place.answer("GET", code, .object([:]), headers)
        try place.server.write(try Value.array([rule]).json(), to: "rules.json")
        let status = await place.wfgen("status", environment: token)
        #expect(status.errors.hasSuffix("\(sentence); only the registry is asked\n"), "\(code)")
        // The registry alone says whether everything is there.
        #expect(status.status == .clean)
      }
      // Nobody is asked twice in a row who wants to be left alone.
      #expect(place.requests.count == cases.count)
      let away = await place.wfgen(
        "status",
        environment: token.merging(["GITHUB_API_URL": "http://127.0.0.1:1"]) { $1 })
      #expect(away.errors.contains("note: no answer from GitHub's API: "))
      #expect(away.status == .clean)
    }
  }

  @Test func callsUnknownWhatTheRegistryDoesNotSay() async throws {
    try await Place.with { place in
      let locked = await place.wfgen("status", environment: ["REGISTRY_PASSWORD": "wrong"])
      #expect(locked.status == .unusable)
      #expect(locked.output.contains("is unknown: HTTP 401 from \(place.registry.host)"))
      let json = await place.wfgen(
        "status", "--format", "json", environment: ["REGISTRY_PASSWORD": ""])
      #expect(json.json["verdict"].text == "unknown")
      #expect(json.fields("state")["base"] == "unknown")
    }
  }

  @Test func keepsSecretsOffEveryCommandLine() async throws {
    try await Place.with { place in
      try place.tell()
      let bin = place.server.folder("bin")
      let log = place.server.path + "/commands"
      for name in ["bash", "curl", "jq", "awk", "git", "sed", "xargs", "sha256sum"] {
        let real = try await tool("sh", "-c", "command -v \(name)").dropLast()
        try bin.write(
          "#!/bin/sh\necho \"\(name) $*\" >>'\(log)'\nexec \(real) \"$@\"\n", to: name)
        try await tool("chmod", "+x", "\(bin.path)/\(name)")
      }
      let status = await place.wfgen(
        "status", environment: token.merging(["PATH": "\(bin.path):\(searchPath)"]) { $1 })
      #expect(status.status == .findings)
      #expect(place.requests.count == 6)
      let commands = place.server.read("commands")
      #expect(commands.contains("\ncurl ") && commands.contains("\njq "))
      for secret in [Place.token, Registry.credentials.token] {
        #expect(!commands.contains(secret))
        #expect(!(status.output + status.errors).contains(secret))
      }
    }
  }

  @Test func refusesWhatItCannotAnswer() async throws {
    try await Place.with { place in
      let misspelt = await place.wfgen("status", "prodution")
      #expect(misspelt.status == .unusable)
      #expect(misspelt.errors.contains("did you mean 'production'?"))
      let task = await place.wfgen("status", "test")
      #expect(task.status == .unusable)
      #expect(task.errors.contains("name its image, 'ci'"))
      #expect(await place.wfgen("status", "--timeout", "-1").status == .unusable)
      #expect(await place.wfgen("status", "--format", "xml").status == .unusable)
      let without = await place.wfgen("status", environment: ["PATH": "/nowhere"])
      #expect(without.status == .unusable)
      #expect(without.errors.contains("error: 'bash' cannot be run, which asks the registry"))
      let bin = place.server.folder("bin")
      for name in ["bash", "sh", "env", "dirname", "mktemp", "rm"] {
        let real = try await tool("sh", "-c", "command -v \(name)").dropLast()
        try bin.write("#!/bin/sh\nexec \(real) \"$@\"\n", to: name)
        try await tool("chmod", "+x", "\(bin.path)/\(name)")
      }
      let few = await place.wfgen("status", environment: ["PATH": bin.path])
      #expect(few.status == .unusable)
      #expect(few.errors.contains("jq"))
      #expect(few.errors.contains("help: bash, curl, jq and awk have to be installed"))
      try await place.git("rm", "--quiet", "-r", "--cached", ".github/wfgen")
      try await place.git("commit", "--quiet", "--message", "drop")
      let status = await place.wfgen("status")
      #expect(status.status == .findings)
      #expect(status.errors.contains("holds no .github/wfgen/images.json"))
      #expect(await place.wfgen("status", "--sync").status == .unusable)
    }
  }
}

extension String {
  /// Whether one of the lines is as asked.
  func contains(_ isRight: (Substring) -> Bool) -> Bool {
    split(separator: "\n").contains(where: isRight)
  }
}
