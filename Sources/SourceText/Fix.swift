/// Replaces the bytes of a range.
public struct Edit: Hashable, Sendable {
  /// What is replaced; empty for an insertion.
  public var range: SourceRange
  /// What stands there afterwards.
  public var replacement: String

  /// Creates an edit.
  public init(_ range: SourceRange, _ replacement: String) {
    self.range = range
    self.replacement = replacement
  }
}

/// A change to one file that mends a finding.
public struct Fix: Hashable, Sendable {
  /// What may change when the fix is applied without a person looking.
  public enum Safety: Hashable, Sendable, Comparable {
    /// One of several answers; never applied unasked.
    case suggestion
    /// Mends the finding, but may change what else happens.
    case unsafe
    /// Same meaning, comments kept.
    case safe
  }

  /// What it does, as an imperative sentence without full stop.
  public var title: String
  /// Whether it may be applied unasked.
  public var safety: Safety
  /// The edits; none overlaps another.
  public var edits: [Edit]

  /// Creates a fix.
  public init(_ title: String, _ safety: Safety, _ edits: [Edit]) {
    self.title = title
    self.safety = safety
    self.edits = edits
  }
}

extension [Fix] {
  /// Those of at least the given safety that can be applied together.
  ///
  /// A fix that overlaps an earlier one is left out: it waits for the next round.
  public func together(atLeast safety: Fix.Safety) -> [Fix] {
    var accepted: [Edit] = []
    return filter { fix in
      guard fix.safety >= safety else { return false }
      let clashes = fix.edits.contains { edit in
        accepted.contains { $0.range.overlaps(edit.range) || $0.range.start == edit.range.start }
      }
      if !clashes { accepted += fix.edits }
      return !clashes
    }
  }
}

extension SourceFile {
  /// The file after all fixes of at least the given safety that can be applied together.
  public func applying(_ fixes: [Fix], atLeast safety: Fix.Safety) -> SourceFile {
    let edits = fixes.together(atLeast: safety).flatMap(\.edits)
    var result: [UInt8] = []
    var offset = 0
    for edit in edits.sorted(by: { $0.range < $1.range }) {
      result += bytes[offset..<edit.range.start]
      result += Array(edit.replacement.utf8)
      offset = edit.range.end
    }
    result += bytes[offset...]
    return SourceFile(name: name, bytes: result)
  }
}
