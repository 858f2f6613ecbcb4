/// A small generator of numbers that always gives the same ones for a seed.
public struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  /// Starts at a seed.
  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Whether something happens that does so in that many of a hundred cases.
  public mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &self) < percent
  }

  /// One of a list that is not empty; the alternative when it is.
  public mutating func pick<T>(_ list: [T], or alternative: T) -> T {
    list.randomElement(using: &self) ?? alternative
  }

  /// A few members of a list, each at most once, in any order.
  public mutating func some<T>(_ list: [T], atMost: Int) -> [T] {
    Array(list.shuffled(using: &self).prefix(Int.random(in: 0...atMost, using: &self)))
  }
}
