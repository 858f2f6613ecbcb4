/// What a small program of `awk` does with one column.
struct AwkProgram {
  private let text: String

  /// Reads a command that has its program in quotes.
  init(_ stage: String) {
    guard let start = stage.firstIndex(where: { $0 == "'" || $0 == "\"" }) else {
      text = ""
      return
    }
    text = String(stage[stage.index(after: start)...].prefix { $0 != stage[start] })
  }

  /// Whether it replaces parts of a text.
  var replaces: Bool { text.contains("sub(") }

  /// Whether it makes a whole number of what it prints.
  var makesWhole: Bool { text.contains("int(") || text.contains("%d") || text.contains("+0") }

  /// The column that it prints, and what it divides it by; `nil` for anything else.
  var printed: (column: Int, divisor: Double)? {
    let prints = text.ranges(of: "print")
    guard prints.count == 1, let range = prints.first, !text.contains("for"), !text.contains("+=")
    else { return nil }
    var rest = text[range.upperBound...]
    if rest.first == "f" {
      // The format comes first.
      guard let comma = rest.firstIndex(of: ",") else { return nil }
      rest = rest[comma...].dropFirst()
    }
    var body = String(rest.prefix { $0 != "}" && $0 != ";" }).filter { !$0.isWhitespace }
    if body.hasPrefix("int(") { body.removeFirst(4) }
    body.removeAll { $0 == "(" || $0 == ")" }
    if body.hasSuffix("+0") { body.removeLast(2) }
    guard body.first == "$" else { return nil }
    let parts = body.dropFirst().split(separator: "/")
    guard let column = parts.first.flatMap({ Int($0) }) else { return nil }
    var divisor = 1.0
    for part in parts.dropFirst() {
      guard let factor = Self.product(part) else { return nil }
      divisor *= factor
    }
    return (column, divisor)
  }

  /// A number, or a product such as `1024*1024` or `1024^2`.
  private static func product(_ text: Substring) -> Double? {
    if let power = text.firstIndex(of: "^") {
      guard let base = Double(text[..<power]), let times = Int(text[power...].dropFirst()),
        (1...4).contains(times)
      else { return nil }
      return (0..<times).reduce(1) { result, _ in result * base }
    }
    return Double(text)
  }

  /// A column that it compares with a number.
  var comparison: (column: Int, operation: String, number: Double)? {
    guard let dollar = text.firstIndex(of: "$") else { return nil }
    var rest = text[dollar...].dropFirst()
    let digits = rest.prefix(while: \.isNumber)
    rest = rest.dropFirst(digits.count).drop { $0 == " " }
    let operation = rest.prefix { $0 == "<" || $0 == ">" || $0 == "=" }
    rest = rest.dropFirst(operation.count).drop { $0 == " " }
    let number = rest.prefix(while: \.isNumber)
    guard let column = Int(digits), let value = Double(number),
      let name = ["<": "-lt", "<=": "-le", ">": "-gt", ">=": "-ge"][String(operation)]
    else { return nil }
    return (column, name, value)
  }
}
