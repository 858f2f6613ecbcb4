import Testing

@Suite(
  "The plan of a pull request", .serialized,
  .enabled(if: installed("docker-registry", "curl", "jq", "git", "python3")))
struct PullPlanTests {
  /// A repository with everything published but `dev`, and a commit on top that changes all images.
  /// - Parameter left: why the image `base` is not built, if it is not.
  private static func with(
    left: String? = nil, _ body: (Project) async throws -> Void
  ) async throws {
    try await Project.with { project in
      let omission = left.map { ", left: \"\($0)\"" } ?? ""
      let script = """
        jq 'def policy: . + {expected: 15, timeout: 60, needs: 65, cleanup: "none",
            "minimum-free-disk": 1};
          ."pull-request" = {overhead: 20, tasks: ["test"], images: ([
          {name: "base", runner: "u", emulate: false\(omission)},
          {name: "ci", runner: "u", emulate: false},
          {name: "dev", runner: "arm", emulate: false}] | map(policy))}' \\
          .github/wfgen/images.json >new && mv new .github/wfgen/images.json
        """
      #expect(try await project.box.bash(["-euc", script]).status == 0)
      try await project.commit("numpy\n", to: "requirements.txt")
      for image in ["base", "ci"] { try await project.build(image) }
      try await project.box.push("\(project.host)/octo/ci:latest", content: "published")
      try await project.commit("scipy\n", to: "requirements.txt")
      try await body(project)
    }
  }

  /// Two jobs, because two runners are wanted: the second builds again what it is built on, for
  /// another processor than its own.
  @Test func namesTheJobsByRunnerWithAllThatTheyNeed() async throws {
    try await Self.with { project in
      let outcome = try await project.box.step("pull-plan.sh")
      #expect(outcome.status == 0, "\(outcome.errors)")
      let jobs = outcome.outputs["builds"] ?? ""
      for job in [
        #""name":"dev and 2 more","runner":"arm","emulate":true,"minutes":215"#,
        #""name":"ci and 1 more","runner":"u","emulate":false,"minutes":150"#,
      ] {
        #expect(jobs.contains(job))
      }
      #expect(jobs.contains(#""images":["base","ci","dev"]"#))
    }
  }

  @Test func tasksRunInThePublishedImageAndItIsSaidThatTheChangeIsNotInIt() async throws {
    try await Self.with { project in
      let outcome = try await project.box.step("pull-plan.sh")
      let published = "\(project.host)/octo/ci:latest"
      let digest = try await project.box.answers([published])[published]?.digest ?? "none"
      #expect(outcome.outputs["task-test"] == digest)
      let notice = "test runs in \(published) as it is published: this change goes into image ci"
      #expect(outcome.output.contains("::notice::" + notice))
      #expect(outcome.summary.contains(notice))
    }
  }

