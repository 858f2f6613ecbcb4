import SourceText

/// A range with its lines and columns. The end is exclusive, as in the range.
struct SourceSpan {
  var range: SourceRange
  var start: SourcePosition
  var end: SourcePosition
}

/// Where the lines of files start, found once per file.
struct SourceLineCache {
  // Not keyed by the file: hashing would read all of it each time, whereas comparing two copies of
  // one file does not.
  private var known: [String: [(file: SourceFile, lines: SourceLines)]] = [:]

  /// The lines of a file.
  mutating func lines(of file: SourceFile) -> SourceLines {
    if let found = known[file.name]?.first(where: { $0.file == file }) { return found.lines }
    let lines = SourceLines(file)
    known[file.name, default: []].append((file, lines))
    return lines
  }

  /// The lines and columns of a range. A byte order mark takes no column: editors do not show it.
  mutating func span(of range: SourceRange, in file: SourceFile) -> SourceSpan {
    let lines = lines(of: file)
    let shift = file.contentStart > 0 ? 1 : 0
    func position(_ offset: Int) -> SourcePosition {
      var position = lines.position(at: offset)
      if position.line == 1 { position.column = max(1, position.column - shift) }
      return position
    }
    return SourceSpan(range: range, start: position(range.start), end: position(range.end))
  }

  /// The lines and columns of a place.
  mutating func span(of location: SourceLocation) -> SourceSpan {
    span(of: location.range, in: location.file)
  }
}

extension SourceFile {
  /// Where the text starts: behind a UTF-8 byte order mark, if there is one.
  var contentStart: Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }
}
