internal import BuildGraph
internal import Dockerfiles
internal import SourceText

extension ProjectResolver {
  /// The image with what it builds on: own images told from foreign ones.
  mutating func link(
    _ image: ResolvedImage, to images: [ResolvedImage], _ owners: ReferenceIndex
  ) -> ResolvedImage {
    var image = image
    let references = (resolutions[image.id] ?? []).flatMap(\.references)
    var unknown: [Resolution.Reference] = []
    for reference in references {
      guard let text = reference.value.value, !image.isVolatile(reference) else {
        if !unknown.contains(reference) { unknown.append(reference) }
        continue
      }
      if let parent = parent(reference, text, of: image, images, owners) {
        image.parents.append(parent)
        checkPublisher(of: parent, images)
        checkPlace(of: parent, text, for: image, images)
      }
    }
    let read = image.parents
    for stated in image.image.from {
      guard let parent = statedParent(stated, of: image, among: images) else { continue }
      guard !read.contains(where: { $0.source == .image(parent.id) }) else { continue }
      if resolutions[image.id] != nil, unknown.isEmpty, manifest.isRegistryKnown {
        reportContradiction(stated, image, references)
        continue
      }
      image.parents.append(take(parent, stated, from: &unknown))
    }
    for reference in unknown where !isFaulty(reference.location) {
      reportUnknown(reference, of: image)
    }
    checkPlatforms(of: image, images, owners)
    image.parents = image.parents.uniqued()
    return image
  }

  /// What a reference of a Dockerfile is: an own image, or one from elsewhere.
  private func parent(
    _ reference: Resolution.Reference, _ text: String, of image: ResolvedImage,
    _ images: [ResolvedImage], _ owners: ReferenceIndex
  ) -> ResolvedImage.Parent? {
    guard text != ImageReference.scratch, let name = ImageReference(text) else { return nil }
    let own = owners.owner(of: text, in: image.dockerfile?.name).map { images[$0].id }
    return ResolvedImage.Parent(
      source: own.map { .image($0) } ?? .external(name.description),
      handover: reference.handover ?? .context(text), isFinalBase: reference.isFinalBase,
      kind: reference.kind.edgeKind, location: reference.location)
  }

  private mutating func statedParent(
    _ stated: Located<String>, of image: ResolvedImage, among images: [ResolvedImage]
  ) -> ResolvedImage? {
    if let parent = images.first(where: { $0.name == stated.value }) { return parent }
    let others = images.map(\.name).filter { $0 != image.name }
    let meant = closestSpelling(of: stated.value, among: others)
    report(
      "unknown-parent", "image '\(image.name)' is built from '\(stated.value)', which is no image",
      at: stated.range, help: meant.map { "did you mean '\($0)'?" },
      fixes: meant.map { [Fix("Write '\($0)'", .suggestion, [Edit(stated.range, $0)])] } ?? [])
    return nil
  }

  /// The stated parent in the place of a reference that the Dockerfile leaves open.
  private func take(
    _ parent: ResolvedImage, _ stated: Located<String>, from unknown: inout [Resolution.Reference]
  ) -> ResolvedImage.Parent {
    let location = SourceLocation(manifest.file, stated.range)
    // Which of several open references is meant, nothing says.
    guard unknown.count == 1, let reference = unknown.first else {
      return ResolvedImage.Parent(
        source: .image(parent.id), handover: .none, isFinalBase: false, kind: .stated,
        location: location)
    }
    unknown = []
    return ResolvedImage.Parent(
      source: .image(parent.id), handover: reference.handover ?? .none,
      isFinalBase: reference.isFinalBase, kind: reference.kind.edgeKind,
      location: reference.location)
  }

  private mutating func reportContradiction(
    _ stated: Located<String>, _ image: ResolvedImage, _ references: [Resolution.Reference]
  ) {
    var labels = references.prefix(3).map {
      Diagnostic.Label("the Dockerfile uses '\($0.value.value ?? $0.text)'", at: $0.location)
    }
    // From scratch, nothing is used at all.
    if labels.isEmpty, let dockerfile = image.dockerfile.flatMap({ dockerfiles[$0.name] }),
      let target = resolutions[image.id]?.first?.target
    {
      let base = dockerfile.stages[target].base
      labels = [
        Diagnostic.Label(
          "the Dockerfile builds it on '\(base.text)'",
          at: SourceLocation(dockerfile.file, base.range))
      ]
    }
    report(
      "contradicted-edge",
      "image '\(image.name)' is stated to be built from '\(stated.value)', and its Dockerfile does "
        + "not use it",
      at: stated.range, labels: labels,
      help: "remove it: what the Dockerfile says need not be stated")
  }

  /// Whether an error at the same place has been reported: what follows from it is not worth a word.
  func isFaulty(_ place: SourceLocation) -> Bool {
    diagnostics.all.contains { problem in
      problem.severity == .error && problem.location.file.name == place.file.name
        && (problem.location.range.overlaps(place.range) || problem.location.range == place.range)
    }
  }

  private mutating func reportUnknown(_ reference: Resolution.Reference, of image: ResolvedImage) {
    let names = [reference.value.missingArgument].compactMap(\.self) + reference.defaults
    let changing = image.image.volatileArgs.map(\.name.value).first { names.contains($0) }
    diagnostics.append(
      Diagnostic(
        "unknown-parent-reference", .error,
        changing.map {
          "what '\(reference.text)' is depends on '\($0)', which changes from run to run"
        }
          ?? "'\(reference.text)' has no value: argument '\(names.first ?? "")' has no default, and "
          + "image '\(image.name)' passes none",
        at: reference.location,
        labels: [
          Diagnostic.Label(
            "image '\(image.name)'", at: SourceLocation(manifest.file, image.image.name.range))
        ],
        help: "state it under 'build-args' of the image, or the parent under 'from'"))
  }
}

extension ResolvedImage {
  /// Whether a reference depends on an argument whose value changes from run to run.
  fileprivate func isVolatile(_ reference: Resolution.Reference) -> Bool {
    image.volatileArgs.contains { reference.defaults.contains($0.name.value) }
  }
}

extension Resolution.Reference {
  /// The build argument that can carry the exact digest, when the reference consists of one that
  /// nothing else reads.
  fileprivate var handover: ResolvedImage.Parent.Handover? {
    argumentHasOtherUses ? nil : argument.map { .argument($0) }
  }
}

extension Resolution.Reference.Kind {
  fileprivate var edgeKind: BuildEdge.Kind {
    switch self {
    case .from: .from
    case .copy: .copy
    case .mount: .mount
    }
  }
}

extension [ResolvedImage.Parent] {
  /// Each way to hand a parent over once; the first place stays.
  fileprivate func uniqued() -> Self {
    var result: Self = []
    for parent in self {
      let same = result.firstIndex {
        $0.source == parent.source && $0.handover == parent.handover && $0.kind == parent.kind
      }
      if let same {
        if parent.isFinalBase { result[same].isFinalBase = true }
      } else {
        result.append(parent)
      }
    }
    return result
  }
}
