import Expressions
import Workflows

/// What is known of a value in a condition.
enum GateValue {
  /// Nothing.
  case unknown
  /// It is this.
  case known(ExpressionValue)
  /// It is `true` or `false`, no text.
  case bool
  /// It is some text.
  case text
  /// It is one of these texts, which are in lower case.
  case oneOf(Set<String>)
  /// It is a text that begins with one of these, in lower case, and that goes on.
  case starting([String])
  /// It is a text that does not begin with `refs/`.
  case shortName
  /// It is one of these texts and then what a filter lets through.
  case filtered(prefixes: [String], BranchFilter)

  /// Whether it equals a text; `nil` when nobody can tell.
  func equals(_ text: String) -> Bool? {
    let wanted = text.lowercased()
    switch self {
    case .unknown, .text: return nil
    case .known(let value): return value.equals(.string(text))
    case .bool: return ExpressionValue.string(text).number?.isNaN ?? true ? false : nil
    case .oneOf(let texts):
      return texts.contains(wanted) ? (texts.count == 1 ? true : nil) : false
    case .starting(let prefixes):
      return prefixes.contains { wanted.hasPrefix($0) && wanted != $0 } ? nil : false
    case .shortName: return wanted.hasPrefix("refs/") ? false : nil
    case .filtered(let prefixes, let filter):
      return prefixes.contains { prefix in
        wanted.hasPrefix(prefix) && filter.accepts(String(text.dropFirst(prefix.count)))
      } ? nil : false
    }
  }

  /// Whether it begins with a text; `nil` when nobody can tell.
  func starts(with text: String) -> Bool? {
    let wanted = text.lowercased()
    switch self {
    case .unknown, .text, .bool: return nil
    case .known(let value): return value.text.map { $0.lowercased().hasPrefix(wanted) }
    case .oneOf(let texts):
      let found = texts.filter { $0.hasPrefix(wanted) }
      return found.isEmpty ? false : found.count == texts.count ? true : nil
    case .starting(let prefixes), .filtered(let prefixes, _):
      if prefixes.allSatisfy({ $0.hasPrefix(wanted) }) { return true }
      return prefixes.contains { wanted.hasPrefix($0) || $0.hasPrefix(wanted) } ? nil : false
    case .shortName: return wanted.hasPrefix("refs/") ? false : nil
    }
  }

  /// Whether it counts as true; `nil` when nobody can tell.
  var truth: Bool? {
    switch self {
    case .unknown, .text, .bool, .shortName: nil
    case .known(let value): value.truth
    case .oneOf(let texts): texts.contains("") ? nil : true
    case .starting, .filtered: true
    }
  }
}

extension ExpressionValue {
  /// Whether two values are equal for `==`; `nil` when nobody can tell.
  func equals(_ other: ExpressionValue) -> Bool? {
    switch (self, other) {
    case (.unknown, _), (_, .unknown): return nil
    case (.string(let one), .string(let other)): return one.lowercased() == other.lowercased()
    case (.null, .null): return true
    case (.bool(let one), .bool(let other)): return one == other
    default:
      guard let one = number, let other = other.number else { return nil }
      return one == other
    }
  }
}

/// The branches or tags that a trigger lets through.
struct BranchFilter {
  /// The patterns in order, in lower case, as conditions compare without regard to case.
  private var patterns: [FilterPattern]
  /// Whether they name what does not come through.
  private var isIgnoring: Bool

  /// Reads the patterns.
  init(_ patterns: [String], isIgnoring: Bool) {
    self.patterns = patterns.map { FilterPattern($0.lowercased()) }
    self.isIgnoring = isIgnoring
  }

  /// Whether a name may come through. GitHub takes the last pattern that matches.
  func accepts(_ name: String) -> Bool {
    let name = name.lowercased()
    let last = patterns.last { $0.matches(name) }
    return isIgnoring ? last == nil : last.map { !$0.isNegative } ?? false
  }
}
