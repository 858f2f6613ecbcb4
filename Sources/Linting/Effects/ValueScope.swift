import YAML

/// What the expressions of one step stand for, as far as the files of the repository tell.
///
/// This knows literal texts, names of static contexts and what follows from them; anything that only
/// a run can tell is a hole.
struct ValueScope {
  /// The `env` mappings that apply, the innermost first.
  var environments: [Node]
  /// The combination of the matrix.
  var leg: MatrixLeg
  /// The repository's owner and name; `nil` when they are not known.
  var slug: String?
  /// What steps are known to hand on: their outputs by name, by step id.
  var outputs: [String: [String: PartialText]] = [:]
  /// The inputs of the called workflow or action that the step stands in; `nil` when they are not
  /// known.
  var inputs: [String: Input]?
  /// Whether values of the matrix have no place in the file that findings are about.
  var isCalled = false
  /// Where the action lies that the step stands in, seen from the repository; `nil` in a workflow.
  var actionPath: String?
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

  /// The same for a value that stands in a value, so many levels deep.
  func resolve(_ node: Node, depth: Int) -> (text: PartialText, origin: Node?) {
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
      guard let end = Self.end(of: rest[start.upperBound...]) else {
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

  /// Where the expression ends that starts a text; braces in its quotes do not end it.
  private static func end(of text: Substring) -> Range<Substring.Index>? {
    let bytes = text.utf8
    var isQuoted = false
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let next = bytes.index(after: index)
      if bytes[index] == UInt8(ascii: "'") { isQuoted.toggle() }
      if !isQuoted, bytes[index...].starts(with: "}}".utf8) {
        return index..<bytes.index(after: next)
      }
      index = next
    }
    return nil
  }

  /// The value of one expression.
  private func evaluate(
    _ expression: Substring, depth: Int
  ) -> (text: PartialText, origin: Node?) {
    let start = expression.drop { $0.isWhitespace }
    let name = start.prefix { !$0.isWhitespace }
    guard start.dropFirst(name.count).allSatisfy(\.isWhitespace),
      name.utf8.contains(UInt8(ascii: ".")),
      name.utf8.allSatisfy(Self.isPathByte)
    else { return compute(String(expression), depth: depth) }
    return value(at: name.split(separator: ".", omittingEmptySubsequences: false), depth: depth)
  }

  /// The value that a path of names leads to.
  func value(at path: [Substring], depth: Int) -> (text: PartialText, origin: Node?) {
    switch (path.first?.lowercased(), path.count) {
    case ("matrix", 2...): return matrixValue(path.dropFirst(), depth: depth)
    case ("env", 2): return (variable(String(path[1]), depth: depth) ?? .unknown, nil)
    case ("github", 2) where path[1] == "workspace":
      return (PartialText(pattern: Self.workspace), nil)
    case ("github", 2) where path[1] == "action_path":
      let path = actionPath.map { Self.workspace + "/" + $0 }
      return (path.map { PartialText(pattern: $0) } ?? .unknown, nil)
    case ("github", 2) where path[1] == "repository":
      return (slug.map { PartialText(pattern: $0) } ?? .unknown, nil)
    case ("github", 2) where path[1] == "repository_owner":
      return (slug.map { PartialText(pattern: String($0.prefix { $0 != "/" })) } ?? .unknown, nil)
    case ("github", 2) where Self.perRun.contains(path[1].lowercased()):
      return (.perRun(path[1].lowercased()), nil)
    case ("steps", 4) where path[2] == "outputs":
      return (outputs[String(path[1])]?[String(path[3])] ?? .unknown, nil)
    case ("inputs", 2): return input(String(path[1]))
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
    return (resolve(node, depth: depth + 1).text, isCalled ? nil : node)
  }

  private func input(_ name: String) -> (text: PartialText, origin: Node?) {
    guard let inputs else { return (.unknown, nil) }
    // One that is not declared is the empty text.
    guard let input = inputs[name.lowercased()] else { return (PartialText(pattern: ""), nil) }
    return (input.text, input.origin)
  }

  /// Whether a byte may stand in a mere name such as `matrix.image.name` or in a number.
  private static func isPathByte(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || "_-.".utf8.contains(byte)
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
