/// Replaces variables and removes quotes as BuildKit does, which is almost as a shell does.
///
/// Knows `$V`, `${V}`, `${V:-w}`, `${V-w}`, `${V:+w}`, `${V+w}`, `${V:?w}`, `${V?w}`, `${V#p}`,
/// `${V##p}`, `${V%p}`, `${V%%p}`, `${V/p/w}` and `${V//p/w}`, with expressions nested in `w`.
struct Expander {
  /// The character that takes the meaning from the next one.
  var escape = ASCII.backslash
  /// Whether quotes stay in the text.
  var keepsQuotes = false
  /// Whether escape characters stay in the text.
  var keepsEscapes = false
  /// Whether expressions over unset variables stay as they are written.
  var keepsUnset = false
  /// The variables.
  var scope = Scope()

  private var input: [UInt8] = []
  private var index = 0
  private var defaults: [String] = []
  private var names: [String] = []
  private var undeclared: [String] = []
  private var words: [[UInt8]] = []
  private var word: [UInt8] = []

  init(escape: UInt8 = ASCII.backslash, scope: Scope = Scope()) {
    self.escape = escape
    self.scope = scope
  }

  /// The text of one word.
  mutating func expand(_ text: some Sequence<UInt8>) throws(ExpansionError) -> Expansion {
    start(text)
    let result = try read(upTo: nil, keepingEscapes: keepsEscapes)
    return Expansion(
      value: result.missing.map { .unknown(argument: $0) } ?? .known(result.bytes),
      knownPrefix: result.bytes, defaults: defaults, names: names, undeclared: undeclared)
  }

  /// The words of a text, split at white space outside quotes.
  mutating func split(_ text: some Sequence<UInt8>) throws(ExpansionError) -> [[UInt8]] {
    start(text)
    _ = try read(upTo: nil, keepingEscapes: keepsEscapes, splitting: true)
    endWord()
    return words
  }

  private mutating func start(_ text: some Sequence<UInt8>) {
    input = Array(text)
    index = 0
    (defaults, names, undeclared, words, word) = ([], [], [], [], [])
  }

  private var next: UInt8? { index < input.count ? input[index] : nil }

  private mutating func endWord() {
    if !word.isEmpty { words.append(word) }
    word = []
  }

  /// Reads up to a byte, which is consumed, or to the end.
  private mutating func read(
    upTo stop: UInt8?, keepingEscapes: Bool, splitting: Bool = false
  ) throws(ExpansionError) -> ExpandedText {
    let outer = keepsEscapes
    keepsEscapes = keepingEscapes
    defer { keepsEscapes = outer }
    var result = ExpandedText()
    while let byte = next {
      if byte == stop {
        index += 1
        return result
      }
      switch byte {
      case ASCII.singleQuote, ASCII.doubleQuote:
        let quoted = byte == ASCII.singleQuote ? try singleQuoted() : try doubleQuoted()
        result.append(quoted)
        if splitting { word += quoted.bytes }
      case ASCII.dollar:
        let value = try variable()
        result.append(value)
        if splitting {
          for byte in value.bytes { if byte.isSpace { endWord() } else { word.append(byte) } }
        }
      case ASCII.less where splitting:
        word += heredocMark()
      case escape:
        index += 1
        if keepsEscapes {
          result.append(byte)
          if splitting { word.append(byte) }
        }
        guard let escaped = next else { break }
        index += 1
        result.append(escaped)
        if splitting { word.append(escaped) }
      default:
        index += 1
        result.append(byte)
        if splitting { if byte.isSpace { endWord() } else { word.append(byte) } }
      }
    }
    if let stop {
      throw ExpansionError("a '\(Character(Unicode.Scalar(stop)))' is missing in '\(input.text)'")
    }
    return result
  }

  /// `<<` with the blanks behind it, so that they do not part it from its name; else `<`.
  private mutating func heredocMark() -> [UInt8] {
    index += 1
    guard next == ASCII.less else { return [ASCII.less] }
    var mark: [UInt8] = [ASCII.less, ASCII.less]
    index += 1
    while let byte = next, byte == ASCII.space || byte == ASCII.tab {
      mark.append(byte)
      index += 1
    }
    return mark
  }

  private mutating func singleQuoted() throws(ExpansionError) -> ExpandedText {
    var result = ExpandedText()
    let start = index
    index += 1
    while let byte = next, byte != ASCII.singleQuote {
      result.append(byte)
      index += 1
    }
    guard next != nil else { throw ExpansionError("the quote of '\(input.text)' is not closed") }
    index += 1
    return keepsQuotes ? ExpandedText(bytes: Array(input[start..<index])) : result
  }

  private mutating func doubleQuoted() throws(ExpansionError) -> ExpandedText {
    var result = ExpandedText()
    if keepsQuotes { result.append(ASCII.doubleQuote) }
    index += 1
    while let byte = next, byte != ASCII.doubleQuote {
      if byte == ASCII.dollar {
        result.append(try variable())
        continue
      }
      index += 1
      guard byte == escape else {
        result.append(byte)
        continue
      }
      if keepsEscapes { result.append(byte) }
      switch next {
      case nil: break
      case ASCII.doubleQuote, ASCII.dollar, escape:
        result.append(input[index])
        index += 1
      default: result.append(byte)
      }
    }
    guard next != nil else { throw ExpansionError("the quote of '\(input.text)' is not closed") }
    index += 1
    if keepsQuotes { result.append(ASCII.doubleQuote) }
    return result
  }

