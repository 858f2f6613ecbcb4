import SourceText

/// Knows which findings the comments of files silence, and which comments silence nothing.
///
/// It looks at raw lines, so that comments of YAML, of Dockerfiles and of the shell scripts in a
/// workflow count alike.
struct Silencer {
  /// By the names of files.
  private var comments: [String: IgnoreComments] = [:]

  /// Knows the comments of some files; those of others when there is a finding in them.
  init(_ files: [SourceFile] = []) {
    for file in files { comments[file.name] = IgnoreComments(of: file) }
  }

  /// Whether a comment `# wfgen: ignore[…]` on the finding's first line, or among the comment
  /// lines right above it, names its rule.
  mutating func silences(_ diagnostic: Diagnostic) -> Bool {
    let file = diagnostic.location.file
    return comments[file.name, default: IgnoreComments(of: file)]
      .takes(diagnostic.rule, at: diagnostic.location.range.start)
  }

  /// Findings about ids that no rule has, and about those among the given ones that have silenced
  /// nothing so far.
  func idleMentions(of rules: Set<String>) -> [Finding] {
    comments.values.flatMap { $0.idleMentions(of: rules) }
  }
}

/// The comments of one file that silence findings.
private struct IgnoreComments {
  /// An id in a comment.
  private struct Mention {
    let id: String
    let range: SourceRange
    let line: Int
    var isUsed = false
  }

  private let file: SourceFile
  /// `nil` where there is no such comment.
  private let lines: SourceLines?
  private var mentions: [Mention] = []

  private static let mark = Array("# wfgen: ignore[".utf8)

  init(of file: SourceFile) {
    self.file = file
    let starts = file.bytes.starts(of: Self.mark)
    guard !starts.isEmpty else {
      lines = nil
      return
    }
    let lines = SourceLines(file)
    self.lines = lines
    for start in starts {
      let line = lines.line(at: start)
      let rest = file.bytes[(start + Self.mark.count)..<lines.range(ofLine: line).end]
      guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else { continue }
      for part in rest[..<end].split(separator: UInt8(ascii: ",")) {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        let id = part.drop(while: isBlank).prefix { !isBlank($0) }
        guard !id.isEmpty else { continue }
        mentions.append(
          Mention(
            id: String(decoding: id, as: UTF8.self), range: SourceRange(id.startIndex, id.endIndex),
            line: line))
      }
    }
  }

  /// Whether a comment silences a rule at an offset; remembers that it was of use.
  mutating func takes(_ rule: String, at offset: Int) -> Bool {
    guard let lines, mentions.contains(where: { $0.id == rule }) else { return false }
    var number = lines.line(at: offset)
    repeat {
      if let index = mentions.firstIndex(where: { $0.line == number && $0.id == rule }) {
        mentions[index].isUsed = true
        return true
      }
      number -= 1
    } while number > 0 && isComment(file.bytes[lines.byteRange(ofLine: number)])
    return false
  }

  private func isComment(_ line: ArraySlice<UInt8>) -> Bool {
    line.first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: "#")
  }

  func idleMentions(of rules: Set<String>) -> [Finding] {
    mentions.compactMap { mention in
      let place = SourceLocation(file, mention.range)
      if !Rule.silenceable.contains(mention.id) {
        let meant = closestSpelling(of: mention.id, among: Rule.all.map(\.id))
        return Finding(
          "wfgen has no rule '\(mention.id)', so this silences nothing", at: place,
          help: meant == nil ? "'wfgen explain' lists the rules" : nil,
          fixes: meant.map { [Fix("Write '\($0)'", .suggestion, [Edit(mention.range, $0)])] } ?? [])
      }
      guard !mention.isUsed, rules.contains(mention.id), mention.id != Rule.unusedIgnore.id else {
        return nil
      }
      return Finding(
        "'\(mention.id)' finds nothing here any more, so this comment would hide the next finding",
        at: place, help: "remove it from the comment",
        fixes: removal(of: mention).map { [$0] } ?? [])
    }
  }

  /// The removal of a comment that stands alone on its line and names one rule.
  private func removal(of mention: Mention) -> Fix? {
    guard let lines, mentions.count(where: { $0.line == mention.line }) == 1 else { return nil }
    let line = lines.range(ofLine: mention.line)
    guard isComment(file.bytes[line.start..<line.end]) else { return nil }
    let end =
      mention.line < lines.count ? lines.range(ofLine: mention.line + 1).start : line.end
    return Fix("Remove the comment", .safe, [Edit(SourceRange(line.start, end), "")])
  }
}

extension Rule {
  /// The ids that a comment can name: those of the rules, and those under which the engine speaks.
  fileprivate static let silenceable = Set(
    all.map(\.id) + ["alias-budget", "file-too-large", "invalid-utf8", "taken-tag", "too-deep"])
}

extension SourceLines {
  fileprivate func byteRange(ofLine line: Int) -> Range<Int> {
    let range = range(ofLine: line)
    return range.start..<range.end
  }
}

extension [UInt8] {
  /// Where a sequence of bytes begins, each time.
  fileprivate func starts(of wanted: [UInt8]) -> [Int] {
    guard let first = wanted.first else { return [] }
    var starts: [Int] = []
    var rest = self[...]
    while let start = rest.firstIndex(of: first) {
      if self[start...].starts(with: wanted) { starts.append(start) }
      rest = self[(start + 1)...]
    }
    return starts
  }
}
