/// A place that git could not merge, and nobody has since.
public struct MergeConflict: Hashable, Sendable {
  /// The line with `<<<<<<<`, where the one side begins.
  public var start: SourceRange
  /// The line with `=======`, where the other side begins.
  public var middle: SourceRange

  /// The first conflict of a file; `nil` when there is none: all three lines have to be there, in
  /// their order and from the first column on, as git writes them (git-merge, "How conflicts are
  /// presented").
  public init?(in file: SourceFile) {
    var found: [SourceRange] = []
    var offset = 0
    while offset < file.bytes.count {
      let end = file.bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? file.bytes.count
      let sign = ["<", "=", ">"][found.count]
      let line = file.bytes[offset..<end]
      let rest = line.dropFirst(Self.length)
      if line.starts(with: String(repeating: sign, count: Self.length).utf8),
        rest.isEmpty || rest.first == UInt8(ascii: " ") || rest.first == UInt8(ascii: "\r")
      {
        found.append(SourceRange(offset, rest.last == UInt8(ascii: "\r") ? end - 1 : end))
        if found.count == 3 { break }
      }
      offset = end + 1
    }
    guard found.count == 3 else { return nil }
    (start, middle) = (found[0], found[1])
  }

  /// How many signs git writes.
  private static let length = 7

  /// The finding.
  public func diagnostic(in file: SourceFile) -> Diagnostic {
    Diagnostic(
      "merge-conflict", .error, "a merge is not resolved here, so the file cannot be read",
      at: SourceLocation(file, start),
      labels: [Diagnostic.Label("the other side", at: SourceLocation(file, middle))],
      help: "keep what is wanted of both sides, and take the lines of <, = and > away")
  }
}
