import SourceText

/// Puts builds together to images, and finds the edges between these.
struct GraphInference {
  /// What makes a build one of an image.
  private struct Key: Hashable {
    var repository: String?
    var dockerfile: String?
    var target: String?
  }

  private let repository: Repository
  private var images: [InferredGraph.Image] = []
  private var positions: [Key: Int] = [:]
  /// The image of each build.
  private var imageOfBuild: [Int: Int] = [:]
  /// The images in each repository of a registry.
  private var published: [String: [Int]] = [:]
  /// The images of which some tag is not known.
  private var withUnknownTags: Set<Int> = []

  init(_ repository: Repository) {
    self.repository = repository
  }

  mutating func graph() -> InferredGraph {
    let builds = repository.effects.builds
    var graph = InferredGraph()
    for index in builds.indices where !names(ofBuild: index).isEmpty { addPublished(index) }
    for index in builds.indices where imageOfBuild[index] == nil {
      if !addLocal(index) { graph.unknownBuilds.append(evidence(ofBuild: index)) }
    }
    for index in builds.indices {
      guard let image = imageOfBuild[index] else { continue }
      let evidence = evidence(ofBuild: index)
      if !images[image].builders.contains(evidence) { images[image].builders.append(evidence) }
    }
    let edges = edges()
    name()
    let order = images.indices.sorted { one, other in
      (images[one].name, images[one].variant ?? "", one)
        < (images[other].name, images[other].variant ?? "", other)
    }
    var places = Array(repeating: 0, count: images.count)
    for (place, image) in order.enumerated() { places[image] = place }
    graph.images = order.map { images[$0] }
    graph.edges = edges.map { edge in
      var edge = edge
      (edge.child, edge.parent) = (places[edge.child], places[edge.parent])
      return edge
    }.sorted { ($0.child, $0.parent, $0.kind) < ($1.child, $1.parent, $1.kind) }
    return graph
  }

  /// The names that a build is published under, but for those in a registry on the runner itself.
  private func names(ofBuild index: Int) -> [ImageName] {
    repository.effects.builds[index].published.filter { name in
      !["localhost", "127.0.0.1"].contains { name.repository.hasPrefix($0 + ":") }
    }
  }

  private mutating func addPublished(_ index: Int) {
    let build = repository.effects.builds[index]
    let target = build.target?.pattern
    let names = names(ofBuild: index)
    let keys = Set(names.map(\.repository)).sorted().map {
      Key(repository: $0, dockerfile: build.dockerfile, target: target)
    }
    let image = keys.compactMap { positions[$0] }.first ?? add(build)
    imageOfBuild[index] = image
    for key in keys {
      positions[key] = image
      guard let repository = key.repository, !images[image].repositories.contains(repository)
      else { continue }
      images[image].repositories.append(repository)
      published[repository, default: []].append(image)
    }
    // Builds elsewhere of the same file are of this image, too.
    let file = Key(dockerfile: build.dockerfile, target: target)
    if build.dockerfile != nil, positions[file] == nil { positions[file] = image }
    for name in names {
      switch name.version {
      case .tag(let tag):
        if !images[image].tags.contains(tag) { images[image].tags.append(tag) }
      case .unknown, .perRun: withUnknownTags.insert(image)
      case .digest: break
      }
    }
    images[image].tags.sort()
  }

  /// Adds a build that is not published; `false` when it is not known what is built.
  private mutating func addLocal(_ index: Int) -> Bool {
    let build = repository.effects.builds[index]
    guard build.dockerfile != nil, build.target?.isKnown ?? true else { return false }
    let key = Key(dockerfile: build.dockerfile, target: build.target?.text)
    let image = positions[key] ?? add(build)
    positions[key] = image
    imageOfBuild[index] = image
    return true
  }

  private mutating func add(_ build: ImageBuild) -> Int {
    images.append(
      InferredGraph.Image(
        name: "", dockerfile: build.dockerfile, target: build.target?.text))
    return images.count - 1
  }

  private func evidence(ofBuild index: Int) -> InferredGraph.Evidence {
    let build = repository.effects.builds[index]
    let workflow = repository.workflows[build.place.workflow]
    let job = workflow.jobs[build.place.job].id
    let names = build.published.map { $0.reference ?? $0.repository }
    let what = names.first.map { " as \($0)" } ?? ""
    return InferredGraph.Evidence(
      reason: "job '\(job)' builds \(build.dockerfile ?? "an image")\(what)",
      location: build.detail ?? SourceLocation(workflow.file, build.range))
  }

