/// A line of source as it is shown: a list of scalars, of which a part may be cut off at both ends.
struct SourceRow {
  private var scalars: [Unicode.Scalar]
  /// How many scalars are missing in front, less one when `…` stands for them.
  private var shift = 0

  /// Creates the row for a whole line.
  init(_ line: String) {
    scalars = line.unicodeScalars.map(\.visible)
  }

  /// The text to show.
  var text: String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// The row cut to a number of columns, so that as much as possible of a range of scalars, and of
  /// what surrounds it, stays.
  func cut(toColumns limit: Int, around focus: Range<Int>) -> SourceRow {
    var columns = [0]
    columns.reserveCapacity(scalars.count + 1)
    for scalar in scalars { columns.append(columns[columns.count - 1] + scalar.columns) }
    let total = columns[scalars.count]
    guard total > limit else { return self }

    let left = columns[min(focus.lowerBound, scalars.count)]
    let right = max(columns[min(focus.upperBound, scalars.count)], left + 1)
    var from = 0
    if right > limit - 1 {
      let room = limit - 2
      from = left - max((room - (right - left)) / 2, min(10, room / 4))
      from = max(0, min(from, total - limit + 1))
    }
    let first = columns.firstIndex { $0 >= from } ?? 0
    let room = limit - (first > 0 ? 1 : 0)
    let needsEnd = total - columns[first] > room
    let end = columns[first] + room - (needsEnd ? 1 : 0)
    let last = (columns.lastIndex { $0 <= end } ?? first)

    var result = self
    result.scalars = (first > 0 ? ["…"] : []) + scalars[first..<max(first, last)]
    if last < scalars.count { result.scalars.append("…") }
    result.shift = first > 0 ? first - 1 : 0
    return result
  }

  /// What goes below the row to underline a range of scalars of the whole line: blanks that keep the
  /// tabs of the row, so that both align whatever a tab means, and the underline, of one column at
  /// least. Of a range that begins or ends with tabs, the tabs are not underlined.
  func underline(_ range: Range<Int>, with mark: String) -> (blank: String, underline: String) {
    var start = min(max(range.lowerBound - shift, 0), scalars.count)
    var end = min(max(range.upperBound - shift, start), scalars.count)
    if shift > 0, range.upperBound <= shift { (start, end) = (0, 1) }
    while end > start, scalars[end - 1] == "\t" { end -= 1 }
    while start < end, scalars[start] == "\t" { start += 1 }
    var blank = ""
    for scalar in scalars[..<start] {
      blank += scalar == "\t" ? "\t" : " " * scalar.columns
    }
    var underline = ""
    for scalar in scalars[start..<end] {
      underline += scalar == "\t" ? "\t" : mark * scalar.columns
    }
    return (blank, underline.isEmpty ? mark : underline)
  }
}
