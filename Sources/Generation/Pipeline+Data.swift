public import BuildGraph
internal import Dockerfiles
internal import Manifest
internal import SourceText

extension Pipeline {
  /// Everything that the scripts of the generated workflows know.
  public func data() -> PipelineData {
    var files = FileSets()
    let order = project.graph.topologicalOrder.compactMap { project.image($0) }
    let images = order.filter(\.isBuiltHere).compactMap { image in
      stage(building: image.id).map { data(of: image, in: $0, &files) }
    }
    var description = PipelineData(
      repository: project.manifest.repository.value, branch: project.manifest.branch,
      registry: PipelineData.Registry(
        host: access.host, kind: access.kind.rawValue, absent: access.absent,
        authority: access.authority?.value ?? "", hasImmutableTags: access.hasImmutableTags),
      stages: stages.map { stage in
        PipelineData.Stage(
          name: stage.id, workflow: stage.fileName, title: stage.title, upstream: stage.upstream,
          jobs: stage.buildJobs.map { .init(id: $0.id, images: $0.images.map(\.name)) })
      },
      files: files.all, images: images, tasks: stages.compactMap(taskData))
    description.pullRequest = pullRequestData()
    return description
  }

  private func data(of image: ResolvedImage, in stage: Stage, _ files: inout FileSets)
    -> PipelineData.Image
  {
    let cache = cacheReferences(of: image, in: stage)
    return PipelineData.Image(
      name: image.name, stage: stage.id, level: project.graph.level(of: image.id) ?? 0,
      repository: image.repository, tags: movedTags(of: image),
      dockerfile: image.dockerfile?.name ?? "",
      context: image.image.context.value, target: image.image.target?.value ?? "",
      platforms: image.platforms.joined(separator: ","),
      arguments: image.image.buildArgs.map { "\($0.name.value)=\($0.value.value)" },
      volatile: image.image.volatileArgs.map(\.name.value), files: files.indices(of: image),
      ignoreFiles: Dictionary(
        image.ignorePlaces.map { (Array($0.path.utf8), $0.ids) }, uniquingKeysWith: { $1 }),
      structure: image.dockerfile.map { sha256(Dockerfile.structure(of: $0.bytes)) } ?? "",
      parents: image.parents.map(data), base: image.parents.firstIndex(where: \.isFinalBase),
      cacheFrom: cache.from, cacheTo: cache.to,
      disk: image.image.disk.map { Int($0.rounded(.up)) })
  }

  private func data(of parent: ResolvedImage.Parent) -> PipelineData.Parent {
    let route: PipelineData.Parent.Route =
      switch parent.handover {
      case .argument(let name): .argument(name)
      case .context(let name): .context(name)
      case .none: .none
      }
    switch parent.source {
    case .external(let reference):
      return PipelineData.Parent(.external(reference: reference), as: route)
    case .image(let id):
      guard let image = project.image(id), let builtBy = image.image.builtBy else {
        return PipelineData.Parent(.image(id.description), as: route)
      }
      return PipelineData.Parent(
        .builtBy(reference: image.published, workflow: builtBy.file), as: route)
    }
  }

  private func taskData(_ stage: Stage) -> PipelineData.Task? {
    guard case .task(let task, let image) = stage.work else { return nil }
    let foreign = image.image.builtBy.map {
      PipelineData.Task.Foreign(
        repository: image.repository, reference: image.published, workflow: $0.file)
    }
    return PipelineData.Task(
      name: task.name.value, stage: stage.id, image: image.name, foreign: foreign,
      afterManualUpstream: task.afterManualUpstream, onPush: task.onPush,
      upstreamFailed: task.upstreamFailed)
  }
}

extension IgnorePlace {
  /// The object ids that it may have in a commit: with its line ends as they are, and as git keeps
  /// them when it converts those of the work tree.
  fileprivate var ids: [String] {
    guard let content else { return [] }
    let plain = Array(
      content.split(separator: Array("\r\n".utf8), omittingEmptySubsequences: false)
        .joined(separator: Array("\n".utf8)))
    let id = TreeEntry.id(ofBlob: content)
    return plain == content ? [id] : [id, TreeEntry.id(ofBlob: plain)]
  }
}

/// The file sets of all images, each once.
private struct FileSets {
  private(set) var all: [PipelineData.FileSet] = []
  private var indexOfText: [String: Int] = [:]

  /// The sets that an image reads: one for each source, so that images share what they both copy.
  mutating func indices(of image: ResolvedImage) -> [Int] {
    let context = Array(image.image.context.value.utf8)
    let rules = image.ignoreFile.map { $0.patterns.map { rule($0, context) } } ?? []
    let sets = image.inputs.map { input -> PipelineData.FileSet in
      var ignore: [[PipelineData.IgnoreRule]] = []
      // A single file is in or out for good; out, the build would fail before it read anything.
      if input.isDirectory != false {
        if input.isInContext, !rules.isEmpty { ignore.append(rules) }
        if !input.excludes.isEmpty { ignore.append(input.excludes.map { rule($0, context) }) }
      }
      let isLiteral = input.pattern.isLiteral
      let links = input.links.map { (Array($0.utf8), TreeEntry.id(ofBlob: Array($1.utf8))) }
      return PipelineData.FileSet(
        paths: isLiteral ? [input.pattern.literalPrefix] : [],
        globs: isLiteral ? [] : [pattern(input.pattern)], ignore: ignore,
        links: Dictionary(links, uniquingKeysWith: { $1 }), followsLinks: input.followsLinks)
    }
    return Set(sets.map { index(of: $0) }).sorted()
  }

  private mutating func index(of set: PipelineData.FileSet) -> Int {
    let text = set.json.text(.minimal)
    if let index = indexOfText[text] { return index }
    all.append(set)
    indexOfText[text] = all.count - 1
    return all.count - 1
  }

  private func rule(_ ignored: IgnorePattern, _ context: [UInt8]) -> PipelineData.IgnoreRule {
    PipelineData.IgnoreRule(
      excludes: !ignored.isException, pattern(ignored.below(context).glob))
  }

  private func pattern(_ glob: GlobPattern) -> PipelineData.PathPattern {
    PipelineData.PathPattern(glob.posixERE, in: glob.literalDirectory) { glob.matches($0) }
  }
}
