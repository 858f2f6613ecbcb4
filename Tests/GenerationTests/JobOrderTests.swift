import Testing

@testable import Generation

@Suite("The most images that jobs in an order build at once")
struct JobOrderTests {
  /// Against all sets of elements, in random orders.
  @Test(arguments: 0..<200) func findsTheHeaviestSet(_ seed: Int) {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let count = 1 + random(7)
    let weights = (0..<count).map { _ in 1 + random(3) }
    var before: [[Int]] = []
    for element in 0..<count {
      let near = (0..<element).filter { _ in random(3) == 0 }
      before.append(Set(near + near.flatMap { before[$0] }).sorted())
    }
    let sets = (0..<(1 << count)).map { bits in (0..<count).filter { bits >> $0 & 1 == 1 } }
    let best = sets.filter { set in
      set.allSatisfy { element in !before[element].contains { set.contains($0) } }
    }.map { $0.reduce(0) { $0 + weights[$1] } }.max()
    #expect(Pipeline.width(of: weights, before: before) == best)
  }
}
