/// What is known of a value before a run.
public indirect enum ExpressionType: Hashable, Sendable {
  /// Nothing.
  case any
  /// It is `null`.
  case null
  /// `true` or `false`.
  case bool
  /// A number.
  case number
  /// A text.
  case string
  /// A list of such values.
  case array(ExpressionType)
  /// The values of known keys, in lower case, and of all others; `nil` when there are no others.
  case object([String: ExpressionType], others: ExpressionType?)

  /// An object with these keys and no others.
  public static func closed(_ keys: [String: ExpressionType]) -> ExpressionType {
    .object(
      Dictionary(keys.map { ($0.lowercased(), $1) }, uniquingKeysWith: { old, _ in old }),
      others: nil)
  }

  /// An object of whose values alone something is known.
  public static func open(_ others: ExpressionType = .any) -> ExpressionType {
    .object([:], others: others)
  }

  /// The type of a value.
  init(_ value: ExpressionValue) {
    switch value {
    case .null: self = .null
    case .bool: self = .bool
    case .number: self = .number
    case .string: self = .string
    case .unknown: self = .any
    case .array(let array):
      let types = Set(array.elements.map { ExpressionType($0) })
      self = .array(types.count == 1 ? types.first ?? .any : .any)
    case .object(let object):
      let keys = object.members.map { ($0.key.lowercased(), ExpressionType($0.value)) }
      self = .object(
        Dictionary(keys, uniquingKeysWith: { old, _ in old }), others: object.isOpen ? .any : nil)
    }
  }

  /// Whether it is an object or a list.
  public var isCollection: Bool {
    switch self {
    case .array, .object: true
    case .any, .null, .bool, .number, .string: false
    }
  }

  /// What it is called.
  var name: String {
    switch self {
    case .any: "a value"
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .string: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}
