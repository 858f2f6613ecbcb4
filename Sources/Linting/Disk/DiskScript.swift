/// The readings of a script by the variables that hold them, and what they are compared with.
struct DiskScript {
  /// A reading, and where it is made.
  struct Source: Hashable {
    /// The number.
    var reading: DiskReading
    /// The pipeline, in bytes of the script.
    var range: Range<Int>
  }

  /// The script.
  let bytes: [UInt8]
  /// Numbers by the variables that hold them.
  var constants: [String: Double]
  /// The readings by variable; only those that are always of the same kind.
  private(set) var sources: [String: Source] = [:]
  /// The checks.
  var checks: [DiskCheck] = []

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
  func assignments(of name: String) -> Int {
    let wanted = Array("\(name)=".utf8)
    return bytes.ranges(of: wanted).count { range in
      let before = range.lowerBound == 0 ? 0 : bytes[range.lowerBound - 1]
      let after = range.upperBound < bytes.count ? bytes[range.upperBound] : 0
      return !ShellReader.isNameByte(before) && after != UInt8(ascii: "=")
    }
  }
}
