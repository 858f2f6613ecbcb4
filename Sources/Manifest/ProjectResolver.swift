internal import BuildGraph
internal import Dockerfiles
public import SourceText

extension Project {
  /// Reads the Dockerfiles that a manifest names and joins both to a graph.
  public init(_ manifest: Manifest, in files: some FileTree) {
    var resolver = ProjectResolver(manifest)
    var manifest = manifest
    manifest.tasks = manifest.tasks.map { resolver.found($0, in: files) }
    var images = manifest.images.map { resolver.read($0, in: files) }
    resolver.checkNames(images)
    resolver.checkAliases(images)
    resolver.checkRegistry(images, in: files)
    // What an image inherits from its parent, ENV and ONBUILD, is known when the parent is read.
    let owners = ReferenceIndex(images)
    for index in resolver.parentsFirst(images, owners) {
      images[index] = resolver.resolve(images[index], images, owners, in: files)
    }
    images = images.map { resolver.link($0, to: images, owners) }
    let graph = resolver.graph(of: images)
    resolver.checkDockerfiles(images)
    resolver.checkArguments(images)
    let place = SourceLocation(manifest.file, SourceRange.at(0))
    self.init(
      manifest: manifest, images: images, graph: graph,
      diagnostics: resolver.diagnostics.all + graph.cycleDiagnostics(otherwiseAt: place))
    sources = resolver.sources
    diagnostics = (diagnostics + unmetExpectations).sorted()
  }
}

/// Joins a manifest with its Dockerfiles and keeps every problem it meets.
struct ProjectResolver {
  let manifest: Manifest
  var diagnostics = ProblemList()
  /// Dockerfiles read so far, by path: several images may share one.
  private(set) var dockerfiles: [String: Dockerfile] = [:]
  /// The workflows of the repository, once somebody has asked for one.
  var existing: ExistingWorkflows?
  /// The paths of the repository's Dockerfiles, once somebody has asked for them.
  private var present: [String]?
  /// The submodules of the repository, once somebody has asked for them.
  var submodules: Submodules?
  /// Ignore files read so far, by path.
  private var ignoreFiles: [String: IgnoreFile] = [:]
  /// What each image's Dockerfile says, one for each platform, by the image's identity.
  private(set) var resolutions: [NodeID: [Resolution]] = [:]
  /// The sources that were found, each once.
  var sources: [Project.Source] = []
  /// The same, to be looked up.
  var knownSources: Set<Project.Source> = []

  init(_ manifest: Manifest) {
    self.manifest = manifest
  }

  mutating func report(
    _ rule: String, _ text: String, at range: SourceRange, labels: [Diagnostic.Label] = [],
    help: String? = nil, fixes: [Fix] = []
  ) {
    let location = SourceLocation(manifest.file, range)
    diagnostics.append(
      Diagnostic(rule, .error, text, at: location, labels: labels, help: help, fixes: fixes))
  }

  /// The image with its policy and its files.
  mutating func read(_ image: Image, in files: some FileTree) -> ResolvedImage {
    var resolved = ResolvedImage(
      image: image, repository: repository(of: image), tags: tags(of: image),
      platforms: manifest.platforms(of: image).map(\.value),
      tier: tier(of: image))
    resolved.image.builtBy = image.builtBy.map { found($0, in: files) }
    guard let dockerfile = dockerfile(of: image, in: files) else { return resolved }
    resolved.dockerfile = dockerfile.file
    resolved.ignorePlaces = IgnorePlace.all(
      dockerfile: dockerfile.file.name, context: image.context.value, in: files)
    resolved.ignoreFile = resolved.ignorePlaces.first(where: \.isFound).map { place in
      ignoreFile(SourceFile(name: place.path, bytes: place.content ?? []))
    }
    resolutions[image.id] = [resolve(dockerfile, resolved, nil) { _ in nil }]
    return resolved
  }

  /// The image with what its Dockerfile uses; the images that it is built on are resolved before.
  mutating func resolve(
    _ image: ResolvedImage, _ images: [ResolvedImage], _ owners: ReferenceIndex,
    in files: some FileTree
  ) -> ResolvedImage {
    guard let path = image.dockerfile?.name, let dockerfile = dockerfiles[path] else {
      return image
    }
    var image = image
    let resolved = image.platforms.map { platform in
      resolve(dockerfile, image, Platform(platform)) { reference in
        owners.owner(of: reference, in: path).map { images[$0].id }
          .flatMap { resolutions[$0]?.first?.product }
      }
    }
    for diagnostic in resolved.flatMap(\.diagnostics) {
      switch diagnostic.rule {
      // An open reference is reported when it is known whether the manifest closes it.
      case "argument-required": break
      case "unknown-target": diagnostics.appendOnce(placed(diagnostic, of: image.image))
      default: if !isFaulty(diagnostic.location) { diagnostics.appendOnce(diagnostic) }
      }
    }
    resolutions[image.id] = resolved
    image.inputs = inputs(of: image.image, resolved, image.ignoreFile, in: files)
    checkUnknownSources(of: image, resolved)
    checkSources(of: image, resolved, in: files)
    checkStatedInputs(of: image, in: files)
    checkRequirements(of: image, resolved)
    return image
  }

