/// One job on its machine, step after step.
///
/// A class, because every step changes what the next one sees.
final class Session {
  let place: Machine.Place
  let root: Folder
  let machine: Machine
  var leg: Leg
  /// The builder that setup-buildx made, told apart from others by what it was made of.
  var buildx: String?
  /// The actions that the job has used so far.
  var used: Set<String> = []
  /// Whether other platforms than the machine's can be run.
  var hasEmulation = false
  /// The container of the job, while there is one.
  var container: JobContainer?
  private var scope: Scope
  private var steps: [String: Value] = [:]
  private var variables: [String: String]
  private var status = Scope.Status()

  var work: Folder { root.folder("work") }
  var temp: Folder { root.folder("temp") }

  init(_ place: Machine.Place, root: Folder, machine: Machine) throws {
    self.place = place
    self.root = root
    self.machine = machine
    leg = Leg(job: place.job.id, matrix: place.scope.contexts["matrix"] ?? .null)
    scope = place.scope
    guard case .object(var github)? = scope.contexts["github"] else {
      throw Unsupported("a job without the context 'github'")
    }
    github["token"] = .string(place.run.token)
    scope.contexts["github"] = .object(github)
    let token = Value.string(place.run.token)
    scope.contexts["secrets"] = .object(["GITHUB_TOKEN": token])
    scope.contexts["vars"] = .object([:])
    if machine.access.usesSecret {
      let password = place.run.hasSecrets ? Registry.credentials.token : ""
      scope.contexts["secrets"] = .object([
        "GITHUB_TOKEN": token, "REGISTRY_PASSWORD": .string(password),
      ])
      scope.contexts["vars"] = .object(["REGISTRY_USERNAME": .string(Registry.credentials.user)])
    }
    variables = [:]
    let run = place.run
    for (name, value) in [
      "PATH": root.path + "/bin:" + searchPath, "HOME": root.path + "/home", "LANG": "C.UTF-8",
      "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_ACTOR": Registry.credentials.user,
      "GITHUB_API_URL": machine.apiURL, "GITHUB_SERVER_URL": "https://github.com",
      "GITHUB_EVENT_NAME": run.event.name, "GITHUB_EVENT_PATH": temp.path + "/event.json",
      "GITHUB_JOB": place.job.id, "GITHUB_REF": run.ref,
      "GITHUB_REF_NAME": run.branch, "GITHUB_REF_TYPE": "branch",
      "GITHUB_REPOSITORY": place.repository, "GITHUB_RUN_ID": String(run.id),
      "GITHUB_RUN_NUMBER": String(run.id), "GITHUB_RUN_ATTEMPT": String(run.attempt),
      "GITHUB_SHA": run.sha, "GITHUB_WORKFLOW": run.workflow.name,
      "GITHUB_WORKSPACE": work.path, "RUNNER_ARCH": "X64", "RUNNER_OS": "Linux",
      "RUNNER_ENVIRONMENT": "github-hosted", "RUNNER_TEMP": temp.path,
    ] { variables[name] = value }
  }

  func execute() async throws -> Leg {
    guard let service = place.job.services.first else { return try await executeSteps() }
    guard place.job.services.count == 1 else { throw Unsupported("two services") }
    return try await withRegistry(.open, in: root.folder("service").create()) { host, _ in
      let port = host.split(separator: ":").last.map(String.init) ?? ""
      scope.contexts["job"] = .object([
        "services": .object([service: .object(["ports": .object(["5000": .string(port)])])])
      ])
      return try await executeSteps()
    }
  }

  private func executeSteps() async throws -> Leg {
    try root.write("{}", to: "home/auth.json")
    try temp.write(try place.run.payload.json(), to: "event.json")
    // Names of variables of a job may not refer to each other, so the order does not matter.
    for (name, value) in place.job.env { variables[name] = try scope.text(value) }
    if let image = place.job.container {
      let reference = try scope.text(image.image)
      let login = try image.credentials.map {
        "\(try scope.text($0.user)):\(try scope.text($0.password))"
      }
      do {
        container = try await machine.builder.start(reference, login, folder: root)
      } catch let failure as StepFailure {
        leg.result = .failure
        leg.steps = [
          StepReport(
            name: "Initialize containers", isBuild: false, outcome: .failure,
            conclusion: .failure, log: failure.message)
        ]
        return leg
      }
    }
    do {
      for step in place.job.steps { try await perform(step) }
    } catch is MachineLost {
      leg.result = .failure
      leg.steps.append(
        StepReport(
          name: "Complete job", isBuild: false, outcome: .failure, conclusion: .failure,
          log: "::error::" + MachineLost.message))
      return leg
    }
    if let container { try await machine.builder.stop(container) }
    leg.leavesToken = try await tokenIsInWorkspace()
    leg.result = status.failure ? .failure : .success
    for (name, value) in place.job.outputs {
      let text = try stepScope.text(value)
      // GitHub does not send an output that holds the value of a secret.
      leg.outputs[name] = text.contains(place.run.token) ? "" : text
    }
    return leg
  }

