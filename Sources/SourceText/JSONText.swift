/// How JSON is laid out in lines.
public enum JSONLayout: Hashable, Sendable {
  /// No white space at all: what `jq -c` prints.
  case minimal
  /// Two spaces per level, one element per line.
  case pretty
  /// As `pretty`, but what fits on the rest of a line of so many columns stays on it: small
  /// differences in the data then make small differences in the file.
  case narrow(columns: Int)
}

extension JSONValue {
  /// The value as JSON (RFC 8259), without a line break at the end.
  ///
  /// Everything but control characters, quotes and backslashes is written as it is, in UTF-8.
  public func text(_ layout: JSONLayout = .pretty) -> String {
    var writer = JSONWriter(layout: layout)
    writer.write(self, depth: 0, column: 0)
    return String(decoding: writer.output, as: UTF8.self)
  }

  /// The value as the text of a file that people read, and of which they see differences.
  public var document: String { text(.narrow(columns: 100)) + "\n" }
}

private struct JSONWriter {
  let layout: JSONLayout
  var output: [UInt8] = []

  /// Writes a value that starts at a column and leaves `trailing` columns for what follows it.
  mutating func write(_ value: JSONValue, depth: Int, column: Int, trailing: Int = 0) {
    if case .narrow(let columns) = layout, value.isContainer,
      let line = oneLine(value, columns: columns - column - trailing)
    {
      output += line
      return
    }
    switch value {
    case .array(let elements) where !elements.isEmpty:
      open("[")
      for (index, element) in elements.enumerated() {
        separate(index, depth: depth + 1)
        let isLast = index == elements.count - 1
        write(element, depth: depth + 1, column: 2 * (depth + 1), trailing: isLast ? 0 : 1)
      }
      close("]", depth: depth)
    case .object(let members) where !members.isEmpty:
      open("{")
      for (index, member) in members.enumerated() {
        separate(index, depth: depth + 1)
        let start = output.count
        writeString(member.key)
        output += Array((layout == .minimal ? ":" : ": ").utf8)
        let column = 2 * (depth + 1) + scalarCount(output[start...])
        let isLast = index == members.count - 1
        write(member.value, depth: depth + 1, column: column, trailing: isLast ? 0 : 1)
      }
      close("}", depth: depth)
    default:
      writeShort(value)
    }
  }

  private mutating func open(_ bracket: Unicode.Scalar) { output.append(UInt8(ascii: bracket)) }

  private mutating func close(_ bracket: Unicode.Scalar, depth: Int) {
    breakLine(depth: depth)
    output.append(UInt8(ascii: bracket))
  }

  private mutating func separate(_ index: Int, depth: Int) {
    if index > 0 { output.append(UInt8(ascii: ",")) }
    breakLine(depth: depth)
  }

  private mutating func breakLine(depth: Int) {
    guard layout != .minimal else { return }
    output.append(UInt8(ascii: "\n"))
    output += repeatElement(UInt8(ascii: " "), count: 2 * depth)
  }

  /// Writes what has no elements.
  private mutating func writeShort(_ value: JSONValue) {
    switch value {
    case .null: output += Array("null".utf8)
    case .bool(let flag): output += Array((flag ? "true" : "false").utf8)
    case .integer(let number): output += Array(String(number).utf8)
    case .number(let number): output += Array((number.isFinite ? "\(number)" : "null").utf8)
    case .string(let text): writeString(text)
    case .array: output += Array("[]".utf8)
    case .object: output += Array("{}".utf8)
    }
  }

  private mutating func writeString(_ text: String) {
    output.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): output += Array("\\\"".utf8)
      case UInt8(ascii: "\\"): output += Array("\\\\".utf8)
      case 0x08: output += Array("\\b".utf8)
      case 0x0C: output += Array("\\f".utf8)
      case UInt8(ascii: "\n"): output += Array("\\n".utf8)
      case UInt8(ascii: "\r"): output += Array("\\r".utf8)
      case UInt8(ascii: "\t"): output += Array("\\t".utf8)
      case 0..<0x20, 0x7F:
        let digits = String(byte, radix: 16)
        output += Array("\\u00\(byte < 0x10 ? "0" : "")\(digits)".utf8)
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }

  /// The value on one line; `nil` when it needs more columns than there are.
  private func oneLine(_ value: JSONValue, columns: Int) -> [UInt8]? {
    var writer = JSONWriter(layout: .minimal)
    guard writer.writeSpaced(value, columns: columns) else { return nil }
    return scalarCount(writer.output[...]) <= columns ? writer.output : nil
  }

  /// Writes a value on one line, a space after each comma and colon. Gives up, with `false`, as soon
  /// as it is clearly too long, so that deep data is not laid out over and over.
  private mutating func writeSpaced(_ value: JSONValue, columns: Int) -> Bool {
    // A scalar has at most four bytes.
    guard output.count <= 4 * max(columns, 0) else { return false }
    switch value {
    case .array(let elements) where !elements.isEmpty:
      open("[")
      for (index, element) in elements.enumerated() {
        if index > 0 { output += Array(", ".utf8) }
        guard writeSpaced(element, columns: columns) else { return false }
      }
      open("]")
    case .object(let members) where !members.isEmpty:
      output += Array("{ ".utf8)
      for (index, member) in members.enumerated() {
        if index > 0 { output += Array(", ".utf8) }
        writeString(member.key)
        output += Array(": ".utf8)
        guard writeSpaced(member.value, columns: columns) else { return false }
      }
      output += Array(" }".utf8)
    default:
      writeShort(value)
    }
    return true
  }

  private func scalarCount(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.count { $0 & 0xC0 != 0x80 }
  }
}

extension JSONValue {
  fileprivate var isContainer: Bool {
    switch self {
    case .array, .object: true
    case .null, .bool, .integer, .number, .string: false
    }
  }
}
