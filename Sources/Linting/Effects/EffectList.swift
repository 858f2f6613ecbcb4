/// What runs of workflows do and, behind its end, what called workflows do when they are read alone.
///
/// A called workflow is a part of its callers' runs, so whoever looks at all runs must not meet it
/// twice. Effects of its own jobs are found by their positions, which subscripts take.
struct EffectList<Element: Sendable>: RandomAccessCollection, Sendable {
  /// All of them: those of runs first.
  private(set) var everything: [Element] = []
  private var runs: Int?

  /// The position of the first one.
  var startIndex: Int { 0 }
  /// The position behind the last one of a run.
  var endIndex: Int { runs ?? everything.count }

  /// The one at a position, be it behind the end.
  subscript(position: Int) -> Element { everything[position] }

  /// Adds some.
  mutating func append(_ elements: [Element]) { everything += elements }

  /// Says that no more runs follow.
  mutating func endRuns() { runs = everything.count }
}
