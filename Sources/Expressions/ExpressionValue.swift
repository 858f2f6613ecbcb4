/// What an expression gives.
public enum ExpressionValue: Sendable {
  /// Nothing: also what a property that is not there gives.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number.
  case number(Double)
  /// A text.
  case string(String)
  /// A list.
  case array(ExpressionArray)
  /// Keys and values.
  case object(ExpressionObject)
  /// Nobody can tell before the run. Even then it may be certain whether it counts as true.
  case unknown(truth: Bool?)

  /// Nothing at all is known.
  public static let unknown = ExpressionValue.unknown(truth: nil)

  /// A list.
  public static func array(_ elements: [ExpressionValue]) -> ExpressionValue {
    .array(ExpressionArray(elements))
  }

  /// Keys and values, in the order in which they are listed.
  public static func object(_ members: [(String, ExpressionValue)]) -> ExpressionValue {
    .object(ExpressionObject(members))
  }

  /// Whether a condition with this value is met; `nil` when nobody can tell.
  ///
  /// False are `false`, zero, `NaN`, an empty text and nothing.
  public var truth: Bool? {
    switch self {
    case .null: false
    case .bool(let value): value
    case .number(let number): number != 0 && !number.isNaN
    case .string(let text): !text.isEmpty
    case .array, .object: true
    case .unknown(let truth): truth
    }
  }

  /// The text that stands in its place in a scalar; `nil` when nobody can tell.
  public var text: String? {
    switch self {
    case .null: ""
    case .bool(let value): value ? "true" : "false"
    case .number(let number): ExpressionNumber.text(of: number)
    case .string(let text): text
    case .array: "Array"
    case .object: "Object"
    case .unknown: nil
    }
  }

  /// The number that it counts as; `NaN` for none, `nil` when nobody can tell.
  public var number: Double? {
    switch self {
    case .null: 0
    case .bool(let value): value ? 1 : 0
    case .number(let number): number
    case .string(let text): ExpressionNumber.value(of: text) ?? .nan
    case .array, .object: .nan
    case .unknown: nil
    }
  }

  /// Whether it is a text, a number, a truth value or nothing.
  var isPrimitive: Bool {
    switch self {
    case .null, .bool, .number, .string: true
    case .array, .object, .unknown: false
    }
  }

  var isUnknown: Bool {
    if case .unknown = self { true } else { false }
  }
}

/// A list. Two lists are equal only when they are the same one.
public final class ExpressionArray: Sendable {
  /// The elements.
  public let elements: [ExpressionValue]
  /// Whether it comes from `.*`, so that a property of it means that of each element.
  let isFiltered: Bool

  /// Creates a list.
  public convenience init(_ elements: [ExpressionValue]) {
    self.init(elements, isFiltered: false)
  }

  init(_ elements: [ExpressionValue], isFiltered: Bool) {
    self.elements = elements
    self.isFiltered = isFiltered
  }
}

/// Keys and values. Two objects are equal only when they are the same one.
public final class ExpressionObject: Sendable {
  /// The members, in order; of two keys that differ in case alone the first counts.
  public let members: [(key: String, value: ExpressionValue)]
  /// Whether there may be more members than are known.
  public let isOpen: Bool
  private let places: [String: Int]

  /// Creates an object.
  /// - Parameters:
  ///   - members: the keys and their values.
  ///   - isOpen: whether there may be more that are not known; a key that is not listed is then
  ///     unknown rather than `null`.
  public init(_ members: [(String, ExpressionValue)], isOpen: Bool = false) {
    self.members = members.map { (key: $0.0, value: $0.1) }
    self.isOpen = isOpen
    places = Dictionary(
      members.enumerated().map { ($1.0.uppercasedForComparison, $0) },
      uniquingKeysWith: { old, _ in old })
  }

  /// The value of a key, whose case does not count; `nil` when there is none.
  public subscript(key: String) -> ExpressionValue? {
    if let place = places[key.uppercasedForComparison] { return members[place].value }
    return isOpen ? .unknown : nil
  }
}
