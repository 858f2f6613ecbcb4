import Testing

@Suite(
  "The plan of a run", .serialized,
  .enabled(if: installed("docker-registry", "curl", "jq", "git", "python3")))
struct PlanTests {
  /// An API that has runs of some workflows under way.
  private func withRuns<T: Sendable>(
    _ box: Sandbox, of workflow: String? = nil, status: String = "in_progress", id: Int = 71,
    _ body: ([String: String]) async throws -> T
  ) async throws -> T {
    let run = """
      {"path": "workflows/\(workflow ?? "none")/runs\\\\?branch=main&status=\(status)&",
       "status": 200, "authorization": "Bearer gh-token",
       "body": {"total_count": 1, "workflow_runs": [{"id": \(id)}]}},
      """
    let rules = """
      [\(run) {"path": "/repos/octo-org/chatbot/actions/workflows/wfgen-[a-z]*.yml/runs",
        "status": 200, "body": {"total_count": 0, "workflow_runs": []}}]
      """
    return try await box.withServer(rules: rules) { host in
      try await body(["GITHUB_API_URL": "http://\(host)", "GITHUB_TOKEN": "gh-token"])
    }
  }

  @Test func buildsWhatIsMissing() async throws {
    try await Project.with { project in
      let outcome = try await project.plan("base")
      #expect(outcome.status == 0, "\(outcome.errors)")
      let tag = try await project.tags()["base"] ?? ""
      #expect(outcome.builds("build-1") == [PlannedBuild(image: "base", tag: tag, seen: "")])
      #expect(outcome.outputs["sha"] == (try await project.head()))
      #expect(outcome.outputs["promote"] == "true")
      #expect(outcome.outputs["errors"] == "[]")
      #expect(outcome.outputs["outlook"] == "works")
      #expect(outcome.summary.contains("| base | \(tag) | missing | build |"))
    }
  }

  @Test func doesNothingWhenAllIsFresh() async throws {
    try await Project.with { project in
      let digest = try await project.build("base")
      let outcome = try await project.plan("base")
      #expect(outcome.status == 0)
      #expect(outcome.builds("build-1") == [])
      #expect(outcome.outputs["promote"] == "true")
      #expect(outcome.summary.contains("| fresh | none |"))

      let tag = try await project.tags()["base"] ?? ""
      let forced = try await project.plan("base", ["REBUILD": "all"])
      #expect(forced.builds("build-1") == [PlannedBuild(image: "base", tag: tag, seen: digest)])
      #expect(forced.summary.contains("build (forced)"))
    }
  }

  @Test(arguments: ["base", "ci", "test"])
  func callsNothingFreshBehindAnIgnoreFileThatTheDataDoesNotKnow(_ stage: String) async throws {
    try await Project.with { project in
      for image in ["base", "ci", "dev"] { try await project.build(image) }
      let task = stage == "test" ? ["WFGEN_TASK": "test"] : [:]
      #expect(try await project.plan(stage, task).status == 0)
      try await project.commit("*\n", to: ".dockerignore")
      let outcome = try await project.plan(stage, task)
      #expect(outcome.status == 1)
      #expect(outcome.output.contains("::error::.dockerignore is not what it was"))
      #expect(outcome.outputs.isEmpty)
    }
  }

  @Test func followsAPublicBaseOnlyWhenAskedTo() async throws {
    try await Project.with { project in
      try await project.build("base")
      try await project.box.push("\(project.host)/public/python:3.12", content: "newer")
      #expect(try await project.plan("base").builds("build-1") == [])
      for event in ["schedule", "workflow_dispatch"] {
        let outcome = try await project.plan("base", ["EVENT": event])
        #expect(outcome.builds("build-1")?.map(\.image) == ["base"])
        #expect(outcome.summary.contains("| outdated | build |"))
      }
    }
  }

  @Test func rebuildsAfterAParentAndInOrder() async throws {
    try await Project.with { project in
      try await project.build("base")
      try await project.build("ci")
      try await project.build("dev")
      #expect(try await project.plan("ci").builds("build-1") == [])
      // The parent is built anew: same content, another digest.
      try await project.build("base", run: "80.1")
      let outcome = try await project.plan("ci")
      #expect(outcome.status == 0)
      #expect(outcome.builds("build-1")?.map(\.image) == ["ci"])
      #expect(outcome.builds("build-2")?.map(\.image) == ["dev"], "its parent is rebuilt")
    }
  }

  @Test func leavesAChildWhoseParentIsOnItsWay() async throws {
    try await Project.with { project in
      for status in ["queued", "in_progress", "pending", "requested", "waiting"] {
        let outcome = try await withRuns(project.box, of: "wfgen-base.yml", status: status) {
          try await project.plan("ci", $0)
        }
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(outcome.builds("build-1") == [])
        #expect(outcome.builds("build-2") == [])
        #expect(outcome.output.contains("::notice::ci waits for wfgen-base.yml"))
        #expect(outcome.outputs["outlook"] == "waits")
      }
    }
  }

