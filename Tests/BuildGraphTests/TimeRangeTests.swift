import BuildGraph
import Testing

@Suite("Times are read and written as people do")
struct TimeRangeTests {
  @Test(arguments: [
    ("15", TimeRange(minutes: 15)),
    ("15 min", TimeRange(minutes: 15)),
    ("3–4", TimeRange(minutes: 3, 4)),
    ("3-4", TimeRange(minutes: 3, 4)),
    ("3 – 4 min", TimeRange(minutes: 3, 4)),
    ("1.5", TimeRange(seconds: 90)),
    ("0.25", TimeRange(seconds: 15)),
    ("3:20", TimeRange(seconds: 200)),
    ("3:20–4:50", TimeRange(seconds: 200, 290)),
    ("0", TimeRange.zero),
  ])
  func readsMinutes(_ text: String, _ expected: TimeRange) {
    #expect(TimeRange(parsing: text) == expected)
  }

  @Test(arguments: [
    "", "min", "-", "–4", "3–", "4–3", "3–4–5", "1 5", "3:60", "3:5", ":30", "3:", "1.", ".5",
    "0.01", "1.2345", "-3", "+3", "3m", "٣", "525601", "99999999999999999999", "3min",
  ])
  func refusesWhatItCannotRead(_ text: String) {
    #expect(TimeRange(parsing: text) == nil)
  }

  @Test func writesMinutes() {
    #expect(TimeRange(minutes: 15).description == "15 min")
    #expect(TimeRange(minutes: 3, 4).description == "3–4 min")
    #expect(TimeRange(seconds: 270, 330).description == "4.5–5.5 min")
    #expect(TimeRange(seconds: 200, 240).description == "3:20–4:00 min")
    #expect(TimeRange(seconds: 1381).description == "23:01 min")
  }

  @Test func writesClockTimes() {
    #expect(TimeRange(minutes: 15).clock == "15:00")
    #expect(TimeRange(seconds: 5, 1381).clock == "00:05–23:01")
    #expect(TimeRange(minutes: 75).clock == "75:00")
    #expect(TimeRange.clock(-65) == "-01:05")
  }

  @Test func readsWhatItWrites() {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<500 {
      let time = TimeRange(
        seconds: .random(in: 0...9000, using: &random), .random(in: 0...9000, using: &random))
      #expect(TimeRange(parsing: time.description) == time)
      #expect(TimeRange(parsing: time.clock) == time)
    }
  }

  @Test func addsAndComparesEachEndByItself() {
    let short = TimeRange(minutes: 3, 6)
    let long = TimeRange(minutes: 4, 5)
    #expect(short + long == TimeRange(minutes: 7, 11))
    #expect(TimeRange.max(short, long) == TimeRange(minutes: 4, 6))
    #expect(TimeRange(minutes: 4, 3) == TimeRange(minutes: 3, 4))
  }
}
