import SourceText

extension InstructionParser {
  /// The flags of each instruction that has any: those with a value, and those that are switches.
  private static let flags: [Instruction.Keyword: (values: Set<String>, switches: Set<String>)] = [
    .add: (
      ["chown", "chmod", "checksum", "exclude"], ["link", "keep-git-dir", "unpack"]
    ),
    .copy: (["chown", "chmod", "from", "exclude"], ["link", "parents"]),
    .from: (["platform"], []),
    .healthcheck: (["interval", "timeout", "start-period", "start-interval", "retries"], []),
    .run: (["mount", "network", "security", "device"], []),
  ]

  /// The flags that may be given more than once.
  private static let repeatable: Set<String> = ["exclude", "mount", "device"]

  /// Reports what BuildKit refuses in one instruction, whatever the arguments of the build are.
  mutating func check(_ instruction: Instruction) {
    checkFlags(of: instruction)
    let keyword = instruction.keyword
    switch keyword {
    case .add, .copy:
      if instruction.arguments.count < 2 {
        let message = "\(keyword.rawValue) needs a source and a destination"
        report("dockerfile-syntax", message, at: instruction.range)
      }
    case .arg:
      if instruction.arguments.isEmpty {
        report("dockerfile-syntax", "ARG needs a name", at: instruction.range)
      }
      for argument in instruction.arguments where argument.text.hasPrefix("=") {
        report("dockerfile-syntax", "the argument has no name", at: argument.range)
      }
    case .env:
      if instruction.arguments.isEmpty {
        report("dockerfile-syntax", "ENV needs a name and a value", at: instruction.range)
      }
    case .from: checkFrom(instruction)
    default: break
    }
    if keyword == .copy, let from = instruction.flag("from")?.value, from.text.contains("$"),
      (try? Expander(escape: reader.escape).literal(from.text)) != from.text
    {
      reportVariable(in: from)
    }
    if keyword == .run {
      for flag in instruction.flags where flag.name == "mount" {
        guard let value = flag.value else { continue }
        checkMount(value)
      }
    }
  }

  private mutating func reportVariable(in from: Word) {
    report(
      "variable-in-from", "'from' takes no variable, so BuildKit refuses '\(from.text)'",
      at: from.range,
      help: "name a stage with 'FROM \(from.text) AS …' at the top and copy from that")
  }

  private mutating func checkMount(_ value: Word) {
    for (key, field) in Mount.fields(of: value.text) {
      if key == "from", let field, field.contains("$"), !field.hasSuffix("$") {
        reportVariable(in: Word(field, at: value.range))
      } else if !Mount.keys.contains(key) {
        report(
          "unknown-flag", "'\(key)' is no option of '--mount'", at: value.range,
          hasForeignSyntax ? .info : .error,
          help: closestSpelling(of: key, among: Mount.keys).map { "did you mean '\($0)'?" })
      }
    }
  }

  private mutating func checkFlags(of instruction: Instruction) {
    // BuildKit drops the flags of these two unread.
    guard ![.arg, .stopsignal].contains(instruction.keyword) else { return }
    let known = Self.flags[instruction.keyword] ?? ([], [])
    var seen: Set<String> = []
    for flag in instruction.flags {
      let takesValue = known.values.contains(flag.name)
      guard takesValue || known.switches.contains(flag.name) else {
        let names = known.values.union(known.switches).sorted()
        let closest = closestSpelling(of: flag.name, among: names)
        report(
          "unknown-flag", "'--\(flag.name)' is no flag of \(instruction.keyword.rawValue)",
          at: flag.range, hasForeignSyntax ? .info : .error,
          help: closest.map { "did you mean '--\($0)'?" })
        continue
      }
      if !seen.insert(flag.name).inserted, !Self.repeatable.contains(flag.name) {
        report("dockerfile-syntax", "'--\(flag.name)' is given twice", at: flag.range)
      }
      if takesValue {
        if flag.value == nil {
          report("dockerfile-syntax", "'--\(flag.name)' needs a value", at: flag.range)
        }
      } else if let value = flag.value, !["true", "false"].contains(value.text.lowercased()) {
        report("dockerfile-syntax", "'--\(flag.name)' is true or false", at: flag.range)
      }
    }
  }

  private mutating func checkFrom(_ instruction: Instruction) {
    let words = instruction.arguments
    guard words.count == 1 || words.count == 3 && words[1].text.lowercased() == "as" else {
      let message = "FROM takes an image, and perhaps 'AS' and a name"
      report("dockerfile-syntax", message, at: instruction.range)
      return
    }
    guard words.count == 3 else { return }
    let name = words[2].text.lowercased().utf8
    let isValid =
      name.first.map(\.isLetter) ?? false
      && name.allSatisfy { $0.isNameByte || $0 == ASCII.minus || $0 == ASCII.dot }
    if !isValid {
      let message = "'\(words[2].text)' is no name of a stage; it needs a letter first"
      report("dockerfile-syntax", message, at: words[2].range)
    }
  }
}
