internal import SourceText
internal import YAML

/// The parts of a workflow of other hands that wfgen writes, each between two comments.
///
/// `# wfgen:begin trigger` or `# wfgen:begin gate` begins one and `# wfgen:end` ends it, each alone on
/// its line. A text that looks like them inside of a script is no comment, and is left alone.
struct MarkedSections {
  /// What wfgen writes between two marks.
  enum Kind: String, CaseIterable {
    /// Events under `on`.
    case trigger
    /// The `if` of a job.
    case gate
  }

  /// One part.
  struct Section {
    let kind: Kind
    /// The comment that begins it.
    let mark: SourceRange
    /// What lies between the lines of the two marks.
    let content: SourceRange
    /// The spaces before the mark, which stand before each line of the content, too.
    let indentation: [UInt8]
    /// What ends the line of the mark, and so each line of the content.
    let lineEnd: [UInt8]
  }

  /// The file.
  let file: SourceFile
  /// The parts, in the order of the file; those that end.
  private(set) var sections: [Section] = []
  /// What is wrong with the marks.
  private(set) var problems: [Diagnostic] = []

  /// Finds the parts of a file.
  init(in document: YAMLDocument) {
    file = document.file
    var open: (kind: Kind, mark: SourceRange)?
    for comment in document.comments {
      guard let words = Self.words(of: comment) else { continue }
      let kind = words.count == 2 ? Kind(rawValue: words[1]) : nil
      switch (words[0], kind, open) {
      case _ where !comment.isAlone:
        report("a mark stands alone on its line", at: comment.range)
      case ("wfgen:begin", let kind?, nil): open = (kind, comment.range)
      case ("wfgen:begin", .some, let begun?):
        report(
          "a part begins before the one above has ended", at: comment.range,
          label: ("not ended", begun.mark), help: "write '# wfgen:end' in between")
      case ("wfgen:end", _, let begun?) where words.count == 1:
        add(begun.kind, begun.mark, endedBy: comment.range)
        open = nil
      case ("wfgen:end", _, nil) where words.count == 1:
        report(
          "this mark ends what has not begun", at: comment.range,
          help: "write '# wfgen:begin trigger' or '# wfgen:begin gate' above, or take it away")
      default:
        report(
          "'# \(comment.text)' is no mark", at: comment.range,
          help: "write '# wfgen:begin trigger', '# wfgen:begin gate' or '# wfgen:end'")
      }
    }
    if let begun = open {
      report(
        "what begins here does not end", at: begun.mark,
        help: "write '# wfgen:end' on a line below it")
    }
  }

  /// The file with other contents in its parts; every other byte stays as it is.
  ///
  /// - Parameter lines: the lines of a part, without indentation and line ends.
  func replacing(_ lines: (Kind) -> [String]) -> [UInt8] {
    var bytes: [UInt8] = []
    var position = 0
    for section in sections {
      bytes += file.bytes[position..<section.content.start]
      for line in lines(section.kind) {
        bytes += section.indentation + Array(line.utf8) + section.lineEnd
      }
      position = section.content.end
    }
    return bytes + file.bytes[position...]
  }

  /// The words of a comment that is meant as a mark; `nil` for any other. What is almost one, such as
  /// `wfgen: begin`, counts: it would otherwise do nothing, and nothing would say so.
  private static func words(of comment: Comment) -> [String]? {
    let plain = comment.text.lowercased().filter { !$0.isWhitespace }
    guard ["wfgen:begin", "wfgen:end"].contains(where: plain.hasPrefix) else { return nil }
    return comment.text.split(whereSeparator: \.isWhitespace).map(String.init)
  }

  private mutating func add(_ kind: Kind, _ mark: SourceRange, endedBy end: SourceRange) {
    func isBreak(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
    func lineStart(_ offset: Int) -> Int {
      file.bytes[..<offset].lastIndex(where: isBreak).map { $0 + 1 } ?? 0
    }
    let indentation = file.bytes[lineStart(mark.start)..<mark.start]
    guard indentation.allSatisfy({ $0 == UInt8(ascii: " ") }) else {
      report("only spaces may stand before a mark", at: mark)
      return
    }
    let first = file.bytes[mark.end...].firstIndex(where: isBreak) ?? file.bytes.count
    let isPair =
      first + 1 < file.bytes.count && file.bytes[first] == UInt8(ascii: "\r")
      && file.bytes[first + 1] == UInt8(ascii: "\n")
    let start = min(first + (isPair ? 2 : 1), file.bytes.count)
    sections.append(
      Section(
        kind: kind, mark: mark, content: SourceRange(start, max(start, lineStart(end.start))),
        indentation: Array(indentation), lineEnd: Array(file.bytes[first..<start])))
  }

  private mutating func report(
    _ message: String, at range: SourceRange, label: (String, SourceRange)? = nil,
    help: String? = nil
  ) {
    problems.append(
      Diagnostic(
        "misplaced-mark", .error, message, at: SourceLocation(file, range),
        labels: label.map { [Diagnostic.Label($0.0, at: SourceLocation(file, $0.1))] } ?? [],
        help: help))
  }
}
