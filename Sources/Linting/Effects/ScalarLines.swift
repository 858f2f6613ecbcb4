import SourceText
import YAML

/// Finds lines of a scalar's text in the file.
struct ScalarLines {
  private let node: Node
  private let places: ScalarPlaces
  private let lines: [ArraySlice<UInt8>]

  /// Looks at a scalar of a file.
  init(of node: Node, in file: SourceFile) {
    self.node = node
    places = ScalarPlaces(of: node, in: file)
    lines = node.utf8?.split(separator: UInt8(ascii: "\n")) ?? []
  }

  /// The only line with text, or else the first one that equals a text whose expressions may have
  /// been replaced; the whole scalar when there is none.
  func range(ofLineWith text: String) -> SourceRange {
    guard let bytes = node.utf8 else { return node.range }
    let wanted = text.prefix { $0 != "$" && $0 != "\u{FFFC}" }
    let candidates = lines.filter { line in
      let trimmed = line.drop { " \t".utf8.contains($0) }
      guard !trimmed.isEmpty else { return false }
      // What stands before the first expression of either must be the same.
      let known = trimmed.prefix { $0 != UInt8(ascii: "$") }
      let count = min(known.count, wanted.utf8.count)
      return known.prefix(count).elementsEqual(wanted.utf8.prefix(count))
    }
    let exact = candidates.first { String(decoding: $0, as: UTF8.self).contains(text) }
    guard let line = exact ?? candidates.first else { return node.range }
    let start = line.firstIndex { !" \t".utf8.contains($0) } ?? line.startIndex
    return places.range((start - bytes.startIndex)..<(line.endIndex - bytes.startIndex))
  }
}
