import SourceText

/// Reads a Dockerfile instruction by instruction: joins continuation lines, leaves out comments.
struct LineReader {
  private let bytes: [UInt8]
  private var offset: Int
  /// The directives at the top of the file.
  private(set) var directives = DirectiveReader()
  /// What is wrong with the lines read so far.
  private(set) var faults: [(message: String, range: SourceRange)] = []

  /// The character that continues a line and that takes the meaning from the next one.
  var escape: UInt8 {
    directives.values["escape"]?.text == "`" ? ASCII.backtick : ASCII.backslash
  }

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    offset = bytes.starts(with: ASCII.byteOrderMark) ? 3 : 0
  }

  /// The next instruction; `nil` at the end of the file.
  mutating func next() -> LogicalLine? {
    while let physical = nextLine() {
      let start = skipWhiteSpace(physical)
      if let fault = directives.read(bytes[start..<physical.upperBound], at: start) {
        faults.append(fault)
      }
      if start < physical.upperBound, bytes[start] == ASCII.hash { continue }
      var line = LogicalLine()
      var (content, continues) = withoutContinuation(start..<physical.upperBound)
      if content.isEmpty, !continues { continue }
      line.append(bytes[content], at: content.lowerBound)
      while continues, let more = nextLine() {
        let start = skipWhiteSpace(more)
        if start == more.upperBound || bytes[start] == ASCII.hash { continue }
        (content, continues) = withoutContinuation(more)
        line.append(bytes[content], at: content.lowerBound)
      }
      return line
    }
    return nil
  }

  /// Reads the lines up to the one that ends a heredoc; `nil` when there is none.
  mutating func heredocBody(endingWith name: [UInt8], ignoringTabs: Bool) -> SourceRange? {
    let start = offset
    while true {
      let lineStart = offset
      guard let line = nextLine() else { return nil }
      var first = line.lowerBound
      if ignoringTabs {
        while first < line.upperBound, bytes[first] == ASCII.tab { first += 1 }
      }
      if bytes[first..<line.upperBound].elementsEqual(name) { return SourceRange(start, lineStart) }
    }
  }

  /// The next line of the file without its line break.
  private mutating func nextLine() -> Range<Int>? {
    guard offset < bytes.count else { return nil }
    let start = offset
    let lineEnd = bytes[start...].firstIndex(of: ASCII.lineFeed)
    var end = lineEnd ?? bytes.count
    offset = lineEnd.map { $0 + 1 } ?? bytes.count
    while end > start, bytes[end - 1] == ASCII.carriageReturn { end -= 1 }
    return start..<end
  }

  /// The line without the escape character that continues it, and whether there was one.
  ///
  /// An escape character before it makes it an ordinary character.
  private func withoutContinuation(_ line: Range<Int>) -> (Range<Int>, Bool) {
    var end = line.upperBound
    while end > line.lowerBound, bytes[end - 1] == ASCII.space || bytes[end - 1] == ASCII.tab {
      end -= 1
    }
    guard end > line.lowerBound, bytes[end - 1] == escape,
      end - 1 == line.lowerBound || bytes[end - 2] != escape
    else { return (line, false) }
    return (line.lowerBound..<(end - 1), true)
  }

  /// The offset of the first byte of a line that is not white space, non-breaking spaces included.
  private func skipWhiteSpace(_ line: Range<Int>) -> Int {
    var index = line.lowerBound
    while index < line.upperBound {
      if bytes[index].isSpace {
        index += 1
      } else if index + 1 < line.upperBound, bytes[index] == 0xC2, bytes[index + 1] == 0xA0 {
        index += 2
      } else {
        break
      }
    }
    return index
  }
}
