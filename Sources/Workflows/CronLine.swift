/// A cron line as GitHub reads it: minute, hour, day, month and weekday, with `*`, lists, ranges and
/// steps. `@daily` and its like, `?` and `L` are not known there.
///
/// Docs "Events that trigger workflows", schedule.
public enum CronLine {
  /// One of the five fields.
  private struct Field {
    let name: String
    let bounds: ClosedRange<Int>
    /// The words for the first values.
    var words: [Substring] = []

    /// The value of a number or a word; `nil` when it is none, or out of bounds.
    func value(_ text: Substring) -> Int? {
      if let index = words.firstIndex(of: Substring(text.uppercased())) {
        return bounds.lowerBound + index
      }
      guard text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text),
        bounds.contains(number)
      else { return nil }
      return number
    }

    /// The values of a part of a list: `*`, a value, or a range, each with or without a step.
    func values(_ part: Substring) -> [Int]? {
      let halves = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      var step = 1
      if halves.count == 2 {
        guard let stated = Int(halves[1]), (1...bounds.upperBound).contains(stated),
          halves[1].first != "+"
        else { return nil }
        step = stated
      }
      if halves[0] == "*" { return Array(stride(from: bounds.lowerBound, through: end, by: step)) }
      let ends = halves[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        .map { value($0) }
      guard let first = ends.first.flatMap(\.self) else { return nil }
      guard ends.count == 2 else {
        // `20/15` goes on to the end.
        return halves.count == 2 ? Array(stride(from: first, through: end, by: step)) : [first]
      }
      guard let last = ends[1], last >= first else { return nil }
      return Array(stride(from: first, through: last, by: step))
    }

    private var end: Int { bounds.upperBound }
  }

  private static let fields = [
    Field(name: "minute", bounds: 0...59), Field(name: "hour", bounds: 0...23),
    Field(name: "day", bounds: 1...31),
    Field(
      name: "month", bounds: 1...12,
      words: "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(separator: " ")),
    Field(
      name: "weekday", bounds: 0...6, words: "SUN MON TUE WED THU FRI SAT".split(separator: " ")),
  ]

  /// What is wrong with a line, to be read behind it; `nil` for nothing.
  public static func fault(of text: String) -> String? {
    let parts = text.split(separator: " ")
    guard parts.count == fields.count else { return "neither five fields nor none" }
    var minutes: Set<Int> = []
    for (field, part) in zip(fields, parts) {
      for item in part.split(separator: ",", omittingEmptySubsequences: false) {
        guard let values = field.values(item) else {
          return "whose \(field.name) '\(item)' is not within "
            + "\(field.bounds.lowerBound)-\(field.bounds.upperBound)"
        }
        if field.name == "minute" { minutes.formUnion(values) }
      }
    }
    let sorted = minutes.sorted()
    let isTooOften = zip(sorted, sorted.dropFirst()).contains { $1 - $0 < 5 }
    return isTooOften ? "more often than every five minutes" : nil
  }
}
