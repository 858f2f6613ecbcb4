import SourceText

/// The part of HCL that bake files are made of: blocks, attributes, lists, objects and templates.
///
/// Source: the HCL native syntax specification. What is computed by operators, functions or `for`
/// is read over and unknown.
struct HCLFile {
  /// An expression.
  indirect enum Expression {
    /// A text with names between its parts.
    case template([Part])
    /// A number, a truth value or `null`.
    case literal(String)
    /// A variable.
    case name(String)
    /// A list.
    case list([Expression])
    /// Names and values.
    case object([(name: String, value: Expression)])
    /// What another format states.
    case value(DefinitionValue)
    /// Anything else.
    case computed
  }

  /// A part of a template.
  enum Part {
    /// Text.
    case text(String)
    /// What stands in `${…}`.
    case expression(String)
  }

  /// A block such as `target "app" { … }`.
  struct Block {
    /// What it is.
    var kind: String
    /// What it is called.
    var label: String
    /// Its first line.
    var range: SourceRange
    /// Its attributes.
    var attributes: [(name: String, value: Expression)]
  }

  /// The blocks, in order.
  var blocks: [Block] = []

  /// Reads a file; `nil` when it is not understood.
  init?(parsing text: some Collection<UInt8>) {
    var reader = HCLReader(Array(text))
    guard let blocks = reader.read() else { return nil }
    self.blocks = blocks
  }

  /// The parts of a text in quotes.
  static func parts(of text: String) -> [Part] {
    var parts: [Part] = []
    var literal = ""
    var rest = text[...]
    while let first = rest.first {
      if rest.hasPrefix("$${") {
        literal += "${"
        rest = rest.dropFirst(3)
      } else if rest.hasPrefix("${"), let end = rest.firstIndex(of: "}") {
        if !literal.isEmpty { parts.append(.text(literal)) }
        literal = ""
        let name = rest[..<end].dropFirst(2).filter { !$0.isWhitespace }
        parts.append(.expression(String(name)))
        rest = rest[end...].dropFirst()
      } else {
        literal.append(first)
        rest = rest.dropFirst()
      }
    }
    if !literal.isEmpty { parts.append(.text(literal)) }
    return parts
  }
}