  private func edges() -> [InferredGraph.Edge] {
    struct Ends: Hashable {
      var child: Int
      var parent: Int
      var kind: InferredGraph.Edge.Kind
    }
    var found: [Ends: InferredGraph.Edge] = [:]
    let builds = repository.effects.builds
    for index in builds.indices {
      guard let child = imageOfBuild[index] else { continue }
      for parent in repository.parents[index] ?? [] {
        guard let (image, builder) = source(of: parent, for: index), image != child else {
          continue
        }
        let ends = Ends(child: child, parent: image, kind: parent.edge)
        guard found[ends] == nil else { continue }
        let keyword = ["from": "FROM", "copy": "COPY --from", "mount": "RUN --mount"]
        let evidence = InferredGraph.Evidence(
          reason:
            "\(keyword[parent.edge.rawValue] ?? "") \(parent.name.reference ?? parent.name.repository)",
          location: parent.location)
        found[ends] = InferredGraph.Edge(
          child: child, parent: image, kind: parent.edge,
          evidence: [evidence, self.evidence(ofBuild: index), self.evidence(ofBuild: builder)])
      }
    }
    return Array(found.values)
  }

  /// The image that another one takes something from, and a build of it.
  private func source(of parent: ImageParent, for child: Int) -> (image: Int, builder: Int)? {
    let builds = repository.effects.builds
    let name = parent.name
    // An image that an earlier step left on the runner goes before the registry.
    let local = builds[..<child].lastIndex { build in
      build.place.isOnRunner(of: builds[child].place)
        && build.names.contains { ImageName($0) == name }
    }
    if let local, let image = imageOfBuild[local] { return (image, local) }
    let candidates = published[name.repository] ?? []
    // What is not pushed by its name may get into the registry by another way.
    if candidates.isEmpty, !name.repository.hasPrefix("docker.io/library/") {
      let builder = builds.indices.first { index in
        builds[index].names.contains { ImageName($0) == name }
      }
      return builder.flatMap { builder in imageOfBuild[builder].map { ($0, builder) } }
    }
    let image: Int?
    switch name.version {
    case .digest: image = nil
    case .unknown, .perRun: image = candidates.count == 1 ? candidates[0] : nil
    case .tag(let tag):
      let exact = candidates.first { images[$0].tags.contains(tag) }
      let open = candidates.filter { withUnknownTags.contains($0) }
      image = exact ?? (candidates.count == 1 ? open.first : nil)
    }
    guard let image else { return nil }
    let builders = builds.indices.filter { imageOfBuild[$0] == image }
    let builder = builders.first { index in
      builds[index].published.contains { $0 == name }
    }
    return (builder ?? builders.first).map { (image, $0) }
  }

  /// Gives every image a name of its own.
  private mutating func name() {
    let builds = repository.effects.builds
    for image in images.indices {
      let index = builds.indices.first { imageOfBuild[$0] == image }
      let local = index.flatMap { builds[$0].names.lazy.compactMap { ImageName($0) }.first }
      images[image].name =
        images[image].repositories.first ?? local?.repository ?? images[image].dockerfile ?? "?"
    }
    let short = images.map { image in
      Self.shortName(of: image.name, isFile: image.name == image.dockerfile)
    }
    let full = images.map(\.name)
    for (image, name) in short.enumerated() {
      let isTaken = short.indices.contains { short[$0] == name && full[$0] != full[image] }
      if !isTaken { images[image].name = name }
    }
    for (_, group) in Dictionary(grouping: images.indices, by: { images[$0].name })
    where group.count > 1 {
      for image in group { images[image].variant = variant(of: image, among: group) }
    }
  }

  /// What tells an image from others of its name.
  private func variant(of image: Int, among group: [Int]) -> String? {
    let ways: [(InferredGraph.Image) -> String?] = [
      { $0.tags.first }, { $0.target },
      { image in image.dockerfile.map { Self.shortName(of: $0, isFile: true) } },
      { $0.target ?? $0.dockerfile }, { $0.dockerfile },
    ]
    for way in ways {
      let values = group.map { way(images[$0]) }
      guard Set(values).count == group.count, !values.contains(nil) else { continue }
      return way(images[image]).flatMap { $0 == images[image].name ? nil : $0 }
    }
    return "\((group.firstIndex(of: image) ?? 0) + 1)"
  }

  /// The end of a repository; for a Dockerfile what its name adds to that word, or its directory.
  private static func shortName(of name: String, isFile: Bool) -> String {
    let parts = name.split(separator: "/")
    guard let last = parts.last else { return name }
    guard isFile else { return String(last) }
    let words = last.split(separator: ".").filter {
      !["dockerfile", "containerfile"].contains($0.lowercased())
    }
    return words.isEmpty ? String(parts.dropLast().last ?? last) : words.joined(separator: ".")
  }
}
