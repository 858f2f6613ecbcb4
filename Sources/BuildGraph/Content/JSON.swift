/// A JSON value whose objects keep their members in the order they were given.
///
/// Generated data is read in diffs, so members come in a meaningful order (names first) and what
/// fits on a line stays on one; no encoder at hand offers either.
public enum JSON: Hashable, Sendable {
  /// The absence of a value.
  case null
  /// True or false.
  case bool(Bool)
  /// A whole number; the data files have no others.
  case number(Int)
  /// A text.
  case string(String)
  /// A list.
  case array([JSON])
  /// Members in order; a name is not given twice.
  case object([Member])

  /// One name and its value in an object.
  public struct Member: Hashable, Sendable {
    /// The name.
    public var name: String
    /// The value.
    public var value: JSON

    /// Creates a member.
    public init(_ name: String, _ value: JSON) {
      self.name = name
      self.value = value
    }
  }

  /// An object with its members sorted by name, bytewise.
  public static func sorted(_ members: [String: JSON]) -> JSON {
    .object(
      members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { Member($0.key, $0.value) })
  }

  /// A list of texts.
  public static func strings(_ values: [String]) -> JSON { .array(values.map(JSON.string)) }

  /// A text, or null.
  public static func optional(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }
}

extension JSON: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }
}

extension JSON {
  /// The value on one line without any space: what `jq -c` prints.
  public var compact: String {
    var text = ""
    write(to: &text)
    return text
  }

  /// The value with a final line break, indented by two spaces; a list or object that fits into
  /// `width` columns stays on one line.
  public func pretty(width: Int = 100) -> String {
    var text = ""
    write(to: &text, width: width, indent: 0, before: 0)
    return text + "\n"
  }

  /// The value with the members of all objects sorted: what `jq -S` prints.
  public var sortedByName: JSON {
    switch self {
    case .array(let values): .array(values.map(\.sortedByName))
    case .object(let members):
      .object(
        members.map { Member($0.name, $0.value.sortedByName) }
          .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) })
    default: self
    }
  }

  private func write(to text: inout String, spaced: Bool = false) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let value): text += String(value)
    case .string(let value): JSON.quote(value, to: &text)
    case .array(let values):
      text += "["
      for (index, value) in values.enumerated() {
        if index > 0 { text += spaced ? ", " : "," }
        value.write(to: &text, spaced: spaced)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { text += spaced ? ", " : "," }
        JSON.quote(member.name, to: &text)
        text += spaced ? ": " : ":"
        member.value.write(to: &text, spaced: spaced)
      }
      text += "}"
    }
  }

  /// `before` counts the columns that already stand on the line.
  private func write(to text: inout String, width: Int, indent: Int, before: Int) {
    var line = ""
    write(to: &line, spaced: true)
    // One column is kept for the comma that may follow.
    if before + line.count < width {
      text += line
      return
    }
    let margin = String(repeating: " ", count: indent + 2)
    switch self {
    case .array(let values) where !values.isEmpty:
      text += "["
      for (index, value) in values.enumerated() {
        text += (index > 0 ? ",\n" : "\n") + margin
        value.write(to: &text, width: width, indent: indent + 2, before: indent + 2)
      }
      text += "\n" + margin.dropLast(2) + "]"
    case .object(let members) where !members.isEmpty:
      text += "{"
      for (index, member) in members.enumerated() {
        var name = ""
        JSON.quote(member.name, to: &name)
        text += (index > 0 ? ",\n" : "\n") + margin + name + ": "
        member.value.write(
          to: &text, width: width, indent: indent + 2, before: indent + 4 + name.count)
      }
      text += "\n" + margin.dropLast(2) + "}"
    default: text += line
    }
  }

  private static func quote(_ value: String, to text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\r": text += "\\r"
      case "\u{8}": text += "\\b"
      case "\u{c}": text += "\\f"
      case "\0"..<" ", "\u{7f}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
