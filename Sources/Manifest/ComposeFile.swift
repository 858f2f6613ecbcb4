internal import Dockerfiles
internal import SourceText
internal import YAML

/// What a compose file builds: `services.*.build` of the Compose Specification.
struct ComposeFile {
  private let document: YAMLDocument
  private let path: String

  init(parsing file: SourceFile) {
    document = YAMLDocument(parsing: file)
    path = file.name
  }

  /// Whether a file of this name is a compose file: `compose.yml`, `docker-compose.prod.yaml`.
  static func isOne(_ name: String) -> Bool {
    let words = name.lowercased().split(separator: ".")
    return words.count > 1 && ["compose", "docker-compose"].contains(words[0])
      && ["yml", "yaml"].contains(words[words.count - 1])
  }

  /// Why the file cannot be read; `nil` when it can.
  var fault: Diagnostic? { document.root == nil ? document.diagnostics.first : nil }

  /// The builds, in the order of the file. One whose directory, Dockerfile or stage is not known, or
  /// lies elsewhere, is left out.
  var builds: [ProposedBuild] {
    (document.root?["services"]?.entries.map(\.self) ?? []).compactMap { service in
      guard let name = service.key.text, let build = service.value["build"], build.value != .null
      else { return nil }
      return self.build(build, name, image: service.value["image"])
    }
  }

  private func build(_ node: Node, _ name: String, image: Node?) -> ProposedBuild? {
    let isMapping = node.kind == .mapping
    guard node["dockerfile_inline"] == nil,
      let stated = isMapping ? Self.text(node["context"], or: ".") : Self.text(node),
      !stated.contains("://"), !stated.hasPrefix("git@"),
      let context = RepositoryPath.clean(RepositoryPath.join(directory, stated)),
      let file = Self.text(node["dockerfile"], or: "Dockerfile"),
      let dockerfile = RepositoryPath.clean(RepositoryPath.join(context, file)),
      let target = Self.text(node["target"], or: "")
    else { return nil }
    let platforms = node["platforms"]?.items.compactMap { Self.text($0) } ?? []
    let reference = Self.text(image).flatMap { ImageReference($0) }
    return ProposedBuild(
      origin: path, name: name, dockerfile: dockerfile, context: context,
      target: target.isEmpty ? nil : target, arguments: Self.arguments(node["args"]),
      openArguments: Self.openArguments(node["args"]), secrets: Self.names(node["secrets"]),
      agents: Self.names(node["ssh"]), platforms: platforms,
      repositories: reference.map { [$0.repository] } ?? [])
  }

  private var directory: String {
    let parts = path.split(separator: "/").dropLast()
    return parts.isEmpty ? "." : parts.joined(separator: "/")
  }

  /// The arguments with a value: one without takes it from the environment.
  private static func arguments(_ node: Node?) -> [String: String] {
    var arguments: [String: String] = [:]
    for entry in node?.entries.map(\.self) ?? [] where entry.value.value != .null {
      guard let name = entry.key.text, let value = text(entry.value) else { continue }
      arguments[name] = value
    }
    for item in node?.items.compactMap({ text($0) }) ?? [] {
      let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { arguments[String(parts[0])] = String(parts[1]) }
    }
    return arguments
  }

  /// The arguments whose values the environment gives, sorted.
  private static func openArguments(_ node: Node?) -> [String] {
    let named = node?.entries.compactMap(\.key.text) ?? []
    let listed = node?.items.compactMap { $0.text?.split(separator: "=").first.map(String.init) }
    let known = arguments(node)
    return Set(named + (listed ?? [])).filter { known[$0] == nil }.sorted()
  }

  /// What a list, in short or in long syntax, or a mapping names: `services.*.build.secrets`, `ssh`.
  private static func names(_ node: Node?) -> [String] {
    let listed = node?.items.compactMap { ($0["source"] ?? $0).text } ?? []
    let names = listed + (node?.entries.compactMap(\.key.text) ?? [])
    return Set(names.compactMap { $0.split(separator: "=").first.map(String.init) }).sorted()
  }

  /// A text with the variables that state a default; `nil` when another variable is in it.
  private static func text(_ node: Node?, or absent: String? = nil) -> String? {
    guard let node else { return absent }
    guard let text = node.text else { return nil }
    var result = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[dollar...].dropFirst()
      if rest.first == "$" {
        result += "$"
        rest = rest.dropFirst()
        continue
      }
      guard rest.first == "{", let end = rest.firstIndex(of: "}") else { return nil }
      let variable = rest[..<end].dropFirst()
      let name = variable.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      let behind = variable.dropFirst(name.count)
      guard let sign = [":-", "-"].first(where: behind.hasPrefix) else { return nil }
      result += behind.dropFirst(sign.count)
      rest = rest[end...].dropFirst()
    }
    return result + rest
  }
}
