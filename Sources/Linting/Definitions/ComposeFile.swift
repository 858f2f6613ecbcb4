import SourceText
import YAML

/// The builds that a Compose file describes.
///
/// Source: the Compose specification, "build" and "interpolation".
struct ComposeFile {
  /// The files that Compose reads when none is named: the first one that is there.
  static let defaultFiles = [
    "compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml",
  ]

  /// The services that are built, in the order of the file.
  let builds: [DefinedBuild]

  /// Reads a file.
  ///
  /// - Parameter environment: the value of a variable; `nil` for one that nothing sets.
  init(_ document: YAMLDocument, environment: (String) -> PartialText?) {
    let services = document.root?["services"].map { Array($0.entries) } ?? []
    builds = services.compactMap { service in
      guard let name = service.key.text, service.value["build"] != nil else { return nil }
      let location = SourceLocation(document.file, service.key.range)
      let value = DefinitionValue(service.value) { Self.expand($0, environment) }
      return Self.build(name, value, at: location)
    }
  }

  private static func build(
    _ name: String, _ service: DefinitionValue, at location: SourceLocation
  ) -> DefinedBuild? {
    guard let settings = service["build"] else { return nil }
    var build = DefinedBuild(name: name, location: location)
    // What anchors or other services add is not followed.
    let isWhole = service["<<"] == nil && service["extends"] == nil && settings["<<"] == nil
    guard isWhole else {
      build.context = .unknown
      return build
    }
    if let image = service["image"] { build.tags.append(image.text) }
    if case .text(let context) = settings {
      build.context = context
      return build
    }
    if let context = settings["context"] { build.context = context.text }
    if let dockerfile = settings["dockerfile"] { build.dockerfile = dockerfile.text }
    if settings["dockerfile_inline"] != nil { build.dockerfile = .unknown }
    build.target = settings["target"]?.text
    build.tags += settings["tags"]?.textOrTexts ?? []
    build.platforms = settings["platforms"]?.textOrTexts ?? []
    if let arguments = settings["args"] { build.arguments = arguments.assignments }
    build.secrets = settings["secrets"]?.members { $0["source"]?.text ?? $0.text } ?? []
    build.agents = settings["ssh"]?.members { $0.text.assignment.name } ?? []
    if let contexts = settings["additional_contexts"] {
      build.contexts = contexts.assignments?.mapValues { context in
        context.withoutPrefix("service:").map { PartialText(pattern: "target:" + $0.pattern) }
          ?? context
      }
    }
    return build
  }

  /// Replaces `$NAME`, `${NAME}` and `${NAME:-default}`; a hole where nothing states a value.
  static func expand(_ text: String, _ environment: (String) -> PartialText?) -> PartialText {
    guard text.contains("$") else { return PartialText(pattern: text) }
    var result = ""
    var rest = text[...]
    func isName(_ character: Character) -> Bool {
      character.isASCII && (character.isLetter || character.isNumber || character == "_")
    }
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[dollar...].dropFirst()
      if rest.first == "$" {
        result += "$"
        rest = rest.dropFirst()
      } else if rest.first == "{", let end = rest.firstIndex(of: "}") {
        let content = rest[..<end].dropFirst()
        rest = rest[end...].dropFirst()
        let name = content.prefix(while: isName)
        let operation = content[name.endIndex...]
        if let value = environment(String(name)),
          !(value.pattern.isEmpty && operation.hasPrefix(":-"))
        {
          result += value.pattern
        } else if operation.hasPrefix(":-") || operation.hasPrefix("-") {
          result += operation.drop { $0 == ":" }.dropFirst()
        } else {
          result += PartialText.unknown.pattern
        }
      } else {
        let name = rest.prefix(while: isName)
        rest = rest[name.endIndex...]
        result += name.isEmpty ? "$" : (environment(String(name)) ?? .unknown).pattern
      }
    }
    return PartialText(pattern: result + rest)
  }
}
