extension ShellReader {
  /// Takes the word that is being read, if there is one.
  mutating func endWord() {
    guard let word else { return }
    self.word = nil
    if takesRedirection {
      takesRedirection = false
    } else {
      words.append(word)
    }
  }

  /// Takes the command that is being read: notes what it assigns, or keeps it.
  mutating func endCommand() {
    endWord()
    defer { words = [] }
    while let first = words.first, !first.isQuoted, let text = first.text.text, enters(text) {
      words.removeFirst()
    }
    guard let first = words.first else { return }
    switch first.text.text {
    case "for", "select", "case":
      depth += 1
      if words.count > 1 { assign(words[1], isKnown: false) }
    case "function":
      if words.last?.text.text == "{" { depth += 1 }
    case "export":
      for word in words.dropFirst() { assign(word, isKnown: !isConditional) }
    case "read", "local", "declare", "typeset", "readonly", "unset":
      for word in words.dropFirst() { assign(word, isKnown: false) }
    case "source", ".", "eval":
      variables = [:]
      isSourced = true
    default:
      let assignments = words.prefix { Self.isAssignment($0) }
      if assignments.count == words.count {
        for word in assignments { assign(word, isKnown: !isConditional) }
      } else {
        let rest = Array(words.dropFirst(assignments.count))
        commands.append(
          ShellCommand(
            words: rest, range: rest[0].start..<index, isConditional: isConditional))
      }
    }
  }

  /// Whether something in the script decides if the present command runs.
  private var isConditional: Bool { depth > 0 || subshells > 0 || isGuarded }

  /// Whether a word is one after which another command starts; counts the open blocks.
  private mutating func enters(_ word: String) -> Bool {
    switch word {
    case "if", "while", "until", "{":
      depth += 1
    case "fi", "done", "esac", "}":
      depth = max(0, depth - 1)
    case "then", "else", "elif", "do", "!", "time", "sudo", "exec", "command": break
    default: return false
    }
    return true
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
