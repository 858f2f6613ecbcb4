import YAML

/// A value in a file that describes builds, as far as it is known.
indirect enum DefinitionValue: Sendable {
  /// A text, a number or a truth value.
  case text(PartialText)
  /// A list.
  case list([DefinitionValue])
  /// Names and values, in order.
  case mapping([(name: String, value: DefinitionValue)])
  /// It is computed in a way that is not followed.
  case unknown

  /// The text; unknown for anything else.
  var text: PartialText {
    if case .text(let text) = self { text } else { .unknown }
  }

  /// The texts of a list; `nil` when its length is not known.
  var texts: [PartialText]? {
    switch self {
    case .list(let values): values.map(\.text)
    case .text, .mapping, .unknown: nil
    }
  }

  /// The texts of a list, or a text alone as a list; `nil` when their number is not known.
  var textOrTexts: [PartialText]? {
    if case .text(let text) = self { [text] } else { texts }
  }

  /// What each member of a list says, or a text alone; the names of a mapping.
  func members(_ read: (DefinitionValue) -> PartialText) -> [PartialText] {
    switch self {
    case .list(let values): values.map(read)
    case .mapping(let entries): entries.map { PartialText(pattern: $0.name) }
    case .text, .unknown: [read(self)]
    }
  }

  /// The texts of a mapping, or of a list of `NAME=value`; `nil` when the names are not known.
  var assignments: [String: PartialText]? {
    switch self {
    case .mapping(let entries):
      return Dictionary(entries.map { ($0.name, $0.value.text) }, uniquingKeysWith: { $1 })
    case .list(let values):
      var result: [String: PartialText] = [:]
      for value in values {
        let (name, text) = value.text.assignment
        guard let name = name.text else { return nil }
        result[name] = text ?? .unknown
      }
      return result
    case .text, .unknown: return nil
    }
  }

  /// The value of a name in a mapping.
  subscript(name: String) -> DefinitionValue? {
    guard case .mapping(let entries) = self else { return nil }
    return entries.last { $0.name == name }?.value
  }

  /// The value of a node of a YAML or JSON file.
  ///
  /// - Parameter expand: puts variables into a text.
  init(_ node: Node, expand: (String) -> PartialText) {
    switch node.kind {
    case .scalar: self = .text(expand(node.plainText ?? ""))
    case .sequence: self = .list(node.items.map { DefinitionValue($0, expand: expand) })
    case .mapping:
      self = .mapping(
        node.entries.compactMap { entry in
          entry.key.text.map { ($0, DefinitionValue(entry.value, expand: expand)) }
        })
    }
  }
}
