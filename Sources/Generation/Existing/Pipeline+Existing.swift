internal import BuildGraph
internal import Manifest
public import SourceText
internal import Workflows
internal import YAML

/// What has to happen to the workflows of other hands that do the work of tasks.
public struct ExistingChanges: Sendable {
  /// The files in which wfgen writes something, as they should be.
  public var changes: [FileChange] = []
  /// What is wrong with the files; with an error, nothing can be written.
  public var diagnostics: [Diagnostic] = []
}

extension Pipeline {
  /// Compares the workflows of other hands that do the work of tasks with what they need.
  ///
  /// Between wfgen's marks the text is wfgen's; elsewhere the trigger and the gates are only checked.
  public func existingChanges(in tree: some FileTree) -> ExistingChanges {
    var all = ExistingChanges()
    for stage in existing {
      let path = "\(Ownership.workflows)/\(stage.fileName)"
      // One that is not there has been reported where the manifest names it.
      guard let file = tree.read(path) else { continue }
      let (change, diagnostics) = change(of: file, for: stage)
      all.diagnostics += diagnostics
      guard var change else { continue }
      if let obstacle = tree.obstacle(at: path) { change.kind = .blocked(obstacle) }
      all.changes.append(change)
    }
    all.diagnostics += strayMarks(in: tree)
    all.changes.sort { $0.path < $1.path }
    all.diagnostics.sort()
    return all
  }

  /// Marks in workflows that do the work of no task, such as one whose task has been taken out of the
  /// manifest.
  private func strayMarks(in tree: some FileTree) -> [Diagnostic] {
    let known = Set(existing.map(\.fileName))
    return tree.children(of: Ownership.workflows).filter { name in
      (name.hasSuffix(".yml") || name.hasSuffix(".yaml")) && !known.contains(name)
    }.flatMap { name -> [Diagnostic] in
      guard let file = tree.read("\(Ownership.workflows)/\(name)"), file.mayHaveMarks,
        !Ownership.isGenerated(file)
      else { return [] }
      return MarkedSections(in: YAMLDocument(parsing: file)).sections.map { section in
        Diagnostic(
          "stray-mark", .warning,
          "no task names this workflow, so this \(section.kind) stays as it is whatever changes",
          at: SourceLocation(file, section.mark),
          help: "name '\(name)' as the 'workflow' of a task, or take the marks away")
      }
    }
  }

  private func change(of file: SourceFile, for stage: Stage) -> (FileChange?, [Diagnostic]) {
    guard !Ownership.isGenerated(file) else {
      return (nil, [refused(stage, "is one that wfgen writes", "name a workflow of your own")])
    }
    let wanted = ExistingWorkflowNeeds(stage: stage, pipeline: self)
    guard !wanted.upstreams.contains(stage.title) else {
      let reason = "builds its image, too: it would start itself for ever"
      return (nil, [refused(stage, reason, "use two workflows")])
    }
    let document = YAMLDocument(parsing: file)
    let marked = MarkedSections(in: document)
    guard document.isUsable else {
      var refused = refused(stage, "cannot be read as YAML", "mend it")
      refused.labels = document.diagnostics.prefix(1).map { .init($0.message, at: $0.location) }
      return (nil, [refused])
    }
    guard marked.problems.isEmpty else { return (nil, marked.problems) }
    let new = SourceFile(name: file.name, bytes: marked.replacing(wanted.lines))
    let check = ExistingWorkflowCheck(of: new, from: marked, needs: wanted)
    let isRefused = check.diagnostics.contains { $0.severity == .error }
    guard !isRefused, !marked.sections.isEmpty else { return (nil, check.diagnostics) }
    let isCurrent = new.bytes == file.bytes
    return (
      FileChange(
        path: file.name, kind: isCurrent ? .current(pins: []) : .outdated(file), text: new.text),
      check.diagnostics
    )
  }

  private func refused(_ stage: Stage, _ reason: String, _ help: String) -> Diagnostic {
    Diagnostic(
      "unusable-workflow", .error, "\(stage.fileName), which does task '\(stage.id)', \(reason)",
      at: SourceLocation(project.manifest.file, stage.existing?.stated.range ?? stage.place),
      help: help)
  }
}

/// What a workflow of other hands needs to follow the image of its task.
struct ExistingWorkflowNeeds {
  let stage: Stage
  let pipeline: Pipeline

  /// The names of the workflows that build the image.
  var upstreams: [String] { pipeline.upstreamNames(of: stage) }
  /// The branch that is published.
  var branch: String { pipeline.project.manifest.branch }
  /// The manifest, and what of it the workflow is there for.
  var origin: SourceLocation { SourceLocation(pipeline.project.manifest.file, stage.place) }
  /// What the manifest says of the task.
  var task: TaskSpec? {
    if case .task(let task, _) = stage.work { task } else { nil }
  }

  /// The lines that stand in a part, without indentation.
  func lines(_ kind: MarkedSections.Kind) -> [String] {
    let value: YAMLValue =
      switch kind {
      case .trigger: triggers.yaml
      case .gate: .mapping([("if", .string("${{ \(gate) }}"))])
      }
    return YAMLWriter.write(value).split(separator: "\n").map(String.init)
  }

  private var triggers: Triggers {
    var triggers = Triggers()
    if pipeline.listensToPushes(stage) {
      triggers.push = Triggers.Push(branches: [branch], paths: pipeline.pushPaths(of: stage))
    }
    if !upstreams.isEmpty {
      // An upstream of other hands may have run for a pull request.
      let isOwn = stage.foreignUpstream.isEmpty
      triggers.workflowRun = Triggers.WorkflowRun(
        workflows: upstreams, branches: [branch],
        remark: isOwn
          ? "zizmor: ignore[dangerous-triggers] follows wfgen's own workflows alone" : nil)
    }
    return triggers
  }

  /// When a job that another run has started may run; any other event is let through.
  private var gate: String {
    let run = "github.event.workflow_run"
    var conditions = [
      task?.upstreamFailed == .usePrevious
        ? "\(run).conclusion != 'skipped'" : "\(run).conclusion == 'success'"
    ]
    if task?.afterManualUpstream == .skip {
      conditions.append("\(run).event != 'workflow_dispatch'")
    }
    // The branch of a fork's pull request may bear the name of ours.
    if !stage.foreignUpstream.isEmpty { conditions.append("\(run).event != 'pull_request'") }
    let isLet = conditions.joined(separator: " && ")
    return "github.event_name != 'workflow_run' || "
      + (conditions.count == 1 ? isLet : "(\(isLet))")
  }
}

extension YAMLDocument {
  /// Whether it can be read. A key that stands twice does not count: what it means for a part of
  /// wfgen's is said of that part, and elsewhere it is a finding of its own.
  var isUsable: Bool {
    root != nil && diagnostics.allSatisfy { $0.severity != .error || $0.rule == "duplicate-key" }
  }
}

extension SourceFile {
  /// Whether a mark may stand in it: reading all other files as YAML would cost too much.
  fileprivate var mayHaveMarks: Bool {
    let name = Array("wfgen:end".utf8)
    return bytes.indices.contains { bytes[$0] == name[0] && bytes[$0...].starts(with: name) }
  }
}
