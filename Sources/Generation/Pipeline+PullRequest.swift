internal import BuildGraph
internal import Manifest
internal import SourceText
internal import Workflows

extension Pipeline {
  /// What the file and the concurrency group of the workflow of pull requests are called by.
  static let pullRequestID = "pull-request"

  /// The name of that workflow.
  var pullRequestTitle: String { project.manifest.prefix + "Pull request" }

  /// Its file name.
  var pullRequestFile: String { "wfgen-\(Self.pullRequestID).yml" }

  /// Whether there is one: it builds, or some task runs in it.
  var hasPullRequestWorkflow: Bool {
    switch project.manifest.pullRequest {
    case .none: false
    case .build: true
    case .reuse: !tasksOnPullRequests.isEmpty
    }
  }

  /// The tasks that run on pull requests, in the order of the stages.
  var tasksOnPullRequests: [(task: TaskSpec, image: ResolvedImage)] {
    guard project.manifest.pullRequest != .none else { return [] }
    return stages.compactMap { stage in
      guard case .task(let task, let image) = stage.work, task.runsOnPullRequests else {
        return nil
      }
      return (task, image)
    }
  }

  /// The runner of an image.
  func runner(of image: ResolvedImage) -> String {
    image.image.extras.runner?.value ?? project.manifest.runner
  }

  /// What the scripts of that workflow have to know; `nil` where there is none.
  func pullRequestData() -> PipelineData.PullRequest? {
    guard hasPullRequestWorkflow else { return nil }
    let order =
      project.manifest.pullRequest == .build
      ? BuildTimes(project.graph)?.longestRemainingFirst ?? project.graph.topologicalOrder : []
    let images = order.compactMap(project.image).filter(\.isBuiltHere)
    return PipelineData.PullRequest(
      overhead: Minutes.checkout + Minutes.qemu + Minutes.buildx + Minutes.login + Minutes.look
        + Minutes.overhead,
      images: images.map(policy), tasks: tasksOnPullRequests.map(\.task.name.value))
  }

  private func policy(of image: ResolvedImage) -> PipelineData.PullRequest.Image {
    let tier = image.tier
    // Limits are several times what builds take: where nobody says, a quarter is expected.
    let stated = image.image.minutes.map { ($0.high + 59) / 60 }
    return PipelineData.PullRequest.Image(
      name: image.name, expected: max(1, stated ?? (tier.buildTimeout + 3) / 4),
      timeout: tier.buildTimeout,
      needs: tier.buildTimeout + (tier.cleanup == .freeDisk ? Minutes.freeDisk : Minutes.disk),
      cleanup: tier.cleanup.rawValue, minimumFreeDisk: tier.minimumFreeDisk,
      runner: runner(of: image), needsEmulation: needsEmulation(image),
      omission: omission(of: image))
  }

  /// Why an image is not built for pull requests, as the end of a sentence.
  private func omission(of image: ResolvedImage) -> String? {
    let extras = image.image.extras
    if let secret = extras.secrets.first {
      return "its build needs the secret \(secret.secret.value)"
    }
    if extras.ssh != nil { return "its build needs an agent for ssh" }
    if extras.before != nil { return "steps of the manifest come before its build" }
    if let secret = image.image.volatileArgs.first(where: \.isSecret) {
      return "its argument \(secret.name.value) is a secret"
    }
    // The job has one value for all of its images.
    let others = project.images.filter(\.isBuiltHere).flatMap(\.image.volatileArgs)
    let other = image.image.volatileArgs.first { argument in
      let first = others.first { $0.name.value == argument.name.value }
      return first?.value.value != argument.value.value
    }
    return other.map { "its argument \($0.name.value) has another value in other images" }
  }
}

/// What is said about pull requests.
extension Pipeline {
  var pullRequestProblems: [Diagnostic] {
    clashesOfPullRequestWorkflow + tasksOfNoWorkflow + trustedTasks + omittedImages
  }

  private var clashesOfPullRequestWorkflow: [Diagnostic] {
    guard hasPullRequestWorkflow else { return [] }
    return stages.filter {
      $0.id.lowercased() == Self.pullRequestID || $0.title == pullRequestTitle
    }.map { stage in
      Diagnostic(
        "duplicate-workflow", .error,
        "'\(stage.title)' and the workflow of pull requests would be the same workflow",
        at: SourceLocation(project.manifest.file, stage.place),
        help: "give it another name or 'title', or state 'pull-request: none'")
    }
  }

  /// Tasks that are to run in a workflow that there is not.
  private var tasksOfNoWorkflow: [Diagnostic] {
    guard project.manifest.pullRequest == .none else { return [] }
    return project.manifest.tasks.compactMap { task in
      guard let stated = task.onPullRequest, stated.value != .none else { return nil }
      return Diagnostic(
        "no-pull-request-workflow", .error,
        "'pull-request: none' of the manifest leaves no workflow in which task "
          + "'\(task.name.value)' could run on pull requests",
        at: SourceLocation(project.manifest.file, stated.range),
        labels: [
          Diagnostic.Label("stated here", at: project.manifest.place(of: "pull-request"))
        ], help: "leave out one of them")
    }
  }

  /// Tasks that have more than reading, and run before anybody has looked at the change.
  private var trustedTasks: [Diagnostic] {
    tasksOnPullRequests.compactMap { task, _ in
      guard let stated = task.onPullRequest, let privilege = task.privileges.first else {
        return nil
      }
      return Diagnostic(
        "trusted-task", .warning,
        "task '\(task.name.value)' runs what a pull request of this repository says with "
          + "\(privilege), before anybody has looked at it, and without that in pull requests of "
          + "forks and of Dependabot",
        at: SourceLocation(project.manifest.file, stated.range),
        help: "state 'pull-request: none', or divide the task")
    }
  }

  private var omittedImages: [Diagnostic] {
    guard project.manifest.pullRequest == .build else { return [] }
    let reasons = project.images.filter(\.isBuiltHere).compactMap { image in
      omission(of: image).map { (image, $0) }
    }
    guard let first = reasons.first else { return [] }
    let others = reasons.count > 1 ? ", nor are \(reasons.count - 1) more" : ""
    return [
      Diagnostic(
        "not-built-on-pull-requests", .info,
        "pull requests do not build image '\(first.0.name)', for \(first.1)\(others), nor what is "
          + "built on it while its content is not published",
        at: project.manifest.place(of: "pull-request"),
        labels: reasons.prefix(3).map {
          Diagnostic.Label(
            "for \($0.1)", at: SourceLocation(project.manifest.file, $0.0.image.name.range))
        })
    ]
  }
}