  private var stepScope: Scope {
    var scope = scope
    scope.contexts["steps"] = .object(steps)
    scope.status = status
    return scope
  }

  private func perform(_ step: WorkflowFile.Step) async throws {
    var report = StepReport(name: step.name, isBuild: step.isBuild)
    var outputs: [String: String] = [:]
    do {
      if try stepScope.holds(step.condition) {
        var environment = variables
        for (name, value) in step.env { environment[name] = try stepScope.text(value) }
        let seconds = (step.timeout ?? 360) * machine.minute
        switch step.work {
        case .run(let script):
          (report, outputs) = try await run(
            stepScope.text(script), environment, seconds: seconds, report)
        case .uses(let action, let with):
          var inputs: [String: String] = [:]
          for (name, value) in with { inputs[name] = try stepScope.text(value) }
          let call = ActionCall(
            action: action, inputs: inputs, environment: environment, seconds: seconds)
          (outputs, report.log) = try await perform(call)
        }
      } else {
        report.outcome = .skipped
      }
    } catch let failure as EvaluationFailure {
      report.outcome = .failure
      report.log += "\n::error::" + failure.message
    } catch let failure as StepFailure {
      report.outcome = .failure
      report.log += "\n::error::" + failure.message
    }
    report.conclusion =
      report.outcome == .failure && step.continueOnError ? .success : report.outcome
    if report.conclusion == .failure {
      status.success = false
      status.failure = true
    }
    leg.steps.append(report)
    guard let id = step.id else { return }
    steps[id] = .object([
      "outputs": .object(outputs.mapValues { .string($0) }),
      "outcome": .string(report.outcome.rawValue),
      "conclusion": .string(report.conclusion.rawValue),
    ])
  }

  private func run(
    _ script: String, _ environment: [String: String], seconds: Int, _ report: StepReport
  ) async throws -> (StepReport, [String: String]) {
    var report = report
    var environment = environment
    for name in ["OUTPUT", "ENV", "STEP_SUMMARY", "PATH"] {
      try temp.write("", to: name)
      environment["GITHUB_" + name] = temp.path + "/" + name
    }
    try temp.write(script, to: "script.sh")
    let file = temp.path + "/script.sh"
    let result =
      if let container {
        try await machine.builder.run(
          ["sh", "-e", file], in: container, work, environment, seconds: seconds)
      } else {
        try await launch(
          ["bash", "-e", file], in: work.path, environment: environment, seconds: seconds)
      }
    report.log = result.output + result.errors
    if result.status != 0 { report.outcome = .failure }
    if result.status == 124 { report.log += "\n::error::the step took too long" }
    leg.summary += temp.read("STEP_SUMMARY")
    let unknown = root.read("unsupported")
    guard unknown.isEmpty else { throw Unsupported(unknown) }
    for line in root.read("trials").split(separator: "\n") {
      let parts = line.split(separator: "\t").map(String.init)
      let place = parts[1].firstRange(of: "name=").map { parts[1][$0.upperBound...] }
      machine.trials.append(
        Trial(
          file: parts[0], place: place.map { String($0.prefix { $0 != "," }) },
          run: self.place.run.id))
    }
    try root.write("", to: "trials")
    for (name, value) in try entries(of: temp.read("ENV")) { variables[name] = value }
    guard temp.read("PATH").isEmpty else { throw Unsupported("GITHUB_PATH") }
    return (report, try entries(of: temp.read("OUTPUT")))
  }

  /// Whether the git of the workspace knows the token, so that every later step could read it.
  private func tokenIsInWorkspace() async throws -> Bool {
    guard !work.read(".git/config").isEmpty else { return false }
    return try await tool("git", "-C", work.path, "config", "--includes", "--list")
      .contains(place.run.token)
  }
}

extension WorkflowFile.Step {
  fileprivate var isBuild: Bool {
    if case .uses("docker/build-push-action", _) = work { true } else { false }
  }
}
