import YAML

/// What the expressions of one step stand for, as far as the file alone tells.
///
/// This knows literal texts and names of static contexts; anything computed is a hole.
struct ValueScope {
  /// The `env` mappings that apply, the innermost first.
  var environments: [Node]
  /// The combination of the matrix.
  var leg: MatrixLeg
  /// The repository's owner and name; `nil` when they are not known.
  var slug: String?
  /// What `docker/metadata-action` was asked to name, by step id.
  var metadata: [String: PartialText] = [:]
  /// The variables that scripts of the job may have set anew through `GITHUB_ENV`.
  var rewrittenVariables: Set<String> = []

  /// The longest text that is made of expressions, in bytes: GitHub refuses those above 21,000.
  private static let longestText = 65_536
  /// Where the runner checks the repository out.
  static let workspace = "/github/workspace"

  /// The text of a scalar with its expressions replaced, and the matrix value it was made from.
  func resolve(_ node: Node?) -> (text: PartialText, origin: Node?) {
    guard let node else { return (PartialText(pattern: ""), nil) }
    return resolve(node, depth: 0)
  }

  private func resolve(_ node: Node, depth: Int) -> (text: PartialText, origin: Node?) {
    guard let text = node.plainText, depth < 3 else { return (.unknown, nil) }
    return substitute(text, depth: depth)
  }

  /// A text with its expressions replaced, and the matrix value it was made from.
  func substitute(_ text: String, depth: Int = 0) -> (text: PartialText, origin: Node?) {
    guard text.contains("${{") else { return (PartialText(pattern: text), nil) }
    // Values made of values made of values may take without end; nobody's do.
    guard depth == 0 || text.utf8.count <= 512 else { return (.unknown, nil) }
    var result = ""
    var origin: Node?
    var rest = text[...]
    while let start = rest.firstRange(of: "${{") {
      result += rest[..<start.lowerBound]
      guard let end = rest[start.upperBound...].firstRange(of: "}}") else {
        return (.unknown, origin)
      }
      let value = evaluate(rest[start.upperBound..<end.lowerBound], depth: depth)
      result += value.text.pattern
      guard result.utf8.count <= Self.longestText else { return (.unknown, origin) }
      origin = value.origin ?? origin
      rest = rest[end.upperBound...]
    }
    return (PartialText(pattern: result + rest), origin)
  }

  /// The value of one expression, when it is a mere name.
  private func evaluate(
    _ expression: Substring, depth: Int
  ) -> (text: PartialText, origin: Node?) {
    let name = expression.drop { $0.isWhitespace }.prefix { !$0.isWhitespace }
    guard expression.filter({ !$0.isWhitespace }).count == name.count else {
      return (.unknown, nil)
    }
    let path = name.split(separator: ".", omittingEmptySubsequences: false)
    switch (path.first?.lowercased(), path.count) {
    case ("matrix", 2...): return matrixValue(path.dropFirst(), depth: depth)
    case ("env", 2): return (variable(String(path[1]), depth: depth) ?? .unknown, nil)
    case ("github", 2) where path[1] == "workspace":
      return (PartialText(pattern: Self.workspace), nil)
    case ("github", 2) where path[1] == "repository":
      return (slug.map { PartialText(pattern: $0) } ?? .unknown, nil)
    case ("github", 2) where path[1] == "repository_owner":
      return (slug.map { PartialText(pattern: String($0.prefix { $0 != "/" })) } ?? .unknown, nil)
    case ("github", 2) where Self.perRun.contains(path[1].lowercased()):
      return (.perRun(path[1].lowercased()), nil)
    case ("steps", 4) where path[2] == "outputs" && path[3] == "tags":
      return (metadata[String(path[1])] ?? .unknown, nil)
    default: return (.unknown, nil)
    }
  }

  private func matrixValue(
    _ path: ArraySlice<Substring>, depth: Int
  ) -> (text: PartialText, origin: Node?) {
    guard let values = leg.values, let first = path.first else { return (.unknown, nil) }
    // A value that this combination lacks is the empty text.
    let named =
      values[String(first)] ?? values.first { $0.key.lowercased() == first.lowercased() }?.value
    guard var node = named else { return (PartialText(pattern: ""), nil) }
    for key in path.dropFirst() {
      guard node.kind == .mapping else { return (.unknown, nil) }
      guard let next = node[String(key)] else { return (PartialText(pattern: ""), nil) }
      node = next
    }
    return (resolve(node, depth: depth + 1).text, node)
  }

  /// The value of an environment variable; `nil` when nothing in the file sets it.
  func variable(_ name: String, depth: Int = 0) -> PartialText? {
    guard !rewrittenVariables.contains(name) else { return .unknown }
    for (level, environment) in environments.enumerated() {
      guard environment.kind == .mapping else { return .unknown }
      guard let node = environment[name] else { continue }
      var outer = self
      outer.environments.removeFirst(level + 1)
      return outer.resolve(node, depth: depth + 1).text
    }
    let property = name.hasPrefix("GITHUB_") ? name.dropFirst("GITHUB_".count).lowercased() : ""
    return Self.perRun.contains(property) ? .perRun(property) : nil
  }

  /// The properties of a run that name nothing but it and its commit, in hexadecimal digits.
  private static let perRun: Set<String> = ["sha", "run_id", "run_number", "run_attempt"]
}

extension Node {
  /// A scalar as GitHub turns it into text; `nil` for a collection.
  var plainText: String? {
    switch value {
    case .null: ""
    case .bool(let value): value ? "true" : "false"
    case .int(let value): String(value)
    case .float(let value):
      value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    case .string(let text): text
    case .sequence, .mapping: nil
    }
  }
}
