extension DiskScript {
  /// What a substitution that is tested is compared with.
  func comparison(behind end: Int) -> (String, Double)? {
    let rest = String(decoding: bytes[end...].prefix(80), as: UTF8.self)
    let words = rest.drop { ")`\"".contains($0) }.split(separator: " ").prefix(2).map(String.init)
    guard words.count == 2, Self.operations.contains(words[0]), let number = number(words[1]) else {
      return nil
    }
    return (words[0], number)
  }

  /// Numbers that the script sets itself.
  mutating func noteConstants() {
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      for word in String(decoding: line, as: UTF8.self).split(separator: " ") {
        let parts = word.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, let value = Double(parts[1].filter { !"\"';".contains($0) }) else {
          continue
        }
        let name = String(parts[0])
        constants[name] = assignments(of: name) == 1 ? value : nil
      }
    }
  }

  private func number(_ word: String) -> Double? {
    let text = word.filter { !"\"'];)".contains($0) }
    if let value = Double(text) { return value }
    guard text.hasPrefix("$") else { return constants[text] }
    return constants[text.filter { !"${}".contains($0) }]
  }

  /// Finds what is compared: `[ "$free" -lt 30 ]`, `[[ … ]]`, `test …`, `(( free < 30 ))`.
  mutating func findTests() {
    guard !sources.isEmpty else { return }
    let text = String(decoding: bytes, as: UTF8.self)
    let words = text.split { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == ";" }.map(String.init)
    for index in words.indices where index > 0 && index + 1 < words.count {
      let symbols = ["<": "-lt", "<=": "-le", ">": "-gt", ">=": "-ge"]
      let isArithmetic = symbols[words[index]] != nil
      guard
        let operation = symbols[words[index]]
          ?? Self.operations.first(where: { $0 == words[index] })
      else { continue }
      let (left, right) = (words[index - 1], words[index + 1])
      if isArithmetic, index > 1, words[index - 2] == "[[" || words[index - 2] == "&&",
        right.allSatisfy({ !"/&".contains($0) })
      {
        // Within `[[ … ]]` these compare texts, elsewhere they would be redirections.
        guard Self.isWithinBrackets(words[..<index]), let source = source(left),
          let number = number(right)
        else { continue }
        checks.append(
          DiskCheck(
            reading: source.reading, operation: operation, number: number, range: source.range,
            comparesTexts: true))
      } else if isArithmetic {
        // Elsewhere these are redirections; and what is computed with is not the reading.
        let opens = left.hasPrefix("((") || (index > 1 && words[index - 2].hasSuffix("(("))
        let closes =
          right.hasSuffix("))") || (index + 2 < words.count && words[index + 2].hasPrefix("))"))
        guard opens, closes else { continue }
      } else {
        guard index > 1,
          ["[", "[[", "test", "!", "&&", "||", "-a", "-o"].contains(words[index - 2])
        else { continue }
      }
      if let source = source(left), let number = number(right) {
        note(source, operation, number)
      } else if let source = source(right), let number = number(left.filter { $0 != "(" }) {
        note(source, Self.turned[operation] ?? operation, number)
      }
    }
  }

  /// Whether the last `[[` of some words is not closed yet.
  private static func isWithinBrackets(_ words: ArraySlice<String>) -> Bool {
    words.last { $0 == "[[" || $0 == "]]" } == "[["
  }

  private mutating func note(_ source: Source, _ operation: String, _ number: Double) {
    checks.append(
      DiskCheck(
        reading: source.reading, operation: operation, number: number, range: source.range))
  }

  /// The reading that a word stands for.
  private func source(_ word: String) -> Source? {
    var name = word.filter { !"\"();]".contains($0) }
    if name.hasPrefix("${"), name.hasSuffix("}") {
      name = String(name.dropFirst(2).dropLast())
      // `${free%G}` and `${free//[!0-9]/}` cut the letter off; anything else is not known.
      if let cut = name.firstIndex(where: { $0 == "%" || $0 == "/" }) {
        let edit = name[cut...]
        guard ["%G", "%%G*", "//G/", "/G/", "//[!0-9]/", "//[^0-9]/"].contains(String(edit)),
          var source = sources[String(name[..<cut])]
        else { return nil }
        source.reading = source.reading.withoutLetter
        return source
      }
    } else if name.hasPrefix("$") {
      name.removeFirst()
    }
    return sources[name]
  }

  private static let operations = ["-lt", "-le", "-gt", "-ge"]
  private static let turned = ["-lt": "-gt", "-le": "-ge", "-gt": "-lt", "-ge": "-le"]
}
