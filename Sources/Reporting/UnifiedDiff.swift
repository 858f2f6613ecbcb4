public import SourceText

/// The difference between two versions of a file, as `diff -u` and `git diff` show it; `patch` and
/// `git apply` read it.
public struct UnifiedDiff: Sendable {
  private let oldName: String
  private let newName: String
  private let hunks: [Hunk]

  /// Whether the two versions are the same, byte for byte.
  public let isEmpty: Bool

  /// Compares two versions. `nil` stands for a file that does not exist: one that is added, or
  /// removed. So many unchanged lines are shown around each change.
  public init(from old: SourceFile?, to new: SourceFile?, context: Int = 3) {
    let oldLines = DiffLines(old?.bytes ?? [])
    let newLines = DiffLines(new?.bytes ?? [])
    oldName = old.map { "a/\($0.name)" } ?? "/dev/null"
    newName = new.map { "b/\($0.name)" } ?? "/dev/null"
    hunks = Hunk.around(
      replacements(from: oldLines.lines, to: newLines.lines), in: (oldLines, newLines),
      context: context)
    // An empty file that comes or goes is a difference without lines.
    isEmpty = hunks.isEmpty && (old == nil) == (new == nil)
  }

  /// The difference as text: empty, or ending with a line break. Of more than `limit` lines below
  /// the two headers, the rest is only counted.
  public func text(limit: Int? = nil, palette: Palette = .plain) -> String {
    guard !isEmpty else { return "" }
    let lines = hunks.flatMap(\.lines)
    let shown = min(lines.count, max(limit ?? lines.count, 0))
    var output = palette.paint("--- \(Self.quoted(oldName))", .title) + "\n"
    output += palette.paint("+++ \(Self.quoted(newName))", .title) + "\n"
    for line in lines[..<shown] {
      output += line.role.map { palette.paint(line.text, $0) } ?? line.text
      output += "\n"
    }
    if shown < lines.count { output += "… \(counted(lines.count - shown, "more line"))\n" }
    return output
  }

  /// How many lines are removed and added.
  public var counts: (removed: Int, added: Int) {
    let lines = hunks.flatMap(\.lines)
    return (lines.count { $0.role == .removed }, lines.count { $0.role == .added })
  }

  /// A file name as the headers need it: with a tab behind one that contains a space, in quotes when
  /// it contains what would break the line.
  private static func quoted(_ name: String) -> String {
    let special = name.unicodeScalars.contains { $0.value < 0x20 || $0 == "\"" || $0 == "\\" }
    if special { return JSONValue.string(name).text() }
    return name.unicodeScalars.contains(" ") ? name + "\t" : name
  }
}

/// The lines of a file, each with its line feed: a last line without one is another line.
private struct DiffLines {
  let lines: [ArraySlice<UInt8>]
  /// Whether the last line has a line feed.
  let endsWithLineFeed: Bool

  init(_ bytes: [UInt8]) {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      lines.append(bytes[start...index])
      start = index + 1
    }
    if start < bytes.count { lines.append(bytes[start...]) }
    self.lines = lines
    endsWithLineFeed = start == bytes.count
  }
}

/// A line of a difference and what it is; unchanged lines have no role.
private struct DiffLine: Hashable, Sendable {
  var text: String
  var role: Palette.Role?
}

/// Changes that are so near to each other that the unchanged lines around them touch.
private struct Hunk: Sendable {
  var lines: [DiffLine]

  static func around(
    _ changes: [Replacement], in versions: (old: DiffLines, new: DiffLines), context: Int
  ) -> [Hunk] {
    var groups: [[Replacement]] = []
    for change in changes {
      if let last = groups.last?.last, change.old.lowerBound - last.old.upperBound <= 2 * context {
        groups[groups.count - 1].append(change)
      } else {
        groups.append([change])
      }
    }
    return groups.map { Hunk($0, in: versions, context: context) }
  }

  private init(
    _ changes: [Replacement], in versions: (old: DiffLines, new: DiffLines), context: Int
  ) {
    let first = changes[0]
    let last = changes[changes.count - 1]
    let before = min(context, first.old.lowerBound)
    let after = min(context, versions.old.lines.count - last.old.upperBound)
    let old = first.old.lowerBound - before..<last.old.upperBound + after
    let new = first.new.lowerBound - before..<last.new.upperBound + after
    lines = [DiffLine(text: "@@ -\(Self.place(old)) +\(Self.place(new)) @@", role: .hunk)]
    var unchanged = old.lowerBound
    for change in changes {
      append(unchanged..<change.old.lowerBound, of: versions.old, " ", nil)
      append(change.old, of: versions.old, "-", .removed)
      append(change.new, of: versions.new, "+", .added)
      unchanged = change.old.upperBound
    }
    append(unchanged..<old.upperBound, of: versions.old, " ", nil)
  }

  private mutating func append(
    _ range: Range<Int>, of version: DiffLines, _ mark: String, _ role: Palette.Role?
  ) {
    for index in range {
      var bytes = version.lines[index]
      let isOpen = index == version.lines.count - 1 && !version.endsWithLineFeed
      if !isOpen { bytes.removeLast() }
      lines.append(DiffLine(text: mark + String(decoding: bytes, as: UTF8.self), role: role))
      if isOpen { lines.append(DiffLine(text: "\\ No newline at end of file", role: nil)) }
    }
  }

  /// The first line, from 1, and the number of lines, which is left out when it is 1. An empty range
  /// names the line before it.
  private static func place(_ range: Range<Int>) -> String {
    switch range.count {
    case 0: "\(range.lowerBound),0"
    case 1: "\(range.lowerBound + 1)"
    default: "\(range.lowerBound + 1),\(range.count)"
    }
  }
}
