import SourceText

/// Turns the lines of a Dockerfile into instructions and says what BuildKit refuses in them.
struct InstructionParser {
  let file: SourceFile
  var reader: LineReader
  /// The instructions read so far.
  private(set) var instructions: [Instruction] = []
  /// What is wrong with them.
  private(set) var diagnostics: [Diagnostic] = []

  init(_ file: SourceFile) {
    self.file = file
    reader = LineReader(file.bytes)
  }

  /// Whether the `syntax` directive hands the file to a frontend other than Docker's own.
  ///
  /// Such a frontend may know more instructions and flags, so unknown ones are no errors then.
  var hasForeignSyntax: Bool {
    guard let syntax = reader.directives.values["syntax"]?.text else { return false }
    let words = syntax.split(separator: " ", maxSplits: 1)
    guard let name = words.first, let image = ImageReference(String(name)) else { return true }
    return !["docker/dockerfile", "docker/dockerfile-upstream"].contains(image.path)
  }

  mutating func parse() {
    while let line = reader.next() {
      if let instruction = instruction(line, from: 0, isTrigger: false) {
        instructions.append(instruction)
      }
    }
    for fault in reader.faults {
      report("dockerfile-syntax", fault.message, at: fault.range)
    }
  }

  mutating func report(
    _ rule: String, _ message: String, at range: SourceRange, _ severity: Severity = .error,
    help: String? = nil
  ) {
    let location = SourceLocation(file, range)
    diagnostics.append(Diagnostic(rule, severity, message, at: location, help: help))
  }

  private mutating func instruction(
    _ line: LogicalLine, from start: Int, isTrigger: Bool
  ) -> Instruction? {
    let splitter = Splitter(line: line.bytes, escape: reader.escape)
    let first = splitter.keyword(from: start)
    let end = line.bytes.trimmedRange.upperBound
    let range = line.sourceRange(first.lowerBound..<max(end, first.upperBound))
    let name = line.bytes[first].text.uppercased()
    guard let keyword = Instruction.Keyword(rawValue: name) else {
      reportUnknown(line.bytes[first].text, at: line.sourceRange(first))
      return nil
    }
    let (flagPieces, rest) = splitter.flags(from: first.upperBound)
    var instruction = Instruction(
      keyword: keyword, flags: flagPieces.map { flag($0, in: line) }, arguments: [], heredocs: [],
      trigger: [], range: range)
    if keyword == .onbuild {
      guard !isTrigger else {
        report("dockerfile-syntax", "an ONBUILD cannot hold another one", at: range)
        return nil
      }
      guard rest < end else {
        report("dockerfile-syntax", "ONBUILD needs an instruction", at: range)
        return nil
      }
      guard let trigger = self.instruction(line, from: rest, isTrigger: true) else { return nil }
      guard ![.from, .maintainer].contains(trigger.keyword) else {
        report("dockerfile-syntax", "ONBUILD cannot hold \(trigger.keyword.rawValue)", at: range)
        return nil
      }
      instruction.trigger = [trigger]
    } else {
      let pieces = arguments(of: keyword, splitter, from: rest, line)
      guard let pieces else { return nil }
      instruction.arguments = pieces.map { Word($0.bytes.text, at: line.sourceRange($0.range)) }
      if [.add, .copy, .run].contains(keyword) {
        instruction.heredocs = heredocs(in: line, keyword: keyword, argumentsFrom: rest)
      }
    }
    check(instruction)
    return instruction
  }

  private mutating func reportUnknown(_ name: String, at range: SourceRange) {
    let names = Instruction.Keyword.allCases.map(\.rawValue)
    let closest = closestSpelling(of: name, among: names)
    let isConflict = ["<<<<<<<", "=======", ">>>>>>>"].contains(name)
    let help =
      isConflict
      ? "a merge is not resolved here: keep what is wanted of both sides"
      : closest.map { "did you mean '\($0)'?" }
    report(
      "unknown-instruction", "'\(name)' is no instruction", at: range,
      hasForeignSyntax ? .info : .error, help: help)
  }

