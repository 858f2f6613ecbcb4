/// The lines of a Dockerfile that decide what it builds on and what it copies, as one text.
///
/// Two files with equal structure have the same edges and inputs. The algorithm is so plain that a
/// short awk script does the same byte for byte; it knows no heredocs, so a text in one may add a
/// line. Per line that remains: continuation lines joined, blanks squeezed, the keyword in upper
/// case. Comments and blank lines go. FROM, ARG, COPY, ADD, ENV, ONBUILD and WORKDIR remain whole;
/// of all others their leading `--mount` flags, or the whole line when one of these is quoted.
public func structure(of dockerfile: [UInt8]) -> [UInt8] {
  var result: [UInt8] = []
  var escape = ASCII.backslash
  var isAtTop = true
  var pending: [UInt8] = []
  let start = dockerfile.starts(with: ASCII.byteOrderMark) ? 3 : 0
  for physical in dockerfile[start...].split(
    separator: ASCII.lineFeed, omittingEmptySubsequences: false)
  {
    var line = physical
    while line.last == ASCII.carriageReturn { line = line.dropLast() }
    while let last = line.last, last.isTabOrSpace { line = line.dropLast() }
    let content = line.drop(while: \.isTabOrSpace)
    if isAtTop {
      if let value = directive(content) {
        if value.name == "escape" {
          escape = value.text == [ASCII.backtick] ? ASCII.backtick : ASCII.backslash
        }
      } else {
        isAtTop = false
      }
    }
    if content.isEmpty || content.first == ASCII.hash { continue }
    if line.last == escape, line.count == 1 || line.dropLast().last != escape {
      pending += line.dropLast()
    } else {
      append(pending + line, to: &result)
      pending = []
    }
  }
  append(pending, to: &result)
  return result
}

/// The name and the value of a line that is a parser directive.
private func directive(_ line: ArraySlice<UInt8>) -> (name: String, text: [UInt8])? {
  guard line.first == ASCII.hash, let equals = line.firstIndex(of: ASCII.equals) else { return nil }
  func trimmed(_ text: ArraySlice<UInt8>) -> [UInt8] {
    Array(text.drop(while: \.isTabOrSpace).reversed().drop(while: \.isTabOrSpace).reversed())
  }
  let name = trimmed(line[..<equals].dropFirst()).text.lowercased()
  guard ["syntax", "escape", "check"].contains(name) else { return nil }
  return (name, trimmed(line[(equals + 1)...]))
}

private func append(_ line: [UInt8], to result: inout [UInt8]) {
  var words = line.split(whereSeparator: \.isTabOrSpace).map(Array.init)
  guard !words.isEmpty else { return }
  words[0] = words[0].map(\.uppercased)
  let whole = ["FROM", "ARG", "COPY", "ADD", "ENV", "ONBUILD", "WORKDIR"]
  if !whole.contains(words[0].text) {
    let flags = words.dropFirst().prefix { $0.starts(with: [ASCII.minus, ASCII.minus]) }
    guard flags.contains(where: { $0.starts(with: "--mount".utf8) }) else { return }
    let isQuoted = flags.contains { $0.contains { "\"'\\`".utf8.contains($0) } }
    if !isQuoted { words = [words[0]] + flags.filter { $0.starts(with: "--mount".utf8) } }
  }
  result += words.joined(separator: [ASCII.space])
  result.append(ASCII.lineFeed)
}

extension UInt8 {
  fileprivate var isTabOrSpace: Bool { self == ASCII.tab || self == ASCII.space }
}