  private func resolve(
    _ dockerfile: Dockerfile, _ image: ResolvedImage, _ platform: Platform?,
    base: (ImageReference) -> BaseImage?
  ) -> Resolution {
    dockerfile.resolve(
      target: image.image.target?.value,
      buildArguments: Dictionary(
        image.image.buildArgs.map { ($0.name.value, $0.value.value) }, uniquingKeysWith: { $1 }),
      volatileArguments: Set(image.image.volatileArgs.map(\.name.value)), platform: platform,
      base: base)
  }

  private mutating func dockerfile(of image: Image, in files: some FileTree) -> Dockerfile? {
    guard image.builtBy == nil else { return nil }
    let path = image.dockerfile?.value ?? RepositoryPath.join(image.context.value, "Dockerfile")
    if let known = dockerfiles[path] { return known }
    let isLinked = refuseLinks(of: image, to: path, in: files)
    guard !isLinked, let file = files.read(path) else {
      if !isLinked, let stated = image.dockerfile {
        report(
          "missing-dockerfile", "there is no file '\(stated.value)' in the repository",
          at: stated.range, help: closestFile(to: stated.value, in: files))
      }
      return nil
    }
    let dockerfile = Dockerfile(parsing: file)
    diagnostics.append(contentsOf: dockerfile.diagnostics)
    dockerfiles[path] = dockerfile
    return dockerfile
  }

  /// A file that several images share is read, and complained of, once.
  private mutating func ignoreFile(_ file: SourceFile) -> IgnoreFile {
    if let known = ignoreFiles[file.name] { return known }
    let read = IgnoreFile(parsing: file)
    diagnostics.append(contentsOf: read.diagnostics)
    ignoreFiles[file.name] = read
    return read
  }

  /// The wrong word stands in the manifest, not in the Dockerfile.
  private func placed(_ diagnostic: Diagnostic, of image: Image) -> Diagnostic {
    guard let target = image.target else { return diagnostic }
    var diagnostic = diagnostic
    diagnostic.labels.append(Diagnostic.Label("the Dockerfile", at: diagnostic.location))
    diagnostic.location = SourceLocation(manifest.file, target.range)
    return diagnostic
  }

  /// What was most likely meant: a close name in the same directory, or the Dockerfile that alone bears
  /// the name elsewhere, or whose whole path is close.
  private mutating func closestFile(to path: String, in files: some FileTree) -> String? {
    let parts = path.split(separator: "/")
    let name = parts.last.map(String.init) ?? ""
    let directory = parts.count > 1 ? parts.dropLast().joined(separator: "/") : "."
    if let meant = closestSpelling(of: name, among: files.children(of: directory)) {
      return "did you mean '\(RepositoryPath.join(directory, meant))'?"
    }
    let all = present ?? ManifestProposal.dockerfiles(in: files)
    present = all
    let moved = all.filter { $0.split(separator: "/").last.map(String.init) == name }
    let meant = moved.count == 1 ? moved[0] : closestSpelling(of: path, among: all)
    return meant.map { "did you mean '\($0)'?" }
  }

  /// The indices of the images, each behind those whose references it builds on.
  func parentsFirst(_ images: [ResolvedImage], _ owners: ReferenceIndex) -> [Int] {
    var order: [Int] = []
    var isVisited = [Bool](repeating: false, count: images.count)
    func visit(_ index: Int) {
      guard !isVisited[index] else { return }
      isVisited[index] = true
      let image = images[index]
      for text in (resolutions[image.id]?.first?.references ?? []).compactMap(\.value.value) {
        if let parent = owners.owner(of: text, in: image.dockerfile?.name) { visit(parent) }
      }
      order.append(index)
    }
    for index in images.indices { visit(index) }
    return order
  }
}

/// What follows from the manifest alone.
extension ProjectResolver {
  private func repository(of image: Image) -> String {
    manifest.registry.value + "/" + (image.repository?.value ?? image.name.value)
  }

  private func tags(of image: Image) -> [String] {
    if let builtBy = image.builtBy { return [builtBy.tag.value] }
    if !image.tags.isEmpty { return image.tags.map(\.value) }
    return [image.variant?.value ?? "latest"]
  }

  private mutating func tier(of image: Image) -> Tier {
    guard let name = image.tier else {
      let fallback = Located("images", image.name.range)
      return manifest.tiers.count == 1 ? manifest.tiers[0] : Tier(name: fallback, title: "Images")
    }
    if let tier = manifest.tier(named: name.value) { return tier }
    let fallback = Tier(name: name, title: name.value.asTitle)
    // Variants share what their entry states: it is reported once.
    guard !isFaulty(SourceLocation(manifest.file, name.range)) else { return fallback }
    let meant = closestSpelling(of: name.value, among: manifest.tiers.map(\.name.value))
    report(
      "unknown-tier", "image '\(image.id)' is of tier '\(name.value)', which is not declared",
      at: name.range, help: meant.map { "did you mean '\($0)'?" } ?? "declare it under 'tiers'",
      fixes: meant.map { [Fix("Write '\($0)'", .suggestion, [Edit(name.range, $0)])] } ?? [])
    return fallback
  }
}
