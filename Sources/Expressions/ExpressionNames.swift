/// The contexts and functions that an expression may use.
public struct ExpressionNames: Hashable, Sendable {
  /// How many arguments a function takes.
  public struct Arity: Hashable, Sendable {
    /// The least number.
    public var least: Int
    /// The greatest number.
    public var most: Int
    /// Whether the number must be odd.
    public var isOdd = false
  }

  /// The contexts, in lower case; `nil` when every name is taken for one.
  public var contexts: Set<String>?
  /// The functions, by their names in lower case.
  public var functions: [String: Arity]

  /// The most arguments that GitHub takes in one call.
  static let mostArguments = 255

  /// The functions that are known everywhere.
  ///
  /// Source: GitHub docs, "Evaluate expressions in workflows and actions", functions.
  public static let generalFunctions: [String: Arity] = [
    "case": Arity(least: 3, most: mostArguments, isOdd: true),
    "contains": Arity(least: 2, most: 2),
    "endswith": Arity(least: 2, most: 2),
    "format": Arity(least: 1, most: mostArguments),
    "fromjson": Arity(least: 1, most: 1),
    "join": Arity(least: 1, most: 2),
    "startswith": Arity(least: 2, most: 2),
    "tojson": Arity(least: 1, most: 1),
  ]

  /// The functions that ask how a job or a run fares.
  ///
  /// Source: GitHub docs, as above, status check functions.
  public static let statusFunctions: [String: Arity] = [
    "always": Arity(least: 0, most: 0),
    "cancelled": Arity(least: 0, most: 0),
    "failure": Arity(least: 0, most: mostArguments),
    "success": Arity(least: 0, most: mostArguments),
  ]

  /// `hashFiles`.
  public static let fileFunctions: [String: Arity] = [
    "hashfiles": Arity(least: 1, most: mostArguments)
  ]

  /// Creates the names; the general functions are always among them.
  public init(contexts: Set<String>?, functions: [String: Arity] = [:]) {
    self.contexts = contexts
    self.functions = Self.generalFunctions.merging(functions) { $1 }
  }

  /// Every context, and every function of GitHub's.
  public static let all = ExpressionNames(
    contexts: nil, functions: statusFunctions.merging(fileFunctions) { $1 })
}
