import SourceText

/// The lines that a fix removes and adds, when they are few.
struct FixPreview {
  /// The most lines that are shown; of a longer change the title must do.
  static let limit = 8

  /// The removed and added lines, with their numbers before and after the fix.
  let rows: [ExcerptRow]

  /// Looks at the lines that a fix touches. `nil` when there are too many.
  init?(_ fix: Fix, of file: SourceFile, lines: SourceLines) {
    let edits = fix.edits.sorted { $0.range < $1.range }
    guard let first = edits.first else { return nil }
    let upper = edits.reduce(0) { max($0, min($1.range.end, file.bytes.count)) }
    let firstLine = lines.line(at: first.range.start)
    let lastLine = lines.line(at: upper)
    guard lastLine - firstLine <= 2 * Self.limit else { return nil }

    let start = lines.range(ofLine: firstLine).start
    let end = lastLine < lines.count ? lines.range(ofLine: lastLine + 1).start : file.bytes.count
    let old = file.bytes[start..<end]
    var new: [UInt8] = []
    var offset = start
    for edit in edits where edit.range.start >= offset && edit.range.end <= end {
      new += file.bytes[offset..<edit.range.start]
      new += Array(edit.replacement.utf8)
      offset = edit.range.end
    }
    new += file.bytes[offset..<end]

    let oldLines = Self.lines(of: old)
    let newLines = Self.lines(of: new[...])
    var rows: [ExcerptRow] = []
    for change in replacements(from: oldLines, to: newLines) {
      guard rows.count + change.old.count + change.new.count <= Self.limit else { return nil }
      rows += change.old.map { index in
        .change(line: firstLine + index, mark: "-", text: oldLines[index], role: .removed)
      }
      rows += change.new.map { index in
        .change(line: firstLine + index, mark: "+", text: newLines[index], role: .added)
      }
    }
    self.rows = rows
  }

  private static func lines(of bytes: ArraySlice<UInt8>) -> [String] {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      let ends = line.last == UInt8(ascii: "\r")
      let text = String(decoding: ends ? line.dropLast() : line, as: UTF8.self)
      let scalars = text.unicodeScalars
      return SourceRow(scalars.first == "\u{FEFF}" ? String(scalars.dropFirst()) : text).text
    }
  }
}
