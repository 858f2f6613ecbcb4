import SourceText

/// The text of one instruction after its continuation lines were joined.
///
/// It remembers where in the file each piece stands, so that every word keeps its exact range.
struct LogicalLine: Sendable {
  private struct Piece: Sendable {
    var start: Int
    var source: Int
  }

  /// The joined text, without escape characters at line ends, comments and blank lines.
  private(set) var bytes: [UInt8] = []
  private var pieces: [Piece] = []

  /// Appends bytes that stand at an offset of the file.
  mutating func append(_ more: ArraySlice<UInt8>, at source: Int) {
    guard !more.isEmpty else { return }
    pieces.append(Piece(start: bytes.count, source: source))
    bytes += more
  }

  /// The offset in the file of a byte of the joined text.
  private func sourceOffset(of index: Int) -> Int {
    var position = pieces.count - 1
    while position > 0, pieces[position].start > index { position -= 1 }
    guard position >= 0 else { return 0 }
    return pieces[position].source + index - pieces[position].start
  }

  /// The range in the file that some of the joined text covers, line ends between included.
  func sourceRange(_ range: Range<Int>) -> SourceRange {
    guard !range.isEmpty else { return .at(sourceOffset(of: range.lowerBound)) }
    let start = sourceOffset(of: range.lowerBound)
    return SourceRange(start, sourceOffset(of: range.upperBound - 1) + 1)
  }
}
