import SourceText

/// A build that a bake file or a Compose file describes.
struct DefinedBuild: Sendable {
  /// What the file calls it.
  var name: String
  /// Where it is described.
  var location: SourceLocation
  /// The directory that is built; unknown when it is not a plain one.
  var context = PartialText(pattern: ".")
  /// The Dockerfile, seen from the context.
  var dockerfile = PartialText(pattern: "Dockerfile")
  /// The stage; `nil` for the last one.
  var target: PartialText?
  /// The names of the image.
  var tags: [PartialText] = []
  /// The build arguments; `nil` when not even the names are known.
  var arguments: [String: PartialText]? = [:]
  /// The names of build arguments that a target has from those that it inherits alone.
  var inheritedArguments: Set<String> = []
  /// The named contexts; `nil` when not even the names are known.
  var contexts: [String: PartialText]? = [:]
  /// The platforms, when they are given.
  var platforms: [PartialText] = []
  /// The ids of the secrets that it is given.
  var secrets: [PartialText] = []
  /// The SSH agents and keys that it is given.
  var agents: [PartialText] = []
  /// The values of its outputs.
  var outputs: [PartialText] = []
  /// The values that say where its layers come from.
  var cacheFrom: [PartialText] = []
  /// The values that say where its layers are left.
  var cacheTo: [PartialText] = []
}

extension DefinedBuild {
  /// The id in a secret as options state it: `type=env,id=token`.
  static func idOfSecret(_ option: PartialText) -> PartialText {
    let fields = option.split { $0 == "," }.map(\.assignment)
    return fields.first { $0.name.text == "id" }?.value ?? .unknown
  }
}

extension DefinedBuild {
  /// Takes an attribute of a bake file.
  mutating func take(_ attribute: String, _ value: DefinitionValue) {
    switch attribute {
    case "context": context = value.text
    case "dockerfile": dockerfile = value.text
    case "dockerfile-inline": dockerfile = .unknown
    case "target": target = value.text
    case "tags": tags = value.textOrTexts ?? [.unknown]
    case "platforms": platforms = value.textOrTexts ?? [.unknown]
    case "output": outputs = value.textOrTexts ?? []
    case "cache-from": cacheFrom = value.textOrTexts ?? [.unknown]
    case "cache-to": cacheTo = value.textOrTexts ?? [.unknown]
    case "secret": secrets = value.members { $0["id"]?.text ?? Self.idOfSecret($0.text) }
    case "ssh": agents = value.members { $0["id"]?.text ?? $0.text.assignment.name }
    case "args": arguments = Self.merged(arguments, value.assignments)
    case "contexts": contexts = Self.merged(contexts, value.assignments)
    default: break
    }
  }

  private static func merged(
    _ old: [String: PartialText]?, _ new: [String: PartialText]?
  ) -> [String: PartialText]? {
    guard let old, let new else { return nil }
    return old.merging(new) { $1 }
  }

  /// Takes `attribute=value` of an option `--set`.
  mutating func override(_ attribute: String, _ value: PartialText, isFirst: Bool) {
    let path = attribute.split(separator: ".", maxSplits: 1).map { String($0) }
    switch (path.first, path.count) {
    case ("args", 2): arguments?[path[1]] = value
    case ("contexts", 2): contexts?[path[1]] = value
    case ("tags", 1), ("tags+", 1):
      tags = (isFirst && attribute == "tags" ? [] : tags) + [value]
    case ("platform", 1): platforms = value.split { $0 == "," }
    case ("output", 1): outputs = [value]
    case ("cache-from", 1), ("cache-from+", 1):
      cacheFrom = (isFirst && attribute == "cache-from" ? [] : cacheFrom) + [value]
    case ("cache-to", 1), ("cache-to+", 1):
      cacheTo = (isFirst && attribute == "cache-to" ? [] : cacheTo) + [value]
    default: take(attribute, .text(value))
    }
  }
}
