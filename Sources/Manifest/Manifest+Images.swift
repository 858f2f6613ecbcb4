internal import BuildGraph
internal import SourceText
internal import YAML

extension ManifestReader {
  /// The images of one entry: one, or one per variant.
  mutating func images(_ name: Located<String>, _ node: Node) -> [Image] {
    let values = section(node, .image)
    guard let variants = values["variants"] else {
      return [image(Image(name: name), values)]
    }
    let common = image(Image(name: name), values)
    let stated = named(variants, "variants")
    if stated.isEmpty, variants.kind == .mapping || variants.value == .null {
      report("empty-value", "'variants' is empty", at: variants.range)
    }
    return stated.map { variant, node in
      var one = common
      if let nested = node["variants"] {
        report("unknown-key", "a variant has no variants of its own", at: nested.range)
      }
      if variant.value != "default" {
        one.variant = variant
        one.tags = []
      }
      return image(one, section(node, .image))
    }
  }

  /// The image with what an entry states laid over it.
  private mutating func image(_ base: Image, _ values: [String: Node]) -> Image {
    var image = base
    image.dockerfile = path(values["dockerfile"], "dockerfile") ?? image.dockerfile
    image.context = path(values["context"], "context") ?? image.context
    image.target = string(values["target"], "target") ?? image.target
    readArguments(values, into: &image)
    let platforms = platforms(values["platforms"])
    image.platforms = platforms.isEmpty ? image.platforms : platforms
    image.tier = string(values["tier"], "tier") ?? image.tier
    image.from += strings(values["from"], "from")
    image.inputs += strings(values["inputs"], "inputs").compactMap { checkedPath($0, "inputs") }
    image.repository = string(values["repository"], "repository") ?? image.repository
    image.tags += strings(values["tags"], "tags")
    image.aliases += strings(values["aliases"], "aliases")
    image.minutes = minutes(values["minutes"]) ?? image.minutes
    image.disk = gigabytes(values["disk"]) ?? image.disk
    image.builtBy = values["built-by"].flatMap { builtBy($0) } ?? image.builtBy
    image.extras = extras(values, over: image.extras)
    if let builtBy = image.builtBy { checkKeys(values, besides: builtBy) }
    return image
  }

  /// Reports what is stated of the build of an image that wfgen does not build.
  private mutating func checkKeys(_ values: [String: Node], besides builtBy: BuiltBy) {
    for key in ManifestSection.keysOfBuild {
      guard let node = values[key], node.value != .null else { continue }
      report(
        "unused-key",
        "'\(key)' says how to build an image that '\(builtBy.workflow.value)' builds",
        at: node.range,
        help: key == "tags"
          ? "state the tag that it moves under 'built-by', as 'tag'" : "leave it or 'built-by' out")
    }
  }

  private mutating func builtBy(_ node: Node) -> BuiltBy? {
    let values = section(node, .builtBy)
    let workflow = string(values["workflow"], "workflow")
    guard let workflow else {
      report("missing-key", "'built-by' names no workflow", at: node.range)
      return nil
    }
    let tag = string(values["tag"], "tag") ?? Located("latest", node.range)
    return BuiltBy(workflow: workflow, tag: tag)
  }

  /// A duration in minutes.
  mutating func minutes(_ node: Node?, _ what: String = "minutes") -> TimeRange? {
    guard let text = string(node, what) else { return nil }
    if let range = TimeRange(parsing: text.value) { return range }
    report(
      "invalid-minutes", "'\(what)' is '\(text.value)'", at: text.range,
      help: "write minutes as 4, 3-4, 1.5 or 3:20")
    return nil
  }

  private mutating func gigabytes(_ node: Node?) -> Double? {
    guard let node, node.value != .null else { return nil }
    let number: Double? =
      switch node.value {
      case .int(let number): Double(number)
      case .float(let number): number
      default: nil
      }
    guard let number, number > 0, number <= 10_000 else {
      report("invalid-disk", "'disk' must be a number of GB above 0", at: node.range)
      return nil
    }
    return number
  }

  /// A path that stays inside of the repository.
  mutating func path(_ node: Node?, _ what: String) -> Located<String>? {
    string(node, what).flatMap { checkedPath($0, what) }
  }

  /// The path in its shortest form; `nil`, and a problem, for one that leaves the repository.
  mutating func checkedPath(_ path: Located<String>, _ what: String) -> Located<String>? {
    if let clean = RepositoryPath.clean(path.value) { return Located(clean, path.range) }
    report(
      "path-outside-repository", "'\(what)' is '\(path.value)', which leaves the repository",
      at: path.range, help: "write it relative to the repository's root")
    return nil
  }
}
