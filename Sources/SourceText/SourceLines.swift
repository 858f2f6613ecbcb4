/// A place in a file as people count it.
public struct SourcePosition: Hashable, Sendable {
  /// The line, from 1.
  public var line: Int
  /// The column, from 1, counted in Unicode scalars.
  public var column: Int

  /// Creates a position.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// Where the lines of a file start: translates byte offsets to lines and columns.
///
/// Building it reads the file once; do so only when something is to be printed.
public struct SourceLines: Sendable {
  private let bytes: [UInt8]
  private let starts: [Int]

  /// Finds the lines of a file. A line ends with `\n`, `\r\n` or a lone `\r`.
  public init(_ file: SourceFile) {
    bytes = file.bytes
    var starts = [0]
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "\r"), index < bytes.count, bytes[index] == UInt8(ascii: "\n") {
        index += 1
      }
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { starts.append(index) }
    }
    self.starts = starts
  }

  /// The number of lines; a final line break starts one more, empty line.
  public var count: Int { starts.count }

  /// The line, from 1, that an offset is on.
  public func line(at offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// The line and column of an offset; one beyond the end is on the last line.
  public func position(at offset: Int) -> SourcePosition {
    let line = line(at: offset)
    let before = bytes[starts[line - 1]..<min(max(offset, starts[line - 1]), bytes.count)]
    return SourcePosition(line: line, column: 1 + before.count { $0 & 0xC0 != 0x80 })
  }

  /// The range of a line, from 1, without its line break.
  public func range(ofLine line: Int) -> SourceRange {
    let start = starts[line - 1]
    var end = line < starts.count ? starts[line] : bytes.count
    while end > start, bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: "\r")
    {
      end -= 1
    }
    return SourceRange(start, end)
  }
}
