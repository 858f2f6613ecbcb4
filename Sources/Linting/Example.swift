public import SourceText

/// A fault in miniature and the same thing right: documentation and test in one.
public struct Example: Sendable {
  /// What it shows; lower case, no full stop.
  public let title: String
  /// The fault; `⟦…⟧` marks every range that is reported.
  public let bad: Files
  /// The same files without it; nothing is reported.
  public let good: Files

  init(_ title: String, bad: Files, good: Files) {
    self.title = title
    self.bad = bad
    self.good = good
  }

  /// The files of one side of an example.
  ///
  /// A text alone is one workflow; a dictionary names several files by their paths.
  public struct Files: Sendable, ExpressibleByStringInterpolation,
    ExpressibleByDictionaryLiteral
  {
    /// The files as written, with marks.
    public let marked: [SourceFile]

    /// Creates one workflow.
    public init(stringLiteral text: String) {
      marked = [SourceFile(name: ".github/workflows/workflow.yml", text: text)]
    }

    /// Creates files from their paths and texts.
    public init(dictionaryLiteral elements: (String, String)...) {
      marked = elements.map { SourceFile(name: $0.0, text: $0.1) }
    }

    /// The files without marks, and the places that were marked, in order.
    public var unmarked: (files: [SourceFile], places: [SourceLocation]) {
      var files: [SourceFile] = []
      var places: [SourceLocation] = []
      for file in marked {
        let (plain, ranges) = file.removingMarks()
        files.append(plain)
        places += ranges.map { SourceLocation(plain, $0) }
      }
      return (files, places)
    }
  }
}

extension SourceFile {
  /// The file without its marks `⟦…⟧`, and the ranges they marked, by their starts.
  func removingMarks() -> (file: SourceFile, ranges: [SourceRange]) {
    // Byte by byte, since some examples are as large as GitHub's limits. All marks have three.
    let (opening, closing) = (Array("⟦".utf8), Array("⟧".utf8))
    var plain: [UInt8] = []
    var open: [Int] = []
    var ranges: [SourceRange] = []
    var index = 0
    while index < bytes.count {
      let mark = bytes[index] == opening[0] ? Array(bytes[index...].prefix(3)) : []
      switch mark {
      case opening: open.append(plain.count)
      case closing: if let start = open.popLast() { ranges.append(SourceRange(start, plain.count)) }
      default:
        plain.append(bytes[index])
        index += 1
        continue
      }
      index += 3
    }
    return (SourceFile(name: name, bytes: plain), ranges.sorted())
  }
}
