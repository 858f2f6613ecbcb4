extension ShellReader {
  /// Reads one character, quotation or expansion of a word.
  mutating func readWordPart() {
    if word == nil { word = ShellCommand.Word(text: PartialText(pattern: ""), start: index) }
    switch script[index] {
    case UInt8(ascii: "'"): readSingleQuoted()
    case UInt8(ascii: "\""): readDoubleQuoted()
    case UInt8(ascii: "\\"):
      if peek(1) == UInt8(ascii: "\n") {
        index += 2
        if word?.text.pattern.isEmpty == true, word?.isQuoted == false { word = nil }
      } else {
        index += 1
        readCharacter()
      }
    case UInt8(ascii: "$"), UInt8(ascii: "`"):
      readExpansion(isQuoted: false)
    case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["):
      // One or two brackets alone are a command, not a pattern.
      if script[index] == UInt8(ascii: "["), let text = word?.text.pattern,
        text.isEmpty || text == "["
      {
        readCharacter()
      } else {
        index += 1
        appendHole(isQuoted: false)
      }
    default: readPlain { Self.special.contains($0) }
    }
  }

  /// What means something outside of quotes.
  private static let special = Array(" \t\r\n;&|()<>'\"\\$`*?[".utf8)

  /// Takes everything as it is up to a byte that means something.
  private mutating func readPlain(until isSpecial: (UInt8) -> Bool) {
    let end = script[(index + 1)...].firstIndex(where: isSpecial) ?? script.count
    append(String(decoding: script[index..<end], as: UTF8.self))
    index = end
  }

  /// Takes one character as it is.
  private mutating func readCharacter() {
    guard index < script.count else { return }
    var end = index + 1
    while end < script.count, script[end] & 0xC0 == 0x80 { end += 1 }
    append(String(decoding: script[index..<end], as: UTF8.self))
    index = end
  }

  private mutating func append(_ text: String) {
    word?.text.pattern += text
  }

  private mutating func appendHole(isQuoted: Bool) {
    word?.text.pattern.unicodeScalars.append(PartialText.hole)
    if !isQuoted { word?.maySplit = true }
  }

  private mutating func append(_ value: PartialText, isQuoted: Bool) {
    let isOneWord =
      isQuoted
      || !value.pattern.unicodeScalars.contains { scalar in
        scalar.properties.isWhitespace || "*?[".unicodeScalars.contains(scalar)
      }
    guard isOneWord else { return appendHole(isQuoted: false) }
    append(value.pattern)
    if !value.isKnown, !isQuoted { word?.maySplit = true }
  }

  private mutating func readSingleQuoted() {
    word?.isQuoted = true
    let end = script[(index + 1)...].firstIndex(of: UInt8(ascii: "'")) ?? script.count
    let text = String(decoding: script[(index + 1)..<end], as: UTF8.self)
    let value = scope.substitute(text)
    append(value.text.pattern)
    if let origin = value.origin { word?.origin = origin }
    index = min(end + 1, script.count)
  }

  private mutating func readDoubleQuoted() {
    word?.isQuoted = true
    index += 1
    while index < script.count, peek() != UInt8(ascii: "\"") {
      switch peek() {
      case UInt8(ascii: "$"), UInt8(ascii: "`"): readExpansion(isQuoted: true)
      case UInt8(ascii: "\\") where "$`\"\\".utf8.contains(peek(1)):
        index += 1
        readCharacter()
      case UInt8(ascii: "\\") where peek(1) == UInt8(ascii: "\n"): index += 2
      default: readPlain { "\"$`\\".utf8.contains($0) }
      }
    }
    index = min(index + 1, script.count)
  }

  /// Reads what starts with `$` or a backtick.
  private mutating func readExpansion(isQuoted: Bool) {
    if starts("${{") {
      guard let end = script[index...].endOfExpression else {
        index = script.count
        return appendHole(isQuoted: isQuoted)
      }
      let expression = String(decoding: script[index..<(end + 2)], as: UTF8.self)
      index = end + 2
      let value = scope.substitute(expression)
      append(value.text, isQuoted: isQuoted)
      if let origin = value.origin { word?.origin = origin }
    } else if peek() == UInt8(ascii: "`") {
      let end = script[(index + 1)...].firstIndex(of: UInt8(ascii: "`")) ?? script.count
      substitutions.append((index + 1)..<end)
      index = min(end + 1, script.count)
      appendHole(isQuoted: isQuoted)
    } else if starts("$(") {
      let start = index + 2
      skip(from: UInt8(ascii: "("), to: UInt8(ascii: ")"))
      if start < index, script[start] != UInt8(ascii: "(") {
        substitutions.append(start..<max(start, index - 1))
      }
      appendHole(isQuoted: isQuoted)
    } else if starts("${") {
      let start = index + 2
      skip(from: UInt8(ascii: "{"), to: UInt8(ascii: "}"))
      let name = script[start..<max(start, index - 1)]
      if name.allSatisfy(Self.isNameByte) {
        append(value(of: name), isQuoted: isQuoted)
      } else {
        appendHole(isQuoted: isQuoted)
      }
    } else {
      let start = index + 1
      var end = start
      while end < script.count, Self.isNameByte(script[end]) { end += 1 }
      index = end
      if end > start, !(0x30...0x39).contains(script[start]) {
        append(value(of: script[start..<end]), isQuoted: isQuoted)
      } else if end == start, end < script.count, "@*#?!$-".utf8.contains(script[end]) {
        index += 1
        appendHole(isQuoted: isQuoted && script[end] != UInt8(ascii: "@"))
      } else if end == start {
        append("$")
      } else {
        index = start + 1
        appendHole(isQuoted: isQuoted)
      }
    }
  }

  /// Moves behind a bracketed part. Brackets in quotes are not told apart: what stands here is
  /// unknown anyway, and at worst the rest of the script is.
  private mutating func skip(from open: UInt8, to close: UInt8) {
    var level = 0
    while index < script.count {
      let byte = script[index]
      index += 1
      if byte == open { level += 1 }
      if byte == close {
        level -= 1
        if level == 0 { return }
      }
    }
  }

  private func value(of name: ArraySlice<UInt8>) -> PartialText {
    let name = String(decoding: name, as: UTF8.self)
    if let value = variables[name] { return value }
    if isSourced { return .unknown }
    if name == "GITHUB_WORKSPACE" { return PartialText(pattern: ValueScope.workspace) }
    return scope.variable(name) ?? .unknown
  }

  /// Whether a byte may stand in the name of a variable.
  static func isNameByte(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x5F
  }
}

extension ArraySlice<UInt8> {
  /// Where the braces stand that close the expression at the start; those in its quotes do not.
  fileprivate var endOfExpression: Int? {
    var isQuoted = false
    for index in indices.dropLast() {
      if self[index] == UInt8(ascii: "'") { isQuoted.toggle() }
      if !isQuoted, self[index] == UInt8(ascii: "}"), self[index + 1] == UInt8(ascii: "}") {
        return index
      }
    }
    return nil
  }
}
