/// A half-open range of UTF-8 offsets into one source file.
public struct SourceRange: Hashable, Sendable {
  /// The offset of the first byte.
  public var start: Int
  /// The offset behind the last byte; equal to `start` for an empty range.
  public var end: Int

  /// Creates the range from `start` up to, not including, `end`.
  public init(_ start: Int, _ end: Int) {
    precondition(start <= end, "a source range ends before it starts")
    self.start = start
    self.end = end
  }

  /// An empty range: a place between two bytes.
  public static func at(_ offset: Int) -> SourceRange {
    SourceRange(offset, offset)
  }

  /// The number of bytes.
  public var count: Int { end - start }
  /// Whether the range covers no byte.
  public var isEmpty: Bool { start == end }

  /// Whether the two ranges share a byte.
  public func overlaps(_ other: SourceRange) -> Bool {
    start < other.end && other.start < end
  }

  /// The smallest range that covers both.
  public func union(_ other: SourceRange) -> SourceRange {
    SourceRange(min(start, other.start), max(end, other.end))
  }
}

extension SourceRange: Comparable {
  public static func < (left: SourceRange, right: SourceRange) -> Bool {
    (left.start, left.end) < (right.start, right.end)
  }
}
