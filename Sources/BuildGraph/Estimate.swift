/// How long it takes when every node takes its shortest time, and when every node its longest.
public struct Estimate: Sendable {
  /// With the shortest time of every node.
  public let low: Schedule
  /// With the longest time of every node.
  public let high: Schedule
  /// Nodes whose duration nobody has stated. They count as taking no time, so with any of them the
  /// figures are lower bounds.
  public let unknown: [NodeID]

  /// From the start to the end.
  ///
  /// Under caps shorter builds can, rarely, take longer together, because they change the order; the
  /// range then still covers both figures.
  public var total: TimeRange { TimeRange(seconds: low.duration, high.duration) }

  /// When the last node finishes: ``total`` and what passed before the start.
  public var finish: TimeRange { TimeRange(seconds: low.finish, high.finish) }

  /// What is saved against another way to run the same nodes: like against like, low against low.
  public func saving(over other: Estimate) -> (low: Saving, high: Saving) {
    (
      Saving(from: other.low.duration, to: low.duration),
      Saving(from: other.high.duration, to: high.duration)
    )
  }
}

/// What one way saves against another.
public struct Saving: Hashable, Sendable {
  /// In seconds; negative when it takes longer.
  public let seconds: Int
  /// In per cent of the time without it, rounded; 0 when that is no time at all.
  public let percent: Int

  /// The saving of one number of seconds against another.
  public init(from before: Int, to after: Int) {
    seconds = before - after
    let share = before == 0 ? 0 : Double(seconds) / Double(before)
    percent = Int((share * 100).rounded(.toNearestOrAwayFromZero))
  }
}
