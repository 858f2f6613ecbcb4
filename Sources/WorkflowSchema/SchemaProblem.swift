public import SourceText

/// Something in a workflow file that GitHub refuses, or that has another effect than it says.
public struct SchemaProblem: Hashable, Sendable {
  /// What kind of fault it is.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A key that GitHub does not know there.
    case unknownKey
    /// A key that differs from an earlier one in case alone.
    case repeatedKey
    /// A key that must be there and is not.
    case missingKey
    /// A list, a mapping or a scalar where another of these is expected.
    case wrongShape
    /// A scalar that is none of those that GitHub accepts there.
    case wrongValue
    /// An expression where GitHub evaluates none.
    case expressionNotAllowed
    /// An expression that cannot be read.
    case invalidExpression
    /// An expression that reads what is not there, or gives what is of no use.
    case doubtfulExpression
    /// A name of a job or a step that GitHub does not take, or that is there twice.
    case invalidIdentifier
    /// A job that needs one that is not there, or waits for itself.
    case invalidNeeds
    /// A schedule that GitHub does not know.
    case invalidSchedule
    /// A filter, or two that exclude each other, through which nothing can come.
    case invalidFilter
    /// An input whose parts contradict each other.
    case invalidInput
    /// A reference to a workflow that cannot be one.
    case invalidReference
    /// A condition whose result does not depend on what it says.
    case constantCondition
    /// A part of a matrix without effect.
    case idleMatrix
  }

  /// What kind of fault it is.
  public var kind: Kind
  /// Whether GitHub refuses the file, or does something else than it says.
  public var severity: Severity = .error
  /// What is wrong; lower case, no full stop.
  public var message: String
  /// Where GitHub points.
  public var range: SourceRange
  /// The exact place within, and what is there.
  public var detail: (range: SourceRange, text: String)? {
    get { detailRange.map { ($0, detailText) } }
    set {
      detailRange = newValue?.range
      detailText = newValue?.text ?? ""
    }
  }
  /// What would be right.
  public var help: String?
  /// The path of keys down to the place; a list adds nothing.
  public var path: [String]
  private var detailRange: SourceRange?
  private var detailText = ""

  init(
    _ kind: Kind, _ severity: Severity, _ message: String, at range: SourceRange,
    help: String? = nil
  ) {
    self.init(kind, message, at: range, help: help)
    self.severity = severity
  }

  /// Creates an error.
  public init(
    _ kind: Kind, _ message: String, at range: SourceRange, help: String? = nil, path: [String] = []
  ) {
    self.kind = kind
    self.message = message
    self.range = range
    self.help = help
    self.path = path
  }
}
