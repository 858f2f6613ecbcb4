/// A value to be written as YAML, with the little layout a person would choose.
public struct YAMLValue: Hashable, Sendable {
  /// What the value is.
  public enum Content: Hashable, Sendable {
    /// Nothing; written as an empty value behind a key.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A whole number.
    case int(Int)
    /// A number; use `int` for whole ones.
    case float(Double)
    /// A text; quoted only where a reader would not see a string otherwise.
    case string(String)
    /// A list.
    case sequence([YAMLValue])
    /// Keys and values, written in this order.
    case mapping([Pair])
  }

  /// One entry of a mapping.
  public struct Pair: Hashable, Sendable {
    /// The key.
    public var key: String
    /// The value, with the layout of the entry.
    public var value: YAMLValue

    /// Creates an entry.
    public init(_ key: String, _ value: YAMLValue) {
      self.key = key
      self.value = value
    }
  }

  /// What the value is.
  public var content: Content
  /// Whether a collection is written in brackets on one line.
  public var isFlow = false
  /// What is said behind the value, or behind the key of a block collection.
  public var comment: String?
  /// The lines of comment above the entry or item.
  public var commentsBefore: [String] = []
  /// Whether an empty line stands above the entry or item and its comments.
  public var hasBlankLineBefore = false

  /// Creates a value with default layout.
  public init(_ content: Content) {
    self.content = content
  }

  /// Nothing.
  public static let null = YAMLValue(.null)

  /// Creates a boolean.
  public static func bool(_ value: Bool) -> YAMLValue { YAMLValue(.bool(value)) }

  /// Creates a whole number.
  public static func int(_ value: Int) -> YAMLValue { YAMLValue(.int(value)) }

  /// Creates a number.
  public static func float(_ value: Double) -> YAMLValue { YAMLValue(.float(value)) }

  /// Creates a text.
  public static func string(_ value: String) -> YAMLValue { YAMLValue(.string(value)) }

  /// Creates a list.
  public static func sequence(_ items: [YAMLValue]) -> YAMLValue { YAMLValue(.sequence(items)) }

  /// Creates a list of texts.
  public static func strings(_ items: some Sequence<String>) -> YAMLValue {
    YAMLValue(.sequence(items.map { .string($0) }))
  }

  /// Creates a mapping.
  public static func mapping(_ pairs: [(String, YAMLValue)]) -> YAMLValue {
    YAMLValue(.mapping(pairs.map { Pair($0, $1) }))
  }
}

extension YAMLValue {
  /// The same value on one line, in brackets.
  public func flow() -> YAMLValue {
    var copy = self
    copy.isFlow = true
    return copy
  }

  /// The same value with a comment behind it.
  public func commented(_ comment: String?) -> YAMLValue {
    var copy = self
    copy.comment = comment
    return copy
  }

  /// The same value with lines of comment above its entry or item.
  public func preceded(by comments: String...) -> YAMLValue {
    var copy = self
    copy.commentsBefore = comments
    return copy
  }

  /// The same value with an empty line above its entry or item.
  public func afterBlankLine() -> YAMLValue {
    var copy = self
    copy.hasBlankLineBefore = true
    return copy
  }

  /// The same value without any layout but the choice of brackets.
  public var withoutComments: YAMLValue {
    var copy = YAMLValue(content)
    copy.isFlow = isFlow
    switch content {
    case .sequence(let items):
      copy.content = .sequence(items.map(\.withoutComments))
    case .mapping(let pairs):
      copy.content = .mapping(pairs.map { Pair($0.key, $0.value.withoutComments) })
    case .null, .bool, .int, .float, .string:
      break
    }
    return copy
  }
}

extension YAMLValue: ExpressibleByStringInterpolation {
  /// Creates a text.
  public init(stringLiteral value: String) { self.init(.string(value)) }
}

extension YAMLValue: ExpressibleByIntegerLiteral {
  /// Creates a whole number.
  public init(integerLiteral value: Int) { self.init(.int(value)) }
}

extension YAMLValue: ExpressibleByBooleanLiteral {
  /// Creates a boolean.
  public init(booleanLiteral value: Bool) { self.init(.bool(value)) }
}

extension YAMLValue: ExpressibleByArrayLiteral {
  /// Creates a list.
  public init(arrayLiteral elements: YAMLValue...) { self.init(.sequence(elements)) }
}

extension YAMLValue: ExpressibleByDictionaryLiteral {
  /// Creates a mapping in the order of the literal.
  public init(dictionaryLiteral elements: (String, YAMLValue)...) {
    self = .mapping(elements)
  }
}
