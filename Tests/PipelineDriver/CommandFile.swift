/// The entries of a file that `GITHUB_OUTPUT` or `GITHUB_ENV` names: `NAME=VALUE`, or `NAME<<END`
/// and lines up to `END`. Throws `StepFailure` at what GitHub refuses.
func entries(of text: String) throws -> [String: String] {
  var entries: [String: String] = [:]
  var open: (name: String, end: Substring, lines: [Substring])?
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
    if var block = open {
      if line == block.end {
        entries[block.name] = block.lines.joined(separator: "\n")
        open = nil
      } else {
        block.lines.append(line)
        open = block
      }
      continue
    }
    if line.isEmpty { continue }
    let equals = line.firstIndex(of: "=")
    let heredoc = line.firstRange(of: "<<")
    if let heredoc, equals.map({ heredoc.lowerBound < $0 }) ?? true {
      open = (String(line[..<heredoc.lowerBound]), line[heredoc.upperBound...], [])
    } else if let equals {
      entries[String(line[..<equals])] = String(line[line.index(after: equals)...])
    } else {
      throw StepFailure("Invalid format '\(line)'")
    }
  }
  if let open { throw StepFailure("Matching delimiter not found '\(open.end)'") }
  return entries
}
