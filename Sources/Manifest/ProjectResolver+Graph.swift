internal import BuildGraph
internal import Dockerfiles
internal import SourceText

extension ProjectResolver {
  /// The graph of images and tasks.
  mutating func graph(of images: [ResolvedImage]) -> BuildGraph {
    var nodes = images.map { image in
      BuildNode(
        image.id, .image, duration: image.image.minutes, tier: image.tier.name.value,
        origin: SourceLocation(manifest.file, image.image.name.range))
    }
    var edges = images.flatMap(edges(to:))
    let taken = Set(images.map(\.name))
    // A task of an image's name has been reported; the image keeps the node.
    for task in manifest.tasks where !taken.contains(task.name.value) {
      let id = NodeID(task.name.value)
      nodes.append(
        BuildNode(
          id, .task, duration: task.minutes,
          origin: SourceLocation(manifest.file, task.name.range)))
      guard let image = images.first(where: { $0.name == task.uses.value }) else {
        let meant = closestSpelling(of: task.uses.value, among: images.map(\.name))
        report(
          "unknown-parent", "task '\(id)' uses '\(task.uses.value)', which is no image",
          at: task.uses.range, help: meant.map { "did you mean '\($0)'?" })
        continue
      }
      edges.append(
        BuildEdge(
          from: image.id, to: id, .uses,
          reasons: [
            Evidence(
              "uses in \(manifest.file.name)", at: SourceLocation(manifest.file, task.uses.range))
          ]))
    }
    return BuildGraph(nodes: nodes, edges: edges)
  }

  private func edges(to image: ResolvedImage) -> [BuildEdge] {
    image.parents.compactMap { parent -> BuildEdge? in
      guard case .image(let id) = parent.source else { return nil }
      let word =
        switch parent.kind {
        case .from: "FROM"
        case .copy: "COPY --from"
        case .mount: "RUN --mount"
        default: "from"
        }
      return BuildEdge(
        from: id, to: image.id, parent.kind,
        reasons: [Evidence("\(word) in \(parent.location.file.name)", at: parent.location)])
    }
  }

  /// Reports names, tags and repositories that a registry refuses or that two images share.
  mutating func checkNames(_ images: [ResolvedImage]) {
    var owners: [String: ResolvedImage] = [:]
    for image in images {
      checkReference(image)
      for tag in image.tags {
        let reference = "\(image.repository):\(tag)"
        guard let other = owners.updateValue(image, forKey: reference) else { continue }
        guard other.id != image.id else {
          reportRepeated(tag, of: image)
          continue
        }
        report(
          "duplicate-tag", "images '\(other.name)' and '\(image.name)' both move '\(reference)'",
          at: image.image.name.range,
          labels: [
            Diagnostic.Label(
              "the other one", at: SourceLocation(manifest.file, other.image.name.range))
          ], help: "give one of them another 'repository' or 'tags'")
      }
    }
    var names: [String: SourceRange] = [:]
    let all =
      images.map { ($0.name, $0.image.name.range) }
      + manifest.tasks.map { ($0.name.value, $0.name.range) }
    for (name, range) in all {
      if names.updateValue(range, forKey: name) != nil {
        report("duplicate-name", "'\(name)' names two nodes of the graph", at: range)
      }
    }
    for task in manifest.tasks where !task.name.value.isJobID {
      report(
        "invalid-name", "'\(task.name.value)' cannot be the id of a job", at: task.name.range,
        help: "write a letter or _, then letters, digits, - and _")
    }
    // The job of a task stands beside the one that plans; case does not count.
    for task in manifest.tasks where task.name.value.lowercased() == "plan" {
      report(
        "invalid-name", "'\(task.name.value)' is the id of the job that plans the task",
        at: task.name.range, help: "give the task another name; its 'title' is free")
    }
    guard manifest.wait.setsCommitStatus else { return }
    for task in manifest.tasks where task.name.value.lowercased() == "commit-status" {
      report(
        "invalid-name", "'\(task.name.value)' is the id of the job that sets the commit status",
        at: task.name.range, help: "give the task another name; its 'title' is free")
    }
  }