  @Test func failsWhenNobodyWillBuildTheParent() async throws {
    try await Project.with { project in
      // The only run under way is this one.
      let outcome = try await withRuns(project.box, of: "wfgen-base.yml", id: 77) {
        try await project.plan("ci", $0)
      }
      // The promote job ends red in them, when the siblings have been promoted.
      #expect(outcome.status == 0)
      #expect(outcome.output.contains("::warning::"))
      #expect(outcome.outputs["errors"]?.contains("wfgen-base.yml") == true)
      #expect(outcome.outputs["promote"] == "true")
      #expect(outcome.outputs["outlook"] == "fails")
      #expect(outcome.builds("build-1") == [])
    }
  }

  @Test func buildsOnAParentThatIsOnlyOutdated() async throws {
    try await Project.with { project in
      try await project.build("base", bases: ["\(project.host)/public/python:3.12": "sha256:0"])
      let outcome = try await project.plan("ci", ["EVENT": "schedule"])
      #expect(outcome.builds("build-1")?.map(\.image) == ["ci"])
    }
  }

  @Test func asksTheRegistryAgainOnceItKnowsWhatIsUnderWay() async throws {
    try await withSandbox { box in
      // The run that builds the parent ends between both questions.
      let rules = """
        [{"path": "GET /v2/$", "status": 200},
         {"path": "octo/base/manifests/", "status": 404, "times": 1},
         {"path": "octo/(base|legacy)/manifests/", "status": 200, "body": {"schemaVersion": 2}},
         {"path": "octo/ci/manifests/", "status": 404},
         {"path": "/actions/workflows/", "status": 200, "body": {"workflow_runs": []}}]
        """
      try await box.withServer(rules: rules) { host in
        let project = Project(box: box, host: host)
        try await project.create()
        let outcome = try await project.plan("ci", ["GITHUB_API_URL": "http://\(host)"])
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(outcome.builds("build-1")?.map(\.image) == ["ci"])
      }
    }
  }

  @Test func asksNobodyWhetherRunsAreUnderWayWithoutNeed() async throws {
    try await Project.with { project in
      try await project.build("base")
      // No API can be reached here.
      let outcome = try await project.plan("ci", ["GITHUB_API_URL": "http://127.0.0.1:1"])
      #expect(outcome.status == 0)
      #expect(outcome.builds("build-1")?.count == 1)
    }
  }

  @Test func endsWhenGitHubDoesNotSayWhatIsUnderWay() async throws {
    try await Project.with { project in
      for rules in [
        #"[{"path": "runs", "status": 500}]"#, #"[{"path": "runs", "status": 403}]"#,
        #"[{"path": "runs", "status": 200, "body": "<html>"}]"#,
      ] {
        let outcome = try await project.box.withServer(rules: rules) { host in
          try await project.plan("ci", ["GITHUB_API_URL": "http://\(host)"])
        }
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("::error::GitHub does not say whether "))
        #expect(outcome.outputs["build-1"] == nil)
      }
    }
  }

  @Test func buildsNothingOnAGuess() async throws {
    try await withSandbox { box in
      let rules = """
        [{"path": "GET /v2/$", "status": 200}, {"path": "octo/base/manifests", "status": 500}]
        """
      try await box.withServer(rules: rules) { host in
        let project = Project(box: box, host: host)
        try await project.create()
        for stage in ["base", "ci"] {
          let outcome = try await project.plan(stage)
          #expect(outcome.status == 1)
          #expect(outcome.output.contains("::error::"))
          #expect(outcome.output.contains("HTTP 500 from \(host)"))
          #expect(outcome.builds("build-1") == [])
        }
      }
    }
  }

  @Test func runsATaskOnTheImageOfItsCommit() async throws {
    try await Project.with { project in
      try await project.build("base")
      let digest = try await project.build("ci", run: "71.2")
      func task(_ event: String, _ run: String) async throws -> Outcome {
        try await project.plan("test", ["WFGEN_TASK": "test", "EVENT": event, "UPSTREAM_RUN": run])
      }
      let push = try await task("push", ".")
      #expect(push.status == 0, "\(push.errors)")
      #expect(push.outputs["run"] == "true")
      #expect(push.outputs["digest"] == digest)
      #expect(push.outputs["outlook"] == "works")
      #expect(push.summary.contains("| test | true | \(project.host)/octo/ci@\(digest) |"))
      #expect(try await task("workflow_run", "71.2").outputs["run"] == "true")
      let other = try await task("workflow_run", "72.1")
      #expect(other.outputs["run"] == "false")
      #expect(other.outputs["digest"] == "")
      #expect(other.outputs["outlook"] == "idle")
    }
  }

  @Test func neverRunsNamesAndMessages() async throws {
    try await Project.with { project in
      let file = "repository/.github/wfgen/images.json"
      let odd = #"ci ::error::x $(touch pwned) `touch pwned` \" | <b>"#
      let data = project.box.read(file).replacing(#""ci""#, with: "\"\(odd)\"")
      try project.box.write(data, to: file)
      try await project.commit("y", to: "requirements.txt")
      try await project.build("base")
      let stage = "ci ::error::x $(touch pwned) `touch pwned` \" | <b>"
      let outcome = try await project.plan(stage)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.builds("build-1")?.map(\.image) == [stage])
      #expect(!outcome.output.contains("\n::error::x"))
      #expect(outcome.summary.split(separator: "\n").count == 4)
      #expect(!project.box.exists("repository/pwned"))
    }
  }
}
