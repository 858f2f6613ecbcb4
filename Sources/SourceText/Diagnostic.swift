/// How much a finding matters. Ordered from the least to the most severe.
public enum Severity: String, Hashable, Sendable, CaseIterable, Comparable {
  /// Worth knowing; nothing will go wrong.
  case info
  /// Something will go wrong in some runs, or cost more than it should.
  case warning
  /// Something will go wrong.
  case error

  public static func < (left: Severity, right: Severity) -> Bool {
    left.rank < right.rank
  }

  private var rank: Int {
    switch self {
    case .info: 0
    case .warning: 1
    case .error: 2
    }
  }
}

/// A range in a file.
public struct SourceLocation: Hashable, Sendable {
  /// The file.
  public var file: SourceFile
  /// The range in it.
  public var range: SourceRange

  /// Creates a location.
  public init(_ file: SourceFile, _ range: SourceRange) {
    self.file = file
    self.range = range
  }
}

/// One finding: what is there, exactly where, and how to mend it.
public struct Diagnostic: Hashable, Sendable {
  /// A second place that explains the first.
  public struct Label: Hashable, Sendable {
    /// The place.
    public var location: SourceLocation
    /// What is there; lower case, no full stop.
    public var message: String

    /// Creates a label.
    public init(_ message: String, at location: SourceLocation) {
      self.location = location
      self.message = message
    }
  }

  /// The id of the rule, in kebab case.
  public var rule: String
  /// How much it matters.
  public var severity: Severity
  /// What is there and what will happen; lower case, no full stop.
  public var message: String
  /// Where it is.
  public var location: SourceLocation
  /// Other places that explain it.
  public var labels: [Label]
  /// How to mend it, in words, when no fix can say it.
  public var help: String?
  /// Changes that mend it.
  public var fixes: [Fix]

  /// Creates a finding.
  public init(
    _ rule: String, _ severity: Severity, _ message: String, at location: SourceLocation,
    labels: [Label] = [], help: String? = nil, fixes: [Fix] = []
  ) {
    self.rule = rule
    self.severity = severity
    self.message = message
    self.location = location
    self.labels = labels
    self.help = help
    self.fixes = fixes
  }
}

extension Diagnostic: Comparable {
  /// By file name, then range, then rule, then message: the order of every output.
  public static func < (left: Diagnostic, right: Diagnostic) -> Bool {
    if left.location.file.name != right.location.file.name {
      return left.location.file.name < right.location.file.name
    }
    if left.location.range != right.location.range {
      return left.location.range < right.location.range
    }
    return (left.rule, left.message) < (right.rule, right.message)
  }
}
