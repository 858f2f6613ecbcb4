public import SourceText

/// A scalar of a workflow file with the expressions in it.
public struct ExpressionTemplate: Hashable, Sendable {
  /// A part of a scalar.
  public enum Part: Hashable, Sendable {
    /// Text that stays as it is.
    case text(String)
    /// What stands between `${{` and `}}`, and where, as UTF-8 offsets into the scalar.
    case expression(String, SourceRange)
  }

  /// The parts, in order.
  public var parts: [Part] = []

  /// Splits the value of a scalar. A `}}` in single quotes does not end an expression.
  ///
  /// Throws an `ExpressionError` for a `${{` that is not closed: GitHub refuses the file.
  public init(parsing value: String) throws(ExpressionError) {
    var value = value
    // Most scalars that are looked at are long scripts with little in them.
    let openings = value.withUTF8 { Self.starts(of: Self.opening, in: $0) }
    let bytes = Array(value.utf8)
    var index = 0
    for opening in openings where opening >= index {
      let start = opening + Self.opening.count
      guard let end = Self.end(of: start, in: bytes) else {
        throw ExpressionError(
          .parsing, "the expression is not closed by '}}'", at: SourceRange(opening, bytes.count))
      }
      add(bytes[index..<opening])
      let content = String(decoding: bytes[start..<end], as: UTF8.self)
      parts.append(.expression(content, SourceRange(start, end)))
      index = end + Self.closing.count
    }
    add(bytes[index...])
  }

  private mutating func add(_ text: ArraySlice<UInt8>) {
    if !text.isEmpty { parts.append(.text(String(decoding: text, as: UTF8.self))) }
  }

  /// Whether a `${{` stands in some bytes.
  public static func mayBegin(in bytes: some Sequence<UInt8>) -> Bool {
    let found = bytes.withContiguousStorageIfAvailable { !starts(of: opening, in: $0).isEmpty }
    return found ?? mayBegin(in: Array(bytes))
  }

  /// Where some bytes stand among others.
  private static func starts(of wanted: [UInt8], in bytes: UnsafeBufferPointer<UInt8>) -> [Int] {
    var starts: [Int] = []
    var index = 0
    while index + wanted.count <= bytes.count {
      if bytes[index] == wanted[0], bytes[index...].starts(with: wanted) { starts.append(index) }
      index += 1
    }
    return starts
  }

  /// Whether the scalar is one expression and nothing else: then it keeps the kind of its value.
  public var isSingle: Bool {
    guard parts.count == 1, case .expression = parts[0] else { return false }
    return true
  }

  /// Whether there is an expression in it.
  public var hasExpressions: Bool {
    parts.contains { if case .expression = $0 { true } else { false } }
  }

  private static let opening = Array("${{".utf8)
  private static let closing = Array("}}".utf8)

  private static func end(of start: Int, in bytes: [UInt8]) -> Int? {
    var isQuoted = false
    var index = start
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "'") { isQuoted.toggle() }
      if !isQuoted, bytes[index] == closing[0], bytes[index...].starts(with: closing) {
        return index
      }
      index += 1
    }
    return nil
  }
}
