public import SourceText

/// Something in a workflow file that GitHub's parser refuses.
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
  }

  /// What kind of fault it is.
  public var kind: Kind
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
    _ kind: Kind, _ message: String, at range: SourceRange, help: String? = nil, path: [String]
  ) {
    self.kind = kind
    self.message = message
    self.range = range
    self.help = help
    self.path = path
  }
}
