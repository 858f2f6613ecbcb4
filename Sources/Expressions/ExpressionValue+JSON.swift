public import SourceText

extension ExpressionValue {
  /// The value of a JSON document.
  public init(_ json: JSONValue) {
    switch json {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .integer(let number): self = .number(Double(number))
    case .number(let number): self = .number(number)
    case .string(let text): self = .string(text)
    case .array(let elements): self = .array(elements.map { ExpressionValue($0) })
    case .object(let members): self = .object(members.map { ($0.key, ExpressionValue($0.value)) })
    }
  }

  /// The value as JSON; `nil` when not all of it is known.
  public var json: JSONValue? {
    switch self {
    case .null: return .null
    case .bool(let value): return .bool(value)
    case .number(let number):
      return Int(exactly: number).map(JSONValue.integer) ?? .number(number)
    case .string(let text): return .string(text)
    case .array(let array):
      let elements = array.elements.compactMap(\.json)
      return elements.count == array.elements.count ? .array(elements) : nil
    case .object(let object):
      let members = object.members.compactMap { member in
        member.value.json.map { JSONValue.Member(member.key, $0) }
      }
      return members.count == object.members.count && !object.isOpen ? .object(members) : nil
    case .unknown: return nil
    }
  }
}
