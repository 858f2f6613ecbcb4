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
    let bytes = Array(value.utf8)
    var text: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index...].starts(with: Self.opening) else {
        text.append(bytes[index])
        index += 1
        continue
      }
      let start = index + Self.opening.count
      guard let end = Self.end(of: start, in: bytes) else {
        throw ExpressionError(
          .parsing, "the expression is not closed by '}}'", at: SourceRange(index, bytes.count))
      }
      if !text.isEmpty { parts.append(.text(String(decoding: text, as: UTF8.self))) }
      text = []
      let content = String(decoding: bytes[start..<end], as: UTF8.self)
      parts.append(.expression(content, SourceRange(start, end)))
      index = end + Self.closing.count
    }
    if !text.isEmpty { parts.append(.text(String(decoding: text, as: UTF8.self))) }
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
      if !isQuoted, bytes[index...].starts(with: closing) { return index }
      index += 1
    }
    return nil
  }
}
