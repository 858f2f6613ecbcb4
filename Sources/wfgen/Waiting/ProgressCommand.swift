internal import BuildGraph
internal import Generation
internal import Manifest
internal import Reporting
internal import SourceText

/// What `status` and `wait` have in common: they look at one commit, and one of them may, and the
/// other does, go on until everything is there.
struct ProgressCommand {
  let repository: RepositoryOptions
  let options: ProgressOptions
  /// What the command line says about waiting; `nil` when it says nothing.
  let sync: Bool?
  let console: Console

  func run() async throws -> Outcome {
    let tree = try repository.tree()
    guard let git = try await Git.around(tree.root) else {
      throw CommandError(
        "this is no git repository, and only a commit has images that are built",
        help: "name the repository with -C")
    }
    guard let view = try await CommitView(options.ref, of: git, in: tree, .standard, console) else {
      return .unusable
    }
    try check(options.images, against: view)
    let synchrony = try Synchrony(
      flag: sync, policy: view.project.manifest.wait, environment: console.environment)
    try checkGenerated(view, waits: synchrony.waits)
    let remark = await remark(about: view, of: git)
    let report = try await ScriptFolder.with(view, console.environment) { scripts in
      var watcher = try Watcher(view, options.images, remark: remark, scripts, console)
      guard synchrony.waits else { return try await watcher.lookOnce() }
      return try await watcher.waitUntilDone(minutes: options.timeout)
    }
    let shown = ReportOptions(palette: console.outputHasColor ? .ansi : .plain)
    console.output(options.format.render(report, options: shown))
    switch report.verdict {
    case .fresh: return .clean
    case .open, .failed, .timedOut: return .findings
    case .unknown: return .unusable
    }
  }

  private func check(_ names: [String], against view: CommitView) throws(CommandError) {
    for name in names where view.data.image(named: name) == nil {
      if let task = view.data.tasks.first(where: { $0.name == name }) {
        throw CommandError(
          "'\(name)' is a task, and no registry says whether one has run",
          help: "name its image, '\(task.image)'")
      }
      if view.project.images.contains(where: { $0.name == name }) {
        throw CommandError(
          "another workflow builds '\(name)', and nothing says what its content should be",
          help: "name an image that is built on it")
      }
      let meant = closestSpelling(of: name, among: view.data.images.map(\.name))
      throw CommandError(
        "there is no image '\(name)' in \(options.ref)",
        help: meant.map { "did you mean '\($0)'?" } ?? "'wfgen graph' shows all of them")
    }
  }

  /// That the commit is not the one that workflows build, as far as this clone knows.
  private func remark(about view: CommitView, of git: Git) async -> String? {
    let branch = "origin/\(view.project.manifest.branch)"
    guard let tip = try? await git.commit(named: "refs/remotes/\(branch)"), tip != view.commit
    else {
      return nil
    }
    return "\(options.ref) is not the tip of \(branch), which this clone knows as "
      + "\(tip.prefix(12)), and workflows build the tip alone"
  }

  /// Nobody builds the images of a commit that holds no workflows: waiting for that would be in vain.
  private func checkGenerated(_ view: CommitView, waits: Bool) throws(CommandError) {
    let place = "\(Ownership.scripts)/images.json"
    switch view.generated {
    case .current: return
    case .missing where waits:
      throw CommandError(
        "\(options.ref) holds no \(place), so no workflow will build its images",
        help: "run 'wfgen generate', commit what it writes, and push")
    case .missing:
      console.error(
        "note: \(options.ref) holds no \(place), so no workflow will build its images\n")
    case .different:
      console.error(
        "note: \(place) of \(options.ref) is not what its manifest and Dockerfiles ask for, so "
          + "workflows may look for other tags: run 'wfgen generate'\n")
    }
  }
}
