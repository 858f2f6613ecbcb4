internal import SourceText

/// Finding the workflows of other hands that the manifest names.
extension ProjectResolver {
  /// The link with the workflow's file and name, which the repository knows.
  mutating func found(_ builtBy: BuiltBy, in files: some FileTree) -> BuiltBy {
    guard
      let workflow = workflow(
        builtBy.workflow, in: files,
        // GitHub finds the upstreams of `workflow_run` by their names, and a name that nothing
        // bears is no error: docs "Events that trigger workflows", `workflow_run`.
        or: "that could build the image: what is built on it would wait for a run that never comes")
    else { return builtBy }
    var builtBy = builtBy
    (builtBy.file, builtBy.name) = (workflow.file, workflow.name)
    builtBy.hops = existing?.hops(to: workflow) ?? 0
    if let reason = workflow.events.silence(on: manifest.branch) {
      warn(
        "unheard-workflow",
        "'\(workflow.name)' \(reason), so its end starts nothing: what is built on the image sees a "
          + "new one when something else starts it, such as the schedule",
        at: builtBy.workflow.range)
    }
    return builtBy
  }

  /// The task with the file and name of the workflow that does its work.
  mutating func found(_ task: TaskSpec, in files: some FileTree) -> TaskSpec {
    guard let stated = task.existing?.stated,
      let workflow = workflow(
        stated, in: files, or: "that could do task '\(task.name.value)': nothing would run it")
    else { return task }
    var task = task
    task.existing?.file = workflow.file
    task.existing?.name = workflow.name
    task.title = workflow.name
    return task
  }

  private mutating func warn(_ rule: String, _ text: String, at range: SourceRange) {
    let location = SourceLocation(manifest.file, range)
    // Variants share what their entry states.
    guard !diagnostics.all.contains(where: { $0.rule == rule && $0.location == location }) else {
      return
    }
    diagnostics.append(Diagnostic(rule, .warning, text, at: location))
  }

  /// The workflow that a text means; reported with what that means when there is none.
  private mutating func workflow(
    _ stated: Located<String>, in files: some FileTree, or consequence: String
  ) -> ExistingWorkflows.Workflow? {
    let known = existing ?? ExistingWorkflows(in: files)
    existing = known
    if let workflow = known.find(stated.value) { return workflow }
    let meant = known.closest(to: stated.value)
    report(
      "unknown-workflow", "there is no workflow '\(stated.value)' \(consequence)",
      at: stated.range,
      help: meant.map { "did you mean '\($0)'?" }
        ?? "write the file name of one that is there, such as build.yml",
      fixes: meant.map { [Fix("Write '\($0)'", .suggestion, [Edit(stated.range, $0)])] } ?? [])
    return nil
  }
}