  /// Reads a name, or one of the shell's special parameters.
  private mutating func name() -> String {
    let start = index
    if let first = next, first.isDigit {
      while let byte = next, byte.isDigit { index += 1 }
    } else if let first = next, "@*#?-$!".utf8.contains(first) {
      index += 1
    } else {
      while let byte = next, byte.isNameByte { index += 1 }
    }
    return input[start..<index].text
  }

  private mutating func variable() throws(ExpansionError) -> ExpandedText {
    let start = index
    index += 1
    guard next == ASCII.openBrace else {
      let name = name()
      return name.isEmpty ? ExpandedText(bytes: [ASCII.dollar]) : plain(name, from: start)
    }
    index += 1
    guard let first = next, ![ASCII.openBrace, ASCII.closeBrace, ASCII.colon].contains(first) else {
      throw ExpansionError("'\(input.text)' holds no valid substitution")
    }
    let name = name()
    guard let modifier = next else { throw ExpansionError("a '}' is missing in '\(input.text)'") }
    index += 1
    switch modifier {
    case ASCII.closeBrace:
      return plain(name, from: start)
    case ASCII.slash:
      return try replacement(name, from: start)
    default:
      return try modified(name, by: modifier, from: start)
    }
  }

  /// What a name stands for, noting that it was asked for.
  private mutating func lookUp(_ name: String) -> Scope.Entry? {
    if !names.contains(name) { names.append(name) }
    return scope.entry(name)
  }

  private mutating func use(_ value: Resolved<[UInt8]>, _ used: [String]) -> ExpandedText {
    for name in used where !defaults.contains(name) { defaults.append(name) }
    switch value {
    case .known(let bytes): return ExpandedText(bytes: bytes)
    case .unknown(let argument): return ExpandedText(missing: argument)
    }
  }

  private mutating func plain(_ name: String, from start: Int) -> ExpandedText {
    switch lookUp(name) {
    case .value(let value, let used): return use(value, used)
    case .valueless: return ExpandedText(missing: name)
    case nil:
      if keepsUnset { return ExpandedText(bytes: Array(input[start..<index])) }
      if name.utf8.first.map({ !$0.isDigit && $0.isNameByte }) ?? false { undeclared.append(name) }
      return ExpandedText()
    }
  }

  private mutating func modified(
    _ name: String, by first: UInt8, from start: Int
  ) throws(ExpansionError) -> ExpandedText {
    var modifier = first
    let countsEmpty = modifier == ASCII.colon
    if countsEmpty, let second = next {
      modifier = second
      index += 1
    }
    let trims = modifier == ASCII.hash || modifier == ASCII.percent
    guard trims ? !countsEmpty : [ASCII.minus, ASCII.plus, ASCII.question].contains(modifier) else {
      throw ExpansionError("'\(input.text)' uses a modifier that BuildKit does not know")
    }
    let word = try read(upTo: ASCII.closeBrace, keepingEscapes: trims)
    let entry = lookUp(name)
    if entry == nil, keepsUnset { return ExpandedText(bytes: Array(input[start..<index])) }

    var value: ExpandedText?
    switch entry {
    case .value(let known, let used): value = use(known, used)
    case .valueless: if modifier != ASCII.question, !trims { _ = use(.known([]), [name]) }
    case nil: break
    }
    if let missing = value?.missing { return ExpandedText(missing: missing) }
    let counts = value.map { !countsEmpty || !$0.bytes.isEmpty } ?? false
    switch modifier {
    case ASCII.minus: return counts ? value ?? ExpandedText() : word
    case ASCII.plus: return counts ? word : ExpandedText()
    case ASCII.question:
      if counts { return value ?? ExpandedText() }
      let reason = word.bytes.isEmpty ? "it needs a value" : word.bytes.text
      throw ExpansionError("'\(name)' has no value: \(reason)", argument: name)
    default:
      guard let value else {
        if case .valueless = entry { return ExpandedText(missing: name) }
        return ExpandedText()
      }
      if let missing = word.missing { return ExpandedText(missing: missing) }
      return try trimmed(value.bytes, by: word.bytes, atEnd: modifier == ASCII.percent)
    }
  }

  private func trimmed(
    _ value: [UInt8], by word: [UInt8], atEnd: Bool
  ) throws(ExpansionError) -> ExpandedText {
    let mark = atEnd ? ASCII.percent : ASCII.hash
    let isGreedy = word.first == mark
    let pattern = try ShellPattern(isGreedy ? word.dropFirst() : word[...])
    return ExpandedText(
      bytes: atEnd
        ? pattern.withoutSuffix(value, longest: isGreedy)
        : pattern.withoutPrefix(value, longest: isGreedy))
  }

  private mutating func replacement(
    _ name: String, from start: Int
  ) throws(ExpansionError) -> ExpandedText {
    let replacesAll = next == ASCII.slash
    if replacesAll { index += 1 }
    let pattern = try read(upTo: ASCII.slash, keepingEscapes: true)
    let replacement = try read(upTo: ASCII.closeBrace, keepingEscapes: true)
    switch lookUp(name) {
    case .valueless:
      return ExpandedText(missing: name)
    case nil:
      if keepsUnset { return ExpandedText(bytes: Array(input[start..<index])) }
      return ExpandedText()
    case .value(let value, let used):
      let value = use(value, used)
      if let missing = value.missing ?? pattern.missing ?? replacement.missing {
        return ExpandedText(missing: missing)
      }
      let compiled = try ShellPattern(pattern.bytes[...])
      return ExpandedText(
        bytes: compiled.replacing(in: value.bytes, with: replacement.bytes, all: replacesAll))
    }
  }
}

extension Expander {
  /// The text of a word in which no variable has a value.
  func literal(_ text: String) throws(ExpansionError) -> String {
    var expander = self
    return try expander.expand(text.utf8).value.value?.text ?? ""
  }
}
