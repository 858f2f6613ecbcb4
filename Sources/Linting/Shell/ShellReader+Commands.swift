extension ShellReader {
  /// Takes the word that is being read, if there is one.
  mutating func endWord() {
    guard let word else { return }
    self.word = nil
    if let (descriptor, operation) = redirection {
      redirection = nil
      redirections.append(
        ShellCommand.Redirection(descriptor: descriptor, operation: operation, target: word))
    } else {
      words.append(word)
    }
  }

  /// Takes the command that is being read: notes what it assigns, and keeps it.
  mutating func endCommand() {
    endWord()
    defer {
      words = []
      redirections = []
      substitutions = []
      isNegated = false
    }
    while let first = words.first, !first.isQuoted, let text = first.text.text, enters(text) {
      words.removeFirst()
    }
    guard let first = words.first else { return }
    let wasConditional = isConditional
    switch first.text.text {
    case "for", "select":
      begin(.loop)
      if words.count > 1 { assign(words[1], isKnown: false) }
    case "case":
      begin(.choice)
      if words.count > 1 { assign(words[1], isKnown: false) }
    case "function":
      if words.last?.text.text == "{" { begin(.function) } else { definesFunction = true }
    case "export":
      for word in words.dropFirst() { assign(word, isKnown: !isConditional) }
      keep(words, if: wasConditional, isProgram: false)
    case "read", "local", "declare", "typeset", "readonly", "unset":
      for word in words.dropFirst() { assign(word, isKnown: false) }
      keep(words, if: wasConditional, isProgram: false)
    case "source", ".", "eval":
      variables = [:]
      isSourced = true
      keep(words, if: wasConditional, isProgram: false)
    default:
      let assignments = words.prefix { Self.isAssignment($0) }
      if assignments.count == words.count {
        for word in assignments { assign(word, isKnown: !isConditional) }
        keep(words, if: wasConditional, isProgram: false)
      } else {
        keep(Array(words.dropFirst(assignments.count)), if: wasConditional, isProgram: true)
        if first.text.text == "set" { options.take(words.dropFirst().compactMap(\.text.text)) }
      }
    }
  }

  private mutating func keep(
    _ words: [ShellCommand.Word], if isConditional: Bool, isProgram: Bool
  ) {
    last = .command(everything.count)
    everything.append(
      ShellCommand(
        words: words, range: words[0].start..<max(words[0].start, index),
        isConditional: isConditional, isProgram: isProgram, blocks: open, isNegated: isNegated,
        isTested: open.contains { blocks[$0].isAtTest }, options: options,
        redirections: redirections, substitutions: substitutions))
  }

  /// Whether something in the script decides if the present command runs.
  private var isConditional: Bool { !open.isEmpty || isGuarded }

  /// Whether a word is one after which another command starts; counts the open blocks.
  private mutating func enters(_ word: String) -> Bool {
    switch word {
    case "if": begin(.choice, isAtTest: true)
    case "while", "until": begin(.loop, isAtTest: true)
    case "{": begin(definesFunction ? .function : .group)
    case "fi", "done", "esac", "}": close { $0 != .subshell }
    case "then", "do": setTest(false)
    case "elif": setTest(true)
    case "else":
      if let block = open.last { blocks[block].alternative = everything.count }
    case "!": isNegated.toggle()
    case "time", "sudo", "exec", "command": break
    default: return false
    }
    return true
  }

  private mutating func setTest(_ isAtTest: Bool) {
    guard let block = open.last else { return }
    // What an `elif` tests is a part of the branches.
    if !isAtTest, blocks[block].bodyStart == blocks[block].commands.lowerBound {
      blocks[block].bodyStart = everything.count
    }
    blocks[block].isAtTest = isAtTest
  }

  /// Opens a block.
  mutating func begin(_ kind: ShellBlock.Kind, isAtTest: Bool = false) {
    last = nil
    if kind != .subshell { definesFunction = false }
    let start = everything.count
    blocks.append(
      ShellBlock(
        kind: kind, commands: start..<start, bodyStart: start, isAtTest: isAtTest, outer: open))
    open.append(blocks.count - 1)
  }

  /// Closes the innermost block of a kind.
  private mutating func close(_ isWanted: (ShellBlock.Kind) -> Bool) {
    guard let place = open.lastIndex(where: { isWanted(blocks[$0].kind) }) else { return }
    let block = open.remove(at: place)
    blocks[block].commands = blocks[block].commands.lowerBound..<everything.count
    blocks[block].isAtTest = false
    last = .block(block)
  }

  /// Closes the innermost subshell.
  mutating func closeSubshell() { close { $0 == .subshell } }

  /// Whether a subshell is open.
  var hasSubshell: Bool { open.contains { blocks[$0].kind == .subshell } }

  /// Notes the operator behind what has just ended.
  mutating func connect(_ connector: ShellCommand.Connector) {
    switch last {
    case .command(let position)?: everything[position].following = connector
    case .block(let position)?: blocks[position].following = connector
    case nil: break
    }
    last = nil
  }

  private mutating func assign(_ word: ShellCommand.Word, isKnown: Bool) {
    let (name, value) = word.text.assignment
    guard let name = name.text else { return }
    if let value {
      variables[name] = isKnown && !word.maySplit ? value : .unknown
    } else if !isKnown {
      variables[name] = .unknown
    }
  }

  private static func isAssignment(_ word: ShellCommand.Word) -> Bool {
    let (name, value) = word.text.assignment
    guard value != nil, let name = name.text, let first = name.utf8.first else { return false }
    return name.utf8.allSatisfy(isNameByte) && !(0x30...0x39).contains(first)
  }
}
