/// Rows and columns of text.
public struct Table: Sendable {
  /// On which side of its column a text stands.
  public enum Alignment: Hashable, Sendable {
    /// Words.
    case left
    /// Numbers.
    case right
  }

  /// A column.
  public struct Column: Hashable, Sendable {
    /// What stands above it.
    public var title: String
    /// On which side its texts stand.
    public var alignment: Alignment

    /// Creates a column.
    public init(_ title: String, _ alignment: Alignment = .left) {
      self.title = title
      self.alignment = alignment
    }
  }

  /// The columns, from left to right.
  public var columns: [Column]
  /// The rows. One that has fewer cells than there are columns ends with empty ones; what is beyond
  /// the columns is not shown.
  public var rows: [[String]]

  /// Creates a table.
  public init(_ columns: [Column], rows: [[String]] = []) {
    self.columns = columns
    self.rows = rows
  }

  /// The table for a terminal: two spaces between columns, no lines. When it is wider than `width`,
  /// its widest columns become narrower, down to eight columns of the terminal, and their texts are
  /// cut. Ends with a line break unless there are no columns.
  public func text(width: Int? = nil, palette: Palette = .plain) -> String {
    guard !columns.isEmpty else { return "" }
    let header = columns.map(\.title.visible)
    let cells = rows.map(cells(of:))
    var widths = columns.indices.map { column in
      ([header] + cells).reduce(0) { max($0, $1[column].columns) }
    }
    if let width { Self.narrow(&widths, to: width - 2 * (columns.count - 1)) }
    let titles = line(header, widths)
    let head = header.allSatisfy(\.isEmpty) ? [] : [palette.paint(titles, .title)]
    return (head + cells.map { line($0, widths) }).joined(separator: "\n") + "\n"
  }

  /// The table as GitHub Flavored Markdown. Ends with a line break unless there are no columns.
  public func markdown() -> String {
    guard !columns.isEmpty else { return "" }
    let cells = ([columns.map(\.title.visible)] + rows.map(cells(of:))).map { $0.map(Self.escaped) }
    let widths = columns.indices.map { column in
      cells.reduce(3) { max($0, $1[column].columns) }
    }
    let rule = zip(columns, widths).map { column, width in
      column.alignment == .right ? "-" * (width - 1) + ":" : "-" * width
    }
    return ([cells[0], rule] + cells.dropFirst()).map { row in
      "| \(padded(row, widths).joined(separator: " | ")) |\n"
    }.joined()
  }

  private func cells(of row: [String]) -> [String] {
    columns.indices.map { $0 < row.count ? row[$0].visible : "" }
  }

  private func line(_ row: [String], _ widths: [Int]) -> String {
    let line = padded(row, widths).joined(separator: "  ")
    return String(line.reversed().drop { $0 == " " }.reversed())
  }

  private func padded(_ row: [String], _ widths: [Int]) -> [String] {
    columns.indices.map { index in
      let text = row[index].cut(toColumns: widths[index])
      let blank = " " * (widths[index] - text.columns)
      return columns[index].alignment == .left ? text + blank : blank + text
    }
  }

  /// Takes columns from the widest of several, again and again, until they fit.
  private static func narrow(_ widths: inout [Int], to total: Int) {
    var excess = widths.reduce(-total, +)
    while excess > 0, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }),
      widths[widest] > 8
    {
      widths[widest] -= 1
      excess -= 1
    }
  }

  /// The text of a cell without what would end the cell. Other Markdown in it stays.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      if character == "|" { result += "\\" }
      result.append(character)
    }
    return result
  }
}
