/// The start of a heredoc in a line: `<<EOF`, `<<-EOF`, `3<<"EOF"`.
struct HeredocMark {
  /// The line that ends it.
  var name: [UInt8]
  /// Whether tabs before that line do not count.
  var ignoresTabs: Bool

  /// The marks of a joined line, in order.
  ///
  /// When the line is no valid shell in BuildKit's eyes, it sees none.
  static func all(in line: [UInt8]) -> [HeredocMark] {
    var expander = Expander()
    expander.keepsQuotes = true
    expander.keepsEscapes = true
    expander.keepsUnset = true
    guard let words = try? expander.split(line) else { return [] }
    return words.compactMap { HeredocMark($0) }
  }

  /// Reads a word; `nil` when it starts no heredoc.
  init?(_ word: [UInt8]) {
    var index = 0
    while index < word.count, word[index].isDigit { index += 1 }
    guard word[index...].starts(with: [ASCII.less, ASCII.less]) else { return nil }
    index += 2
    ignoresTabs = index < word.count && word[index] == ASCII.minus
    if ignoresTabs { index += 1 }
    while index < word.count, word[index].isSpace { index += 1 }
    let rest = word[index...]
    guard !rest.isEmpty, !rest.contains(ASCII.less) else { return nil }
    var expander = Expander()
    expander.keepsUnset = true
    guard let words = try? expander.split(rest), words.count == 1 else { return nil }
    name = words[0]
  }
}
