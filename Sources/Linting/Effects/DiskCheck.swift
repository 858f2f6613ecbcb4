/// A comparison of what `df` says with a number.
struct DiskCheck {
  /// What is compared.
  var reading: DiskReading
  /// How: `-lt`, `-le`, `-gt` or `-ge`, the reading on the left.
  var operation: String
  /// With what.
  var number: Double
  /// The pipeline that reads the disk, in bytes of the script.
  var range: Range<Int>
}

/// The readings of a script by the variables that hold them, and what they are compared with.
struct DiskScript {
  /// A reading, and where it is made.
  struct Source: Hashable {
    var reading: DiskReading
    var range: Range<Int>
  }

  private let bytes: [UInt8]
  private var constants: [String: Double]
  /// The readings by variable; only those that are always of the same kind.
  private(set) var sources: [String: Source] = [:]
  /// The checks.
  private(set) var checks: [DiskCheck] = []

  /// Reads a script.
  ///
  /// - Parameter constants: numbers that the script's environment holds, by name.
  init(_ script: String, constants: [String: Double]) {
    bytes = Array(script.utf8)
    self.constants = constants
    var readings: [String: [Source?]] = [:]
    for range in pipelines() {
      let stages = Self.stages(of: Array(bytes[range]))
      if let found = DiskReading.comparison(in: stages) {
        checks.append(
          DiskCheck(
            reading: found.reading, operation: found.operation, number: found.number, range: range))
        continue
      }
      let source = DiskReading(pipeline: stages).map { Source(reading: $0, range: range) }
      let (name, isTested) = context(before: range.lowerBound)
      if let name { readings[name, default: []].append(source) }
      if isTested, let source, let (operation, number) = comparison(behind: range.upperBound) {
        checks.append(
          DiskCheck(
            reading: source.reading, operation: operation, number: number, range: range))
      }
    }
    for (name, found) in readings where found.count == assignments(of: name) {
      let known = found.compactMap(\.self)
      if known.count == found.count, Set(known.map(\.reading)).count == 1 {
        sources[name] = known.first
      }
    }
    noteConstants()
    findTests()
  }

  /// The pipelines that begin with `df`.
  private func pipelines() -> [Range<Int>] {
    var found: [Range<Int>] = []
    var index = 0
    while index + 2 < bytes.count {
      let isStart = index == 0 || " \t\n(`;&|".utf8.contains(bytes[index - 1])
      guard isStart, bytes[index] == UInt8(ascii: "d"), bytes[index + 1] == UInt8(ascii: "f"),
        bytes[index + 2] == UInt8(ascii: " ")
      else {
        index += 1
        continue
      }
      let end = endOfPipeline(from: index)
      found.append(index..<end)
      index = end
    }
    return found
  }

  private func endOfPipeline(from start: Int) -> Int {
    var quote: UInt8?
    var depth = 0
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      if let open = quote {
        if byte == open { quote = nil }
      } else {
        switch byte {
        case UInt8(ascii: "'"), UInt8(ascii: "\""): quote = byte
        case UInt8(ascii: "("): depth += 1
        case UInt8(ascii: ")"):
          if depth == 0 { return index }
          depth -= 1
        case UInt8(ascii: "`"), UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: ">"):
          return index
        case UInt8(ascii: "\n"):
          let before = bytes[start..<index].last { $0 != UInt8(ascii: " ") }
          let after = bytes[index...].first { !" \n\t".utf8.contains($0) }
          let goesOn =
            before == UInt8(ascii: "\\") || before == UInt8(ascii: "|")
            || after == UInt8(ascii: "|")
          if !goesOn { return index }
        default: break
        }
      }
      index += 1
    }
    return index
  }

  private static func stages(of pipeline: [UInt8]) -> [String] {
    var stages: [[UInt8]] = [[]]
    var quote: UInt8?
    for byte in pipeline {
      if quote == nil, byte == UInt8(ascii: "|") {
        stages.append([])
        continue
      }
      if byte == quote {
        quote = nil
      } else if quote == nil, byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        quote = byte
      }
      // A continued line is one line.
      let isContinuation = byte == UInt8(ascii: "\\") && quote == nil
      stages[stages.count - 1].append(isContinuation ? UInt8(ascii: " ") : byte)
    }
    return stages.map { String(decoding: $0, as: UTF8.self) }
  }

  /// The variable that a substitution right before a place is given to, and whether it is tested.
  private func context(before start: Int) -> (name: String?, isTested: Bool) {
    var rest = bytes[..<start]
    while rest.last == UInt8(ascii: " ") { rest.removeLast() }
    if rest.last == UInt8(ascii: "`") {
      rest.removeLast()
    } else if rest.count > 1, rest.last == UInt8(ascii: "("),
      rest.dropLast().last == UInt8(ascii: "$")
    {
      rest = rest.dropLast(2)
    } else {
      return (nil, false)
    }
    if rest.last == UInt8(ascii: "\"") { rest.removeLast() }
    if rest.last == UInt8(ascii: "=") {
      let name = rest.dropLast().reversed().prefix { ShellReader.isNameByte($0) }
      return (name.isEmpty ? nil : String(decoding: name.reversed(), as: UTF8.self), false)
    }
    while rest.last == UInt8(ascii: " ") { rest.removeLast() }
    let isTested = rest.last == UInt8(ascii: "[") || rest.suffix(4).elementsEqual("test".utf8)
    return (nil, isTested)
  }

  /// How often a script sets a variable.
  private func assignments(of name: String) -> Int {
    let wanted = Array("\(name)=".utf8)
    return bytes.ranges(of: wanted).count { range in
      let before = range.lowerBound == 0 ? 0 : bytes[range.lowerBound - 1]
      let after = range.upperBound < bytes.count ? bytes[range.upperBound] : 0
      return !ShellReader.isNameByte(before) && after != UInt8(ascii: "=")
    }
  }
}

