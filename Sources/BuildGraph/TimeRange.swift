/// How long something takes: from `low` to `high`, in whole seconds.
public struct TimeRange: Hashable, Sendable {
  /// The shortest time, in seconds.
  public let low: Int
  /// The longest time, in seconds; never less than `low`.
  public let high: Int

  /// Creates the range between two times in seconds, given in either order.
  public init(seconds first: Int, _ second: Int) {
    low = Swift.min(first, second)
    high = Swift.max(first, second)
  }

  /// Creates a time that does not vary, in seconds.
  public init(seconds: Int) {
    self.init(seconds: seconds, seconds)
  }

  /// Creates the range between two times in minutes, given in either order.
  public init(minutes first: Int, _ second: Int) {
    self.init(seconds: first * 60, second * 60)
  }

  /// Creates a time that does not vary, in minutes.
  public init(minutes: Int) {
    self.init(minutes: minutes, minutes)
  }

  /// No time at all.
  public static let zero = TimeRange(seconds: 0)

  /// One after the other.
  public static func + (left: TimeRange, right: TimeRange) -> TimeRange {
    TimeRange(seconds: left.low + right.low, left.high + right.high)
  }

  /// Both at once: the longer of the two, at each end.
  public static func max(_ left: TimeRange, _ right: TimeRange) -> TimeRange {
    TimeRange(seconds: Swift.max(left.low, right.low), Swift.max(left.high, right.high))
  }
}

extension TimeRange: CustomStringConvertible {
  /// As a clock shows it: `23:01`, `29:00–39:00`. Minutes run on beyond 59.
  public var clock: String {
    low == high ? Self.clock(low) : "\(Self.clock(low))–\(Self.clock(high))"
  }

  /// As people say it: `15 min`, `3–4 min`, `4.5 min`, `3:20–4:50 min`.
  public var description: String {
    let decimal = low % 6 == 0 && high % 6 == 0
    let first = Self.minutes(low, decimal: decimal)
    return low == high ? "\(first) min" : "\(first)–\(Self.minutes(high, decimal: decimal)) min"
  }

  /// A number of seconds as `MM:SS`, with a sign when it is negative.
  public static func clock(_ seconds: Int) -> String {
    let (minutes, rest) = seconds.magnitude.quotientAndRemainder(dividingBy: 60)
    return "\(seconds < 0 ? "-" : "")\(padded(minutes)):\(padded(rest))"
  }

  private static func padded(_ number: UInt) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }

  /// Tenths of a minute are six seconds; what is finer is shown as minutes and seconds.
  private static func minutes(_ seconds: Int, decimal: Bool) -> String {
    let (minutes, rest) = seconds.quotientAndRemainder(dividingBy: 60)
    if !decimal { return "\(minutes):\(padded(rest.magnitude))" }
    return rest == 0 ? "\(minutes)" : "\(minutes).\(rest / 6)"
  }
}
