import Testing

@Suite(
  "Promoting", .serialized,
  .enabled(if: installed("docker-registry", "curl", "jq", "git")))
struct PromoteTests {
  private func promote(
    _ project: Project, _ stage: String, _ environment: [String: String] = [:]
  ) async throws -> Outcome {
    var all = [
      "WFGEN_STAGE": stage, "SHA": try await project.head(), "RUN_ATTEMPT": "1",
      "ERRORS": "[]",
    ]
    all.merge(environment) { $1 }
    return try await project.box.step("promote.sh", all)
  }

  private func latest(_ project: Project, _ image: String) async throws -> Answer? {
    let reference = "\(project.host)/octo/\(image):latest"
    return try await project.box.answers([reference])[reference]
  }

  @Test func movesTagsToWhatTheTipHolds() async throws {
    try await Project.with { project in
      let base = try await project.build("base")
      let ci = try await project.build("ci", run: "71.1")
      try await project.box.push("\(project.host)/octo/ci:latest", content: "src-old")
      let outcome = try await promote(project, "ci")
      #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
      let moved = try await latest(project, "ci")
      #expect(moved?.digest == ci)
      #expect(moved?.run == "71.1", "the bytes are the same, annotations and all")
      #expect(outcome.summary.contains("octo/ci:latest | \(ci) | moved |"))
      // Not built: left as it was. Another stage: none of our business.
      #expect(try await latest(project, "dev") == .absent)
      #expect(outcome.summary.contains("octo/dev:latest |  | left: "))
      #expect(try await latest(project, "base") == .absent)
      #expect(base != ci)
      #expect(try await promote(project, "ci").summary.contains("| \(ci) | is there |"))
    }
  }

  @Test func movesNothingWhileAnIgnoreFileIsUnknown() async throws {
    try await Project.with { project in
      try await project.build("base")
      try await project.commit("*\n", to: ".dockerignore")
      let outcome = try await promote(project, "base")
      #expect(outcome.status == 1)
      #expect(outcome.output.contains("::error::.dockerignore is not what it was"))
      #expect(try await latest(project, "base") == .absent)
    }
  }

  @Test func movesBackAfterARevertAndNeverForALateRun() async throws {
    try await Project.with { project in
      let first = try await project.build("base")
      let old = try await project.head()
      try await project.commit("torch 2\n", to: "requirements.txt")
      let second = try await project.build("base")
      #expect(try await promote(project, "base").status == 0)
      #expect(try await latest(project, "base")?.digest == second)
      // A run that planned the commit before is late: the tip is what counts.
      #expect(try await promote(project, "base", ["SHA": old]).status == 0)
      #expect(try await latest(project, "base")?.digest == second)
      try await project.commit("torch\n", to: "requirements.txt")
      #expect(try await promote(project, "base").status == 0)
      #expect(try await latest(project, "base")?.digest == first)
    }
  }

  @Test func saysWhatToDispatchAfterAReRunOfAnOldPlan() async throws {
    try await Project.with { project in
      try await project.build("base")
      let old = try await project.head()
      try await project.commit("torch 2\n", to: "requirements.txt")
      let outcome = try await promote(project, "base", ["SHA": old, "RUN_ATTEMPT": "2"])
      #expect(outcome.status == 1)
      let tip = try await project.head()
      #expect(
        outcome.output.contains(
          "::error::this re-run built \(old.prefix(12)), but main has moved on to "
            + "\(tip.prefix(12)); dispatch wfgen-base.yml to build that"))
      #expect(try await promote(project, "base", ["RUN_ATTEMPT": "2"]).status == 0)
    }
  }

  @Test func endsInTheErrorsOfThePlan() async throws {
    try await Project.with { project in
      let digest = try await project.build("base")
      let outcome = try await promote(project, "base", ["ERRORS": #"["dev: 100% lost"]"#])
      #expect(outcome.status == 1)
      #expect(outcome.output.contains("::error::dev: 100%25 lost\n"))
      #expect(try await latest(project, "base")?.digest == digest, "the rest is promoted")
    }
  }

  @Test func doesNotTakeLostErrorsForNone() async throws {
    try await Project.with { project in
      try await project.build("base")
      let outcome = try await promote(project, "base", ["ERRORS": ""])
      #expect(outcome.status == 1)
      #expect(outcome.output.contains("::error::the errors of the plan did not arrive: "))
    }
  }

  @Test func failsWhenARegistryRefusesTheTag() async throws {
    try await withSandbox { box in
      let rules = """
        [{"path": "GET /v2/$", "status": 401, "headers": {"WWW-Authenticate":
          "Bearer realm=\\"http://127.0.0.1:{port}/token\\",service=\\"x\\""}},
         {"path": "GET /token\\\\?service=x&scope=repository%3Aocto%2Fbase%3Apull%2Cpush$",
          "status": 200, "body": {"token": "wide"}, "authorization": "Basic b2N0bzpzM2NyZXQ="},
         {"path": "GET /v2/octo/base/manifests/latest", "status": 404},
         {"path": "GET /v2/octo/base/manifests/src-", "status": 200,
          "authorization": "Bearer wide", "body": {"schemaVersion": 2}},
         {"path": "PUT", "status": 403}]
        """
      try await box.withServer(rules: rules) { host in
        let project = Project(box: box, host: host)
        try await project.create()
        let outcome = try await promote(
          project, "base", ["REGISTRY_USER": "octo", "REGISTRY_PASSWORD": "s3cret"])
        #expect(outcome.status == 1)
        #expect(
          outcome.output.contains("::error::\(host)/octo/base:latest: failed: HTTP 403 from"))
        #expect(
          box.read("server/requests").contains("PUT /v2/octo/base/manifests/latest Bearer wide"))
      }
    }
  }
}