extension DiskScript {
  /// What a substitution that is tested is compared with.
  private func comparison(behind end: Int) -> (String, Double)? {
    let rest = String(decoding: bytes[end...].prefix(80), as: UTF8.self)
    let words = rest.drop { ")`\"".contains($0) }.split(separator: " ").prefix(2).map(String.init)
    guard words.count == 2, Self.operations.contains(words[0]), let number = number(words[1]) else {
      return nil
    }
    return (words[0], number)
  }

  /// Numbers that the script sets itself.
  private mutating func noteConstants() {
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      for word in String(decoding: line, as: UTF8.self).split(separator: " ") {
        let parts = word.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, let value = Double(parts[1].filter { !"\"';".contains($0) }) else {
          continue
        }
        let name = String(parts[0])
        constants[name] = assignments(of: name) == 1 ? value : nil
      }
    }
  }

  private func number(_ word: String) -> Double? {
    let text = word.filter { !"\"'];)".contains($0) }
    if let value = Double(text) { return value }
    guard text.hasPrefix("$") else { return constants[text] }
    return constants[text.filter { !"${}".contains($0) }]
  }

  /// Finds what is compared: `[ "$free" -lt 30 ]`, `[[ … ]]`, `test …`, `(( free < 30 ))`.
  private mutating func findTests() {
    guard !sources.isEmpty else { return }
    let text = String(decoding: bytes, as: UTF8.self)
    let words = text.split { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == ";" }.map(String.init)
    for index in words.indices where index > 0 && index + 1 < words.count {
      let symbols = ["<": "-lt", "<=": "-le", ">": "-gt", ">=": "-ge"]
      let isArithmetic = symbols[words[index]] != nil
      guard
        let operation = symbols[words[index]]
          ?? Self.operations.first(where: { $0 == words[index] })
      else { continue }
      let (left, right) = (words[index - 1], words[index + 1])
      if isArithmetic {
        // Elsewhere these are redirections; and what is computed with is not the reading.
        let opens = left.hasPrefix("((") || (index > 1 && words[index - 2].hasSuffix("(("))
        let closes =
          right.hasSuffix("))") || (index + 2 < words.count && words[index + 2].hasPrefix("))"))
        guard opens, closes else { continue }
      } else {
        guard index > 1,
          ["[", "[[", "test", "!", "&&", "||", "-a", "-o"].contains(words[index - 2])
        else { continue }
      }
      if let source = source(left), let number = number(right) {
        note(source, operation, number)
      } else if let source = source(right), let number = number(left.filter { $0 != "(" }) {
        note(source, Self.turned[operation] ?? operation, number)
      }
    }
  }

  private mutating func note(_ source: Source, _ operation: String, _ number: Double) {
    checks.append(
      DiskCheck(
        reading: source.reading, operation: operation, number: number, range: source.range))
  }

  /// The reading that a word stands for.
  private func source(_ word: String) -> Source? {
    var name = word.filter { !"\"();]".contains($0) }
    if name.hasPrefix("${"), name.hasSuffix("}") {
      name = String(name.dropFirst(2).dropLast())
      // `${free%G}` and `${free//[!0-9]/}` cut the letter off; anything else is not known.
      if let cut = name.firstIndex(where: { $0 == "%" || $0 == "/" }) {
        let edit = name[cut...]
        guard ["%G", "%%G*", "//G/", "/G/", "//[!0-9]/", "//[^0-9]/"].contains(String(edit)),
          var source = sources[String(name[..<cut])]
        else { return nil }
        source.reading = source.reading.withoutLetter
        return source
      }
    } else if name.hasPrefix("$") {
      name.removeFirst()
    }
    return sources[name]
  }

  private static let operations = ["-lt", "-le", "-gt", "-ge"]
  private static let turned = ["-lt": "-gt", "-le": "-ge", "-gt": "-lt", "-ge": "-le"]
}
