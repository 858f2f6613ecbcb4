import SourceText

/// One row of an excerpt, the gutter left out: how wide it is depends on all rows.
enum ExcerptRow {
  /// A line of the file, with its number.
  case source(line: Int, text: String)
  /// What stands below a line of the file.
  case mark(String)
  /// Nothing but the gutter.
  case bar
  /// Lines are left out.
  case gap
  /// Where the next rows come from; the arrow is three characters.
  case place(arrow: String, String)
  /// A remark, with what kind it is.
  case note(String)
  /// A line that a fix removes or adds, with its number before or after.
  case change(line: Int, mark: String, text: String, role: Palette.Role)

  /// The number in the gutter.
  var line: Int? {
    switch self {
    case .source(let line, _), .change(let line, _, _, _): line
    case .mark, .bar, .gap, .place, .note: nil
    }
  }

  /// The row as text, with a gutter of so many columns.
  func text(gutter: Int, palette: Palette) -> String {
    let blank = " " * gutter
    switch self {
    case .source(let line, let text):
      let bar = palette.paint("\(" " * (gutter - "\(line)".count))\(line) |", .frame)
      return text.isEmpty ? bar : "\(bar) \(text)"
    case .mark(let text):
      return palette.paint("\(blank) |", .frame) + " \(text)"
    case .bar:
      return palette.paint("\(blank) |", .frame)
    case .gap:
      return palette.paint("...", .frame)
    case .place(let arrow, let text):
      return palette.paint("\(blank)\(arrow)", .frame) + " \(text)"
    case .note(let text):
      return palette.paint("\(blank) =", .frame) + " \(text)"
    case .change(let line, let mark, let text, let role):
      let number = palette.paint("\(" " * (gutter - "\(line)".count))\(line)", .frame)
      return "\(number) \(palette.paint(text.isEmpty ? mark : "\(mark) \(text)", role))"
    }
  }
}

/// The lines of one file that some ranges are on, with the ranges underlined.
struct SourceExcerpt {
  /// A range to underline.
  struct Highlight {
    var range: SourceRange
    /// `^` for what the finding is about, `-` for labels.
    var underline: String
    var role: Palette.Role
    var message: String?
  }

  let file: SourceFile
  let lines: SourceLines
  /// How many columns a line of source may take.
  let width: Int
  let palette: Palette
  let highlights: [Highlight]

  /// The rows: each line once, its marks below it; unmarked lines between are left out.
  var rows: [ExcerptRow] {
    var marks: [Int: [LineMark]] = [:]
    for highlight in highlights {
      for (line, mark) in lineMarks(of: highlight) { marks[line, default: []].append(mark) }
    }
    var rows: [ExcerptRow] = []
    var last: Int?
    for (line, marks) in marks.sorted(by: { $0.key < $1.key }) {
      if let last, line > last + 2 { rows.append(.gap) }
      if let last, line == last + 2 { rows += self.rows(ofLine: last + 1, marks: []) }
      rows += self.rows(ofLine: line, marks: marks)
      last = line
    }
    return rows
  }

  /// The part of a range on each line to mark: all of it, or the first and the last line of it.
  private func lineMarks(of highlight: Highlight) -> [(Int, LineMark)] {
    let start = min(highlight.range.start, file.bytes.count)
    var end = min(highlight.range.end, file.bytes.count)
    let first = lines.line(at: start)
    var last = lines.line(at: end)
    // A range that ends with a line break does not reach into the next line.
    if last > first, end == lines.range(ofLine: last).start {
      last -= 1
      end = lines.range(ofLine: last).end
    }
    let head = lines.range(ofLine: first)
    let headEnd = last == first ? min(end, head.end) : head.end
    let mark = LineMark(
      start: min(start, head.end), end: max(headEnd, min(start, head.end)), highlight: highlight)
    guard last > first else { return [(first, mark)] }
    var upper = mark
    upper.highlight.message = nil
    let tail = lines.range(ofLine: last)
    let text = file.bytes[tail.start..<end]
    let blank = text.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    return [
      (first, upper),
      (last, LineMark(start: tail.start + blank.count, end: end, highlight: highlight)),
    ]
  }

  private func rows(ofLine line: Int, marks: [LineMark]) -> [ExcerptRow] {
    let range = lines.range(ofLine: line)
    let start = max(range.start, file.contentStart)
    func cell(_ offset: Int) -> Int { file[SourceRange(start, max(start, offset))].scalarCount }
    let placed = marks.map { mark in
      (cells: cell(mark.start)..<cell(mark.end), highlight: mark.highlight)
    }
    let full = SourceRow(file[SourceRange(start, max(start, range.end))])
    let focus = placed.first?.cells ?? 0..<0
    let row = full.cut(toColumns: width, around: focus)
    return [.source(line: line, text: row.text)]
      + placed.map { mark in
        let (blank, underline) = row.underline(mark.cells, with: mark.highlight.underline)
        let text = mark.highlight.message.map { "\(underline) \($0.visible)" } ?? underline
        return .mark(blank + palette.paint(text, mark.highlight.role))
      }
  }
}

/// The part of a highlight on one line, as byte offsets.
private struct LineMark {
  var start: Int
  var end: Int
  var highlight: SourceExcerpt.Highlight
}

extension String {
  fileprivate var scalarCount: Int { unicodeScalars.count }
}
