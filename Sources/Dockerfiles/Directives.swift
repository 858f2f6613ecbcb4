import SourceText

/// Reads the parser directives at the top of a Dockerfile: `# syntax=…`, `# escape=…`, `# check=…`.
///
/// Only comment lines before anything else count, and the first that is no directive ends them.
struct DirectiveReader {
  /// The values found so far, by lower-case name.
  private(set) var values: [String: Word] = [:]
  private var isDone = false

  /// Reads one line, without its line break and leading white space; says what is wrong with it.
  ///
  /// `start` is the offset of the line in the file.
  mutating func read(_ line: ArraySlice<UInt8>, at start: Int) -> (message: String, SourceRange)? {
    guard !isDone else { return nil }
    guard let (name, value) = split(line) else {
      isDone = true
      return nil
    }
    let shift = start - line.startIndex
    let range = SourceRange(value.lowerBound + shift, value.upperBound + shift)
    if values[name] != nil {
      return ("the parser directive '\(name)' is given twice", range)
    }
    let word = Word(line[value].text, at: range)
    values[name] = word
    if name == "escape", word.text != "\\", word.text != "`" {
      return ("'\(word.text)' cannot be the escape character; it is '\\' or '`'", range)
    }
    return nil
  }

  /// The name and the range of the value of a line, when it is a directive.
  private func split(_ line: ArraySlice<UInt8>) -> (String, Range<Int>)? {
    guard line.first == ASCII.hash else { return nil }
    var index = line.startIndex + 1
    while index < line.endIndex, line[index].isSpace { index += 1 }
    let nameStart = index
    while index < line.endIndex, line[index].isLetter || line[index].isDigit { index += 1 }
    let name = String(decoding: line[nameStart..<index].map(\.lowercased), as: UTF8.self)
    guard ["syntax", "escape", "check"].contains(name) else { return nil }
    while index < line.endIndex, line[index].isSpace { index += 1 }
    guard index < line.endIndex, line[index] == ASCII.equals else { return nil }
    let value = line[(index + 1)...].trimmedRange
    return value.isEmpty ? nil : (name, value)
  }
}
