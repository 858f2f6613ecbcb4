extension Dockerfile {
  /// The lines of a Dockerfile that decide what it builds on and what it copies, as one text.
  ///
  /// Two files with equal structure have the same edges and inputs, and an edit of a command
  /// leaves it as it is. The algorithm is so plain that a short awk script does the same byte for
  /// byte: comments and blank lines go, continuation lines are joined, blanks are squeezed, the
  /// keyword becomes upper case. FROM, ARG, COPY, ADD, ENV, ONBUILD and WORKDIR remain whole. Of
  /// all others the words remain that are leading `--mount` flags or may start a heredoc, or the
  /// whole line when a leading flag holds a quote or an escape. The text of a heredoc is not told
  /// from instructions, so it may add a line. An `escape` directive that changes something is the
  /// line "ESCAPE `".
  public static func structure(of bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var escape = ASCII.backslash
    var isAtTop = true
    var pending: [UInt8] = []
    let start = bytes.starts(with: ASCII.byteOrderMark) ? 3 : 0
    for physical in bytes[start...].split(
      separator: ASCII.lineFeed, omittingEmptySubsequences: false)
    {
      var line = physical
      while line.last == ASCII.carriageReturn { line = line.dropLast() }
      while let last = line.last, last.isTabOrSpace { line = line.dropLast() }
      let content = line.drop(while: \.isTabOrSpace)
      if isAtTop {
        let directive = directive(content)
        isAtTop = directive != nil
        if let directive, directive.name == "escape", directive.value == [ASCII.backtick] {
          if escape != ASCII.backtick { result += Array("ESCAPE `\n".utf8) }
          escape = ASCII.backtick
        }
      }
      if content.isEmpty || content.first == ASCII.hash { continue }
      if line.last == escape, line.count == 1 || line.dropLast().last != escape {
        pending += line.dropLast()
      } else {
        result += structuralLine(pending + line)
        pending = []
      }
    }
    return result + structuralLine(pending)
  }

  /// The name and the value of a line that is a parser directive.
  private static func directive(_ line: ArraySlice<UInt8>) -> (name: String, value: [UInt8])? {
    guard line.first == ASCII.hash, let equals = line.firstIndex(of: ASCII.equals) else {
      return nil
    }
    func words(_ text: ArraySlice<UInt8>) -> [UInt8] {
      Array(text.split(whereSeparator: \.isTabOrSpace).joined(separator: [ASCII.space]))
    }
    let name = words(line[..<equals].dropFirst()).text.lowercased()
    guard ["syntax", "escape", "check"].contains(name) else { return nil }
    return (name, words(line[(equals + 1)...]))
  }

  /// What remains of one joined line, with its line break; empty when nothing does.
  private static func structuralLine(_ line: [UInt8]) -> [UInt8] {
    var words = line.split(whereSeparator: \.isTabOrSpace).map(Array.init)
    guard !words.isEmpty else { return [] }
    words[0] = words[0].map(\.uppercased)
    let whole = ["FROM", "ARG", "COPY", "ADD", "ENV", "ONBUILD", "WORKDIR"]
    if !whole.contains(words[0].text) {
      let flags = words.dropFirst().prefix { $0.starts(with: "--".utf8) }
      let mounts = flags.filter { $0.starts(with: "--mount".utf8) || $0.mayStartHeredoc }
      let kept = mounts + words.dropFirst(1 + flags.count).filter(\.mayStartHeredoc)
      if kept.isEmpty { return [] }
      let isQuoted = flags.contains { $0.contains { #""'\`"#.utf8.contains($0) } }
      if !isQuoted { words = [words[0]] + kept }
    }
    return words.joined(separator: [ASCII.space]) + [ASCII.lineFeed]
  }
}

extension UInt8 {
  fileprivate var isTabOrSpace: Bool { self == ASCII.tab || self == ASCII.space }
}

extension [UInt8] {
  fileprivate var mayStartHeredoc: Bool { firstRange(of: [ASCII.less, ASCII.less]) != nil }
}