  private func flag(_ piece: Splitter.Piece, in line: LogicalLine) -> Flag {
    let range = line.sourceRange(piece.range)
    let text = piece.bytes
    guard let equals = text.firstIndex(of: ASCII.equals) else {
      return Flag(name: text.dropFirst(2).text, value: nil, range: range)
    }
    var valueRange = range
    if let sourceEquals = line.bytes[piece.range].firstIndex(of: ASCII.equals) {
      valueRange = line.sourceRange((sourceEquals + 1)..<piece.range.upperBound)
    }
    return Flag(
      name: text[2..<max(equals, 2)].text, value: Word(text[(equals + 1)...].text, at: valueRange),
      range: range)
  }

  private mutating func arguments(
    of keyword: Instruction.Keyword, _ splitter: Splitter, from rest: Int, _ line: LogicalLine
  ) -> [Splitter.Piece]? {
    switch keyword {
    case .from: return splitter.blankSeparated(from: rest)
    case .arg: return splitter.quotedWords(from: rest)
    case .env: return assignments(splitter, from: rest, line)
    case .add, .copy:
      guard rest < line.bytes.count, line.bytes[rest] == ASCII.openBracket else {
        return splitter.blankSeparated(from: rest)
      }
      switch JSONArray.parse(line.bytes, from: rest) {
      case .strings(let pieces): return pieces
      case .notJSON: return splitter.blankSeparated(from: rest)
      case .otherValues:
        report(
          "dockerfile-syntax", "an array of \(keyword.rawValue) may hold strings only",
          at: line.sourceRange(rest..<line.bytes.count))
        return nil
      }
    default: return []
    }
  }

  /// The names and values of an ENV: `name=value …`, or the old form `name value`.
  private mutating func assignments(
    _ splitter: Splitter, from rest: Int, _ line: LogicalLine
  ) -> [Splitter.Piece]? {
    let words = splitter.quotedWords(from: rest)
    guard let first = words.first else { return [] }
    guard first.bytes.contains(ASCII.equals) else {
      let name = splitter.keyword(from: rest)
      let value = line.bytes[name.upperBound...].trimmedRange
      guard !value.isEmpty else {
        report("dockerfile-syntax", "ENV needs a value", at: line.sourceRange(name))
        return nil
      }
      return [
        Splitter.Piece(bytes: Array(line.bytes[name]), range: name),
        Splitter.Piece(bytes: Array(line.bytes[value]), range: value),
      ]
    }
    var pieces: [Splitter.Piece] = []
    for word in words {
      guard let equals = word.bytes.firstIndex(of: ASCII.equals),
        let sourceEquals = line.bytes[word.range].firstIndex(of: ASCII.equals)
      else {
        let message = "'\(word.bytes.text)' is no 'name=value'"
        report("dockerfile-syntax", message, at: line.sourceRange(word.range))
        return nil
      }
      pieces.append(
        Splitter.Piece(
          bytes: Array(word.bytes[..<equals]), range: word.range.lowerBound..<sourceEquals))
      pieces.append(
        Splitter.Piece(
          bytes: Array(word.bytes[(equals + 1)...]),
          range: (sourceEquals + 1)..<word.range.upperBound))
    }
    return pieces
  }

  /// Reads the heredocs that a line opens.
  private mutating func heredocs(
    in line: LogicalLine, keyword: Instruction.Keyword, argumentsFrom rest: Int
  ) -> [Heredoc] {
    guard let opening = line.bytes.firstIndex(of: ASCII.less),
      line.bytes[opening...].dropFirst().contains(ASCII.less)
    else { return [] }
    if rest < line.bytes.count, line.bytes[rest] == ASCII.openBracket,
      case .strings = JSONArray.parse(line.bytes, from: rest)
    {
      return []
    }
    var heredocs: [Heredoc] = []
    for mark in HeredocMark.all(in: line.bytes) {
      guard let body = reader.heredocBody(endingWith: mark.name, ignoringTabs: mark.ignoresTabs)
      else {
        let message = "the heredoc '\(mark.name.text)' does not end"
        report("dockerfile-syntax", message, at: line.sourceRange(0..<line.bytes.count))
        break
      }
      heredocs.append(Heredoc(name: mark.name.text, body: body))
    }
    return heredocs
  }
}
