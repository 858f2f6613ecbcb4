import YAML

extension LegReader {
  /// Remembers the tags that a step of `docker/metadata-action` makes.
  ///
  /// Only those that are stated as they are, such as `type=raw,value=…` and `latest=true`, are known;
  /// all others are computed in the run. Inputs: the README of that action.
  mutating func readMetadata(_ step: Step) {
    guard let id = step.id, let images = step.input("images") else { return }
    let lines = scope.resolve(images).text.split { $0 == "\n" }
    let names = lines.flatMap { line -> [PartialText?] in
      // A line is one image with settings, or several images.
      guard line.pattern.contains("=") else { return line.split { $0 == "," }.map { $0 } }
      let fields = MetadataFields(line)
      guard let isEnabled = fields.isEnabled else { return [nil] }
      return isEnabled ? [fields["name"]] : []
    }
    let flavor = MetadataFields(scope.resolve(step.input("flavor")).text)
    let entries = scope.resolve(step.input("tags")).text.split { $0 == "\n" }
    var tags = Set(entries.compactMap { Self.tag($0, flavor) })
    // Without entries the action names the branch, the tag or the pull request.
    if entries.isEmpty { tags = [.unknown] }
    if flavor["latest"]?.text == "true" { tags.insert(PartialText(pattern: "latest")) }
    var references: [String] = []
    for name in names {
      guard let name else { return }
      references += tags.map { name.pattern.lowercased() + ":" + $0.pattern }
    }
    scope.outputs[id] = ["tags": PartialText(pattern: references.sorted().joined(separator: "\n"))]
    if tags.count == 1 { scope.outputs[id]?["version"] = tags.first }
  }

  /// The tag of one entry of `tags`; `nil` for one that makes none.
  private static func tag(_ line: PartialText, _ flavor: MetadataFields) -> PartialText? {
    let fields = MetadataFields(line)
    guard let isEnabled = fields.isEnabled else { return .unknown }
    guard isEnabled else { return nil }
    let type = fields["type"] ?? PartialText(pattern: "raw")
    // A word alone is a tag.
    guard type.text == "raw", let value = fields["value"] ?? fields.only else { return .unknown }
    let prefix = fields["prefix"] ?? flavor["prefix"] ?? PartialText(pattern: "")
    let suffix = fields["suffix"] ?? flavor["suffix"] ?? PartialText(pattern: "")
    let tag = prefix.pattern + value.pattern + suffix.pattern
    return tag.contains("{{") ? .unknown : PartialText(pattern: tag)
  }
}

/// What an entry of `docker/metadata-action` says, as in `type=raw,value=1,enable=true`.
private struct MetadataFields {
  private let fields: [(name: PartialText, value: PartialText?)]

  init(_ line: PartialText) {
    fields = line.split { $0 == "," || $0 == "\n" }.map(\.assignment)
  }

  /// The value of a name; `nil` when it is not stated.
  subscript(name: String) -> PartialText? {
    fields.last { $0.name.text == name }?.value
  }

  /// The only field, when it has no name.
  var only: PartialText? {
    fields.count == 1 && fields[0].value == nil ? fields[0].name : nil
  }

  /// Whether the entry counts; `nil` when that cannot be told.
  var isEnabled: Bool? {
    guard fields.allSatisfy(\.name.isKnown) || only != nil else { return nil }
    switch self["enable"]?.text {
    case "true"?: return true
    case "false"?: return false
    case nil where self["enable"] == nil: return true
    default: return nil
    }
  }
}
