internal import Manifest
public import SourceText
internal import Workflows
internal import YAML

extension Pipeline {
  /// Workflows of other hands that bear the name of a generated one, or share its concurrency group.
  ///
  /// GitHub finds upstreams by their `name` (docs "Events that trigger workflows", `workflow_run`):
  /// a name to which no workflow listens may be borne by many, and so may that of a workflow that is
  /// only called, for its runs are its caller's.
  /// Groups belong to the whole repository, and case does not count (docs "Control the concurrency
  /// of workflows and jobs"). A group with an expression is not known before the run: not a word
  /// about it. A file in the very place of a generated one is a `FileChange` of its own.
  public func clashes(in tree: some FileTree) -> [Diagnostic] {
    let own = Set(stages.map(\.fileName))
    let others = tree.children(of: Ownership.workflows).filter { name in
      (name.hasSuffix(".yml") || name.hasSuffix(".yaml")) && !own.contains(name)
    }
    let documents = others.compactMap { tree.read("\(Ownership.workflows)/\($0)") }
      .filter { !Ownership.isGenerated($0) }.map { YAMLDocument(parsing: $0) }
    let awaited = Set((stages + existing).flatMap(upstreamNames).map(\.asFilterPattern))
      .union(documents.compactMap(\.root).flatMap(Self.awaitedNames))
    return documents.flatMap { clashes(with: $0, awaited) }.sorted()
  }

  private func clashes(with document: YAMLDocument, _ awaited: Set<String>) -> [Diagnostic] {
    guard let root = document.root else { return [] }
    let file = document.file
    var diagnostics: [Diagnostic] = []
    if let name = root["name"], let stage = named.first(where: { $0.title == name.text }),
      awaited.contains(stage.title.asFilterPattern), !Self.isOnlyCalled(root)
    {
      diagnostics.append(
        Diagnostic(
          "taken-workflow-name", .error,
          "\(stage.fileName) will be named '\(stage.title)', too, and a run of either starts the "
            + "workflows that wait for that name",
          at: SourceLocation(file, name.range), labels: [label(stage)],
          help: "rename this workflow, or state another 'title' or 'prefix' in the manifest"))
    }
    let jobs = root["jobs"]?.entries.map(\.value) ?? []
    for concurrency in ([root] + jobs).compactMap({ $0["concurrency"] }) {
      let group = concurrency.kind == .mapping ? concurrency["group"] : concurrency
      guard let group, let text = group.text,
        let stage = stages.first(where: { $0.concurrencyGroup.lowercased() == text.lowercased() })
      else { continue }
      diagnostics.append(
        Diagnostic(
          "taken-concurrency-group", .error,
          "\(stage.fileName) is in the concurrency group '\(text)', too: either waits for the "
            + "other, and a run that waits is cancelled when the next one comes",
          at: SourceLocation(file, group.range), labels: [label(stage)],
          help: "give this workflow a group of its own"))
    }
    return diagnostics
  }

  /// What will bear a name: the stages, and the workflow of pull requests.
  private var named: [Stage] {
    guard hasPullRequestWorkflow else { return stages }
    return stages + [Stage(id: Self.pullRequestID, title: pullRequestTitle, work: .builds([]))]
  }

  /// What a workflow of other hands lists under `workflow_run`. A pattern for several names is meant
  /// to find several workflows.
  private static func awaitedNames(of root: Node) -> [String] {
    guard let names = root["on"]?["workflow_run"]?["workflows"] else { return [] }
    return names.kind == .sequence ? names.items.compactMap(\.text) : names.text.map { [$0] } ?? []
  }

  private static func isOnlyCalled(_ root: Node) -> Bool {
    guard let events = root["on"] else { return false }
    let names =
      switch events.kind {
      case .scalar: [events.text]
      case .sequence: events.items.map(\.text)
      case .mapping: events.entries.map(\.key.text)
      }
    return !names.isEmpty && names.allSatisfy { $0 == "workflow_call" }
  }

  private func label(_ stage: Stage) -> Diagnostic.Label {
    Diagnostic.Label(
      "\(stage.fileName) is made for this", at: SourceLocation(project.manifest.file, stage.place))
  }
}
