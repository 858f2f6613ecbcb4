import Manifest
import Testing

@testable import wfgen

@Suite("Whether to wait")
struct SynchronyTests {
  private func waits(
    _ flag: Bool?, _ mode: WaitPolicy.Mode?, _ environment: [String: String]
  ) throws -> Bool {
    try Synchrony(flag: flag, policy: WaitPolicy(mode: mode), environment: environment).waits
  }

  @Test func isWhatTheFirstOfFourSays() throws {
    // Each source that speaks decides whatever those behind it say.
    for answer in [true, false] {
      let word = answer ? "1" : "0"
      let opposite = ["WFGEN_SYNC": answer ? "0" : "1", "CI": answer ? "" : "true"]
      #expect(try waits(answer, answer ? .async : .sync, opposite) == answer)
      #expect(try waits(nil, answer ? .sync : .async, opposite) == answer)
      #expect(
        try waits(nil, nil, ["WFGEN_SYNC": word, "CI": answer ? "" : "true"]) == answer)
    }
    #expect(try waits(nil, nil, [:]) == false)
  }

  @Test(arguments: [
    ("true", true), ("1", true), ("woodpecker", true), ("", false), ("false", false), ("0", false),
  ])
  func isDetectedInCI(_ value: String, _ expected: Bool) throws {
    #expect(try waits(nil, nil, ["CI": value]) == expected)
  }

  @Test func isNotGuessedFromAWordThatSaysNeither() throws {
    #expect(try waits(nil, nil, ["WFGEN_SYNC": "", "CI": "true"]) == true)
    #expect(throws: CommandError.self) { try waits(nil, nil, ["WFGEN_SYNC": "maybe"]) }
    // Where something else has decided, nobody asks.
    #expect(try waits(false, nil, ["WFGEN_SYNC": "maybe"]) == false)
  }
}