  /// Where no tag can be moved, none is the published one.
  @Test func tasksRunInTheImageOfTheBaseWhereNoTagIsMoved() async throws {
    try await Self.with { project in
      let script = "jq '(.images[].tags) = []' .github/wfgen/images.json >new && mv new "
      #expect(
        try await project.box.bash(["-euc", script + ".github/wfgen/images.json"]).status == 0)
      try await project.commit("numpy\n", to: "requirements.txt")
      let digest = try await project.build("ci")
      try await project.commit("pandas\n", to: "requirements.txt")
      let outcome = try await project.box.step("pull-plan.sh")
      #expect(outcome.outputs["task-test"] == digest, "\(outcome.output)\(outcome.errors)")
      #expect(outcome.output.contains("this change goes into image ci, and is not in it yet"))
    }
  }

  @Test func tasksDoNotRunWhereTheirContainerWouldSignInWithoutAPassword() async throws {
    try await Self.with { project in
      let outcome = try await project.box.step("pull-plan.sh", ["REGISTRY_PASSWORD": ""])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.outputs["task-test"] == "")
      #expect(outcome.output.contains("::notice::test does not run: its container signs in"))
      #expect(outcome.outputs["builds"]?.contains("ci") == true)
    }
  }

  @Test func tasksRunInTheImageOfTheChangeWhenItIsThere() async throws {
    try await Self.with { project in
      let digest = try await project.build("ci")
      let outcome = try await project.box.step("pull-plan.sh")
      #expect(outcome.outputs["task-test"] == digest)
      #expect(!outcome.output.contains("::notice::"))
      #expect(outcome.summary.contains("| ci | is there |"))
    }
  }

  @Test func whatMayNotBeBuiltIsNamedAndFailsNothing() async throws {
    try await Self.with(left: "its build needs the secret TOKEN") { project in
      let outcome = try await project.box.step("pull-plan.sh")
      #expect(outcome.status == 0)
      #expect(outcome.outputs["builds"] == "[]")
      for image in ["base", "ci", "dev"] {
        let notice = "::notice::\(image) is not built, so nothing is said of it"
        #expect(outcome.output.contains(notice))
      }
      #expect(outcome.summary.contains("needs the secret TOKEN"))
    }
  }

  /// What an existing workflow publishes cannot be built in its place. That nobody lets the run in is
  /// no fault of the change; that the registry is out of order ends in an error.
  @Test(arguments: [(401, "notice", 0), (503, "error", 1)])
  func anUnreadableImageOfAnotherWorkflow(_ code: Int, _ level: String, _ status: Int) async throws
  {
    try await Self.with { project in
      let rules = """
        [{"path": "GET /v2/$", "status": 200}, {"path": "manifests", "status": \(code)}]
        """
      try await project.box.withServer(rules: rules) { host in
        let script = "sed -i 's|[^\"]*/octo/legacy|\(host)/octo/legacy|' .github/wfgen/images.json"
        #expect(try await project.box.bash(["-euc", script]).status == 0)
        let outcome = try await project.box.step("pull-plan.sh")
        #expect(outcome.status == status, "\(outcome.output)")
        #expect(
          outcome.output.contains("::\(level)::ci ")
            && outcome.output.contains("/octo/legacy:stable is unknown: HTTP \(code)"))
      }
    }
  }

  @Test func aParentThatIsGoneSinceThePlanIsNamed() async throws {
    try await Self.with { project in
      let outcome = try await project.box.step(
        "pull-build.sh", ["IMAGES": #"["ci","dev"]"#, "LOOPBACK": "localhost:1"])
      #expect(outcome.status == 1)
      let base = try await project.reference("base")
      #expect(outcome.errors.contains("\(base) is absent by now"), "\(outcome.errors)")
      #expect(outcome.output.contains("::error::ci cannot be built"))
      #expect(outcome.summary.contains("| dev | not built: ci failed |"))
    }
  }

  @Test func anIgnoreFileThatTheDataDoesNotKnowNeedsGenerate() async throws {
    try await Self.with { project in
      try await project.commit("*\n", to: ".dockerignore")
      let outcome = try await project.box.step("pull-plan.sh")
      #expect(outcome.status == 1)
      #expect(outcome.output.contains("::error::.dockerignore is not what it was"))
      // Once the base has it, it is no fault of the next change.
      try await project.commit("words\n", to: "words")
      #expect(try await project.box.step("pull-plan.sh").status == 0)
    }
  }

  @Test func everythingDiffersFromABaseWithoutWfgen() async throws {
    try await Project.with { project in
      let script = """
        git rm -q --cached .github/wfgen/images.json
        git -c user.name=o -c user.email=o@example.org commit -qm gone
        """
      #expect(try await project.box.bash(["-euc", script]).status == 0)
      let policy = """
        jq '."pull-request" = {overhead: 20, tasks: [], images: [
          {name: "base", expected: 15, timeout: 60, needs: 65, runner: "u", emulate: false}]}' \
          .github/wfgen/images.json >new && mv new .github/wfgen/images.json
        """
      #expect(try await project.box.bash(["-euc", policy]).status == 0)
      try await project.commit("torch 2\n", to: "requirements.txt")
      let outcome = try await project.box.step("pull-plan.sh")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.outputs["builds"]?.contains(#""images":["base"]"#) == true)
    }
  }
}
