import SourceText
import YAML

/// The targets of bake files, one file after another.
///
/// Source: Docker docs, "Bake file reference".
struct BakeSet {
  /// A target as it is written.
  struct Target {
    /// Its attributes, those of later files behind those of earlier ones.
    var attributes: [(name: String, value: HCLFile.Expression)]
    /// Where it was first described.
    var location: SourceLocation
  }

  /// The files that the builder reads when none is named, as far as they are there.
  static let defaultFiles = [
    "compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml", "docker-bake.json",
    "docker-bake.override.json", "docker-bake.hcl", "docker-bake.override.hcl",
  ]

  private(set) var targets: [String: Target] = [:]
  /// The members of each group.
  private(set) var groups: [String: HCLFile.Expression] = [:]
  /// The defaults of the variables.
  private(set) var variables: [String: HCLFile.Expression] = [:]

  /// Adds what a file describes; `false` when it is not understood.
  mutating func add(_ file: SourceFile, compose: (YAMLDocument) -> [DefinedBuild]) -> Bool {
    if file.name.hasSuffix(".hcl") {
      guard let content = HCLFile(parsing: file.bytes) else { return false }
      for block in content.blocks {
        add(block.kind, block.label, block.attributes, SourceLocation(file, block.range))
      }
      return true
    }
    let document = YAMLDocument(parsing: file)
    guard let root = document.root, root.kind == .mapping else { return false }
    guard file.name.hasSuffix(".json") else {
      for build in compose(document) { add(build) }
      return true
    }
    for kind in root.entries {
      for entry in kind.value.entries {
        let attributes = entry.value.entries.compactMap { attribute in
          attribute.key.text.map { (name: $0, value: HCLFile.Expression(attribute.value)) }
        }
        add(
          kind.key.text ?? "", entry.key.text ?? "", attributes,
          SourceLocation(file, entry.key.range))
      }
    }
    return true
  }

  /// Adds attributes to a target, made if it is not there.
  mutating func add(
    _ kind: String, _ label: String, _ attributes: [(name: String, value: HCLFile.Expression)],
    _ location: SourceLocation
  ) {
    func attribute(_ name: String) -> HCLFile.Expression? {
      attributes.last { $0.name == name }?.value
    }
    switch kind {
    case "target":
      targets[label, default: Target(attributes: [], location: location)].attributes += attributes
    case "group": groups[label] = attribute("targets") ?? .list([])
    case "variable": variables[label] = attribute("default") ?? .literal("")
    default: break
    }
  }

  /// Adds a service of a Compose file, and a group of all services.
  private mutating func add(_ build: DefinedBuild) {
    var attributes: [(name: String, value: HCLFile.Expression)] = [
      ("context", .value(.text(build.context))), ("dockerfile", .value(.text(build.dockerfile))),
      ("tags", .value(.list(build.tags.map { .text($0) }))),
      ("platforms", .value(.list(build.platforms.map { .text($0) }))),
    ]
    func mapping(_ names: [String: PartialText]?) -> HCLFile.Expression {
      .value(names.map { names in .mapping(names.map { ($0.key, .text($0.value)) }) } ?? .unknown)
    }
    attributes.append(("args", mapping(build.arguments)))
    attributes.append(("contexts", mapping(build.contexts)))
    if let target = build.target { attributes.append(("target", .value(.text(target)))) }
    add("target", build.name, attributes, build.location)
    let name = HCLFile.Expression.value(.text(PartialText(pattern: build.name)))
    guard case .list(let members)? = groups["default"] else {
      groups["default"] = .list([name])
      return
    }
    groups["default"] = .list(members + [name])
  }
}

extension HCLFile.Expression {
  /// The value of a node of a JSON file, whose texts are templates.
  init(_ node: Node) {
    switch node.value {
    case .string(let text): self = .template(HCLFile.parts(of: text))
    case .sequence: self = .list(node.items.map { HCLFile.Expression($0) })
    case .mapping:
      self = .object(
        node.entries.compactMap { entry in
          entry.key.text.map { ($0, HCLFile.Expression(entry.value)) }
        })
    default: self = .literal(node.plainText ?? "")
    }
  }
}
