/// A value that was read from a Dockerfile, or the name of what is missing to know it.
public enum Resolved<Value: Hashable & Sendable>: Hashable, Sendable {
  /// The value.
  case known(Value)
  /// It depends on an argument or a variable that has no value here.
  case unknown(argument: String)

  /// The value, when it is known.
  public var value: Value? {
    switch self {
    case .known(let value): value
    case .unknown: nil
    }
  }

  /// The name of what is missing, when the value is not known.
  public var missingArgument: String? {
    switch self {
    case .known: nil
    case .unknown(let argument): argument
    }
  }

  /// The value transformed; what is unknown stays so.
  func map<Other>(_ transform: (Value) -> Other) -> Resolved<Other> {
    switch self {
    case .known(let value): .known(transform(value))
    case .unknown(let argument): .unknown(argument: argument)
    }
  }
}
