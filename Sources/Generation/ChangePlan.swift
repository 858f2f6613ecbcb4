public import BuildGraph
internal import Dockerfiles
internal import Manifest
internal import SourceText
internal import Workflows

/// What a change of some files has built and run again.
public struct ChangePlan: Sendable {
  /// One image or task that the change affects.
  public struct Item: Sendable, Hashable {
    /// The node.
    public var id: NodeID
    /// Whether it is an image or a task.
    public var kind: BuildNode.Kind
    /// Its topological level.
    public var level: Int
    /// Why: from the node back to the file, `python-ml ← python-base ← requirements.txt`.
    public var reason: String
    /// The content tag before; `nil` for a task, and where there was none.
    public var oldTag: ContentTag?
    /// The content tag afterwards; `nil` for a task, and where it cannot be known yet.
    public var newTag: ContentTag?
  }

  /// The files that changed.
  public var files: [String]
  /// The affected nodes, level by level.
  public var items: [Item]
  /// The workflows that a push of the change starts, and those that follow, upstream first.
  public var runs: [String]
  /// Those of `runs` that the push itself starts; the chain follows with the others.
  public var started: [String]
  /// The names of the images that the manifest had before and has no longer, in order.
  public var removed: [String] = []
  /// Whether the change may affect more than is listed: the manifest is among the files, and what it
  /// will hold is not known.
  public var isOpen = false

  /// The number of affected nodes of a kind.
  public func count(_ kind: BuildNode.Kind) -> Int { items.count { $0.kind == kind } }
}

extension Pipeline {
  /// What a change of files affects.
  ///
  /// - Parameters:
  ///   - files: the changed paths, relative to the repository.
  ///   - old: the content tags before; empty when they are not known.
  ///   - new: the content tags afterwards; empty when they are not known.
  public func plan(
    changed files: [String], from old: [String: ContentTag] = [:],
    to new: [String: ContentTag] = [:]
  ) -> ChangePlan {
    var causes: [NodeID: String] = [:]
    for image in project.images where image.isBuiltHere {
      // Where both tags are known they decide; a file may have changed and back again.
      if let before = old[image.name], let after = new[image.name], before == after { continue }
      causes[image.id] =
        files.first { image.reads($0) }
        ?? (isChangedByItself(image, old, new) ? project.manifest.file.name : nil)
    }
    for task in project.manifest.tasks {
      let paths = Self.ownPaths(of: task)
      let filters = PathFilter(paths)
      causes[NodeID(task.name.value)] = paths.isEmpty ? nil : files.first { filters.matches($0) }
    }
    let affected = project.graph.affected(by: Set(causes.keys))
    let items = affected.nodes.map { id -> ChangePlan.Item in
      let chain = affected.chain(for: id) ?? [id]
      let cause = chain.last.flatMap { causes[$0] }
      return ChangePlan.Item(
        id: id, kind: project.image(id) == nil ? .task : .image,
        level: project.graph.level(of: id) ?? 0,
        reason: (chain.map(\.description) + [cause].compactMap(\.self)).joined(separator: " ← "),
        oldTag: old[id.description], newTag: new[id.description])
    }
    let runs = runs(after: files)
    return ChangePlan(
      files: files, items: items, runs: runs.map(\.stage.title),
      started: runs.filter(\.isPushed).map(\.stage.title),
      removed: new.isEmpty ? [] : old.keys.filter { project.image(NodeID($0)) == nil }.sorted(),
      isOpen: new.isEmpty && files.contains(project.manifest.file.name))
  }

  /// Whether an image's tag is another one although no parent's is: then the manifest has changed.
  private func isChangedByItself(
    _ image: ResolvedImage, _ old: [String: ContentTag], _ new: [String: ContentTag]
  ) -> Bool {
    guard new[image.name] != nil else { return false }
    return project.graph.parents(of: image.id).map(\.description).allSatisfy { old[$0] == new[$0] }
  }

  /// Whether the path filters of a stage let a changed file through.
  public func isStarted(_ stage: Stage, byChangeOf file: String) -> Bool {
    let paths = pushPaths(of: stage)
    return paths.isEmpty || PathFilter(paths).matches(file)
  }

  /// The workflows that a push of some files starts, and all that follow along the chain.
  private func runs(after files: [String]) -> [(stage: Stage, isPushed: Bool)] {
    var started: Set<String> = []
    var runs: [(stage: Stage, isPushed: Bool)] = []
    for stage in stages + existing {
      let isPushed =
        listensToPushes(stage) && files.contains { isStarted(stage, byChangeOf: $0) }
      guard isPushed || stage.upstream.contains(where: started.contains) else { continue }
      started.insert(stage.id)
      runs.append((stage, isPushed))
    }
    return runs
  }
}

extension ResolvedImage {
  /// Whether a change of a file changes the image's content.
  func reads(_ path: String) -> Bool {
    if dockerfile?.name == path { return true }
    if ignorePlaces.contains(where: { $0.path == path && $0.content != nil }) { return true }
    let context = Array(image.context.value.utf8)
    let bytes = Array(path.utf8)
    return inputs.contains { input in
      if input.submodule == path { return true }
      guard input.pattern.matches(bytes) else { return false }
      guard input.isInContext else { return true }
      let rules = ignoreFile?.patterns.map { $0.below(context) } ?? []
      return !IgnorePattern.ignores(bytes, by: rules)
        && !IgnorePattern.ignores(bytes, by: input.excludes.map { $0.below(context) })
    }
  }
}
