import SourceText
import YAML

/// How long a step takes at most by what it says itself, and how that comes about.
struct TimeBound {
  /// Minutes.
  var minutes: Double
  /// How they come about, for messages: `3 attempts of 15 minutes`.
  var words: String
  /// What says so.
  var range: SourceRange
}

extension Job {
  /// The longest that a step of this job may take by inner limits: attempts of a retrying action,
  /// or of a loop, each with its own limit; `nil` when there are none or they are not known.
  ///
  /// - Parameter pauses: whether what a loop sleeps counts, which ends nothing that hangs.
  func innerBound(
    of step: Step, in workflow: WorkflowFile, countingPauses pauses: Bool
  ) -> TimeBound? {
    switch step.action {
    case "nick-fields/retry", "nick-invision/retry": Self.retries(of: step)
    case .some: nil
    case nil: scriptBound(of: step, in: workflow, countingPauses: pauses)
    }
  }

  /// Source: README of nick-fields/retry: inputs and defaults.
  private static func retries(of step: Step) -> TimeBound? {
    func number(_ name: String, default value: Double?) -> Double? {
      guard let node = step.input(name) else { return value }
      return node.plainText.flatMap { Double($0) }
    }
    guard let attempts = number("max_attempts", default: 3), attempts >= 1,
      let wait = number("retry_wait_seconds", default: 10),
      let named = step.input("timeout_minutes") ?? step.input("timeout_seconds"),
      let length = named.plainText.flatMap({ Double($0) }), length > 0
    else { return nil }
    let minutes = step.input("timeout_minutes") == nil ? length / 60 : length
    let pauses = (attempts - 1) * wait / 60
    return TimeBound(
      minutes: attempts * minutes + (pauses >= 1 ? pauses : 0),
      words: words(attempts, minutes), range: named.range)
  }

  private func scriptBound(
    of step: Step, in workflow: WorkflowFile, countingPauses pauses: Bool
  ) -> TimeBound? {
    let sought = (pauses ? ["timeout ", "sleep "] : ["timeout "]).filter {
      workflow.words.mayHold($0)
    }
    guard !sought.isEmpty, let node = workflow.script(of: step, in: self), let bytes = node.utf8,
      sought.contains(where: { bytes.holds($0) })
    else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    let loops = ShellLoop.all(in: text)
    let places = ScalarPlaces(of: node, in: workflow.file)
    let scope = ValueScope(environments: [], leg: MatrixLeg(values: nil), slug: nil)
    let bounds = ShellReader.commands(in: text, scope: scope).compactMap { command -> TimeBound? in
      let around = loops.filter { $0.range.contains(command.range.lowerBound) }
      guard around.count <= 1, around.first?.isCounted ?? true else { return nil }
      let attempts = Double(around.first?.times ?? 1)
      if pauses, let seconds = command.sleepSeconds {
        // A loop that somebody leaves by a condition inside waits as long as that is not met.
        guard !around.isEmpty else { return nil }
        let all = attempts * seconds / 60
        return TimeBound(
          minutes: all,
          words: "\(TimeLimit.shown(attempts)) rounds with pauses of \(TimeLimit.shown(seconds)) "
            + "seconds, \(TimeLimit.shown(all)) minutes in all",
          range: places.range(command.range))
      }
      guard let minutes = command.timeoutMinutes else { return nil }
      return TimeBound(
        minutes: attempts * minutes, words: Self.words(attempts, minutes),
        range: places.range(command.range))
    }
    return bounds.max { $0.minutes < $1.minutes }
  }

  private static func words(_ attempts: Double, _ minutes: Double) -> String {
    let each = "\(TimeLimit.shown(minutes)) minutes"
    return attempts == 1
      ? each
      : "\(TimeLimit.shown(attempts)) attempts of \(each), \(TimeLimit.shown(attempts * minutes)) in all"
  }
}

extension ShellCommand {
  /// The seconds that `sleep` takes.
  fileprivate var sleepSeconds: Double? {
    guard name == "sleep", words.count == 2, let text = words[1].text.text, let last = text.last
    else { return nil }
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600]
    return units[last].flatMap { unit in Double(text.dropLast()).map { $0 * unit } } ?? Double(text)
  }

  /// The minutes that `timeout` gives to a command.
  fileprivate var timeoutMinutes: Double? {
    guard name == "timeout" else { return nil }
    var rest = words.dropFirst()
    while let word = rest.popFirst() {
      guard let text = word.text.text else { return nil }
      if text == "-k" || text == "-s" || text == "--kill-after" || text == "--signal" {
        rest = rest.dropFirst()
        continue
      }
      if text.hasPrefix("-") { continue }
      let units: [Character: Double] = ["s": 1.0 / 60, "m": 1, "h": 60, "d": 1440]
      if let last = text.last, let unit = units[last] {
        return Double(text.dropLast()).map { $0 * unit }
      }
      return Double(text).map { $0 / 60 }
    }
    return nil
  }
}

/// A loop of a shell script.
struct ShellLoop {
  /// What is repeated, in bytes of the script.
  var range: Range<Int>
  /// How often at most; `nil` when that is not known.
  var times: Int?

  /// Whether it is known how often it goes round.
  var isCounted: Bool { times != nil }

  /// The loops of a script, by lines and words: careful rather than exact.
  static func all(in script: String) -> [ShellLoop] {
    var found: [ShellLoop] = []
    var open: [(start: Int, times: Int?)] = []
    var offset = 0
    for line in script.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let text = String(decoding: line, as: UTF8.self)
      let words = text.split { $0 == " " || $0 == ";" || $0 == "\t" }.map(String.init)
      for (index, word) in words.enumerated() {
        switch word {
        case "for", "while", "until", "select":
          open.append((offset, word == "for" ? times(words[(index + 1)...]) : nil))
        case "done":
          if let loop = open.popLast() {
            found.append(ShellLoop(range: loop.start..<(offset + line.count), times: loop.times))
          }
        default: break
        }
      }
      offset += line.count + 1
    }
    return found
  }

  /// A number that can be counted with; nobody means one beyond.
  private static func count(_ text: some StringProtocol) -> Int? {
    Int(text).flatMap { $0.magnitude < 1_000_000_000 ? $0 : nil }
  }

  /// How often `for NAME in WORD… do` goes round.
  private static func times(_ words: ArraySlice<String>) -> Int? {
    guard words.dropFirst().first == "in" else { return nil }
    let list = words.dropFirst(2).prefix { $0 != "do" }
    guard let first = list.first else { return nil }
    if first == "$(seq" {
      let numbers = list.dropFirst().map { count($0.filter { $0 != ")" }) }
      guard let first = numbers.first ?? nil else { return nil }
      guard numbers.count > 1 else { return max(0, first) }
      return numbers.count == 2 ? numbers[1].map { max(0, $0 - first + 1) } : nil
    }
    if list.count == 1, first.hasPrefix("{"), first.hasSuffix("}") {
      let ends = first.dropFirst().dropLast().split(separator: ".").compactMap { count($0) }
      return ends.count == 2 ? abs(ends[1] - ends[0]) + 1 : nil
    }
    return list.contains { $0.contains("$") || $0.contains("*") || $0.contains("`") }
      ? nil : list.count
  }
}
