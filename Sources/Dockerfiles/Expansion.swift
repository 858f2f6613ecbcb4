/// What an expression became once its variables were replaced.
struct Expansion: Sendable {
  /// The text, or the variable that is missing.
  var value: Resolved<[UInt8]>
  /// The text before the first missing variable.
  var knownPrefix: [UInt8]
  /// The arguments whose default values went into the text.
  var defaults: [String]
  /// Every name that was looked up.
  var names: [String]
  /// The names that nothing declares and that stand for nothing.
  var undeclared: [String]

  /// The text as a string.
  var text: Resolved<String> { value.map(\.text) }
}

/// Why BuildKit refuses an expression.
struct ExpansionError: Error {
  /// What is wrong; lower case, no full stop.
  var message: String
  /// The variable that would need a value, when that is all that is wrong.
  var argument: String?

  init(_ message: String, argument: String? = nil) {
    self.message = message
    self.argument = argument
  }
}

/// A piece of text during expansion.
///
/// Once something in it is unknown its bytes are those before the unknown part.
struct ExpandedText {
  var bytes: [UInt8] = []
  var missing: String?

  mutating func append(_ byte: UInt8) {
    if missing == nil { bytes.append(byte) }
  }

  mutating func append(_ other: ExpandedText) {
    guard missing == nil else { return }
    bytes += other.bytes
    missing = other.missing
  }
}