  /// Reports images without a Dockerfile, unless the whole repository is only planned.
  mutating func checkDockerfiles(_ images: [ResolvedImage]) {
    guard images.contains(where: { $0.dockerfile != nil }) else { return }
    for image in images
    where image.isBuiltHere && image.dockerfile == nil && image.image.dockerfile == nil {
      let place = RepositoryPath.join(image.image.context.value, "Dockerfile")
      report(
        "missing-dockerfile",
        "image '\(image.name)' states no 'dockerfile', and there is no file '\(place)'",
        at: image.image.name.range,
        help: "state its 'dockerfile', or 'built-by' for one that a workflow of yours publishes")
    }
  }

  private mutating func checkReference(_ image: ResolvedImage) {
    // Plans list names one on a line, and matrices show them.
    for part in [image.image.name, image.image.variant].compactMap(\.self)
    where !part.value.utf8.allSatisfy({ $0.isNameByte || "./".utf8.contains($0) }) {
      report(
        "invalid-name", "'\(part.value)' cannot name an image", at: part.range,
        help: "use letters, digits and . _ - /")
    }
    checkRepository(image)
    for tag in image.statedTags { checkTag(tag) }
  }

  private mutating func reportRepeated(_ tag: String, of image: ResolvedImage) {
    let places = image.statedTags.filter { $0.value == tag }.map(\.range)
    guard let second = places.dropFirst().first, !isFaulty(SourceLocation(manifest.file, second))
    else { return }
    report("duplicate-tag", "image '\(image.name)' states the tag '\(tag)' twice", at: second)
  }

  /// Reports a tag that a registry refuses, or that would be taken for a content tag.
  private mutating func checkTag(_ tag: Located<String>) {
    // Variants of one entry may share what is wrong.
    guard !isFaulty(SourceLocation(manifest.file, tag.range)) else { return }
    if ImageReference("x:\(tag.value)")?.tag != tag.value {
      report("invalid-tag", "'\(tag.value)' is no tag that a registry accepts", at: tag.range)
    } else if ContentTag(rawValue: tag.value).isWellFormed {
      report(
        "invalid-tag",
        "'\(tag.value)' has the form of a content tag, by which runs find what is built",
        at: tag.range, help: "content tags are src- and twelve digits; write another word")
    }
  }

  private mutating func checkRepository(_ image: ResolvedImage) {
    let name = image.image.repository ?? image.image.name
    // Variants share what their entry states: it is reported once.
    guard !isFaulty(SourceLocation(manifest.file, name.range)) else { return }
    guard image.image.repository?.value.namesHost != true else {
      report(
        "invalid-image-name", "'\(name.value)' begins with a registry's host", at: name.range,
        help: "write the path below 'registry' alone")
      return
    }
    guard ImageReference(image.repository)?.repository != image.repository else { return }
    let lower = name.value.lowercased()
    let mends = lower != name.value && ImageReference("\(manifest.registry.value)/\(lower)") != nil
    report(
      "invalid-image-name", "'\(name.value)' is no name that a registry accepts", at: name.range,
      help: mends
        ? "image names are in lower case" : "use lower-case letters and digits, with . _ - between",
      fixes: mends ? [Fix("Write '\(lower)'", .unsafe, [Edit(name.range, lower)])] : [])
  }
}

extension ResolvedImage {
  /// The mutable tags where the manifest states them: a variant's name is one, too.
  fileprivate var statedTags: [Located<String>] {
    if let builtBy = image.builtBy { return [builtBy.tag] }
    return image.tags.isEmpty ? [image.variant].compactMap(\.self) : image.tags
  }
}

extension String {
  /// Whether a reference that consists of it names the host of a registry.
  var namesHost: Bool {
    let parts = split(separator: "/", maxSplits: 1)
    return parts.count == 2 && (parts[0] == "localhost" || parts[0].contains { ".:".contains($0) })
  }

  /// Whether GitHub accepts it as the id of a job: `id-builder.ts` of actions/languageservices.
  var isJobID: Bool {
    guard let first = utf8.first, utf8.count < 100, !hasPrefix("__") else { return false }
    let startsWell = first.isNameByte && !(48...57).contains(first) && first != UInt8(ascii: "-")
    return startsWell && utf8.allSatisfy(\.isNameByte)
  }
}
