import SourceText

extension Resolver {
  /// Gives the arguments before the first FROM, and those that BuildKit defines, their values.
  mutating func defineGlobals(target: String?, platform: Platform?, buildPlatform: Platform?) {
    for (prefix, platform) in [("TARGET", platform), ("BUILD", buildPlatform)] {
      let values = platform?.arguments(prefix: prefix) ?? [:]
      for suffix in Platform.argumentSuffixes {
        let name = prefix + suffix
        define(name, values[name].map { .known(Array($0.utf8)) } ?? .unknown(argument: name))
      }
    }
    let stage = target ?? dockerfile.stages.last?.name?.text ?? ""
    define("TARGETSTAGE", .known(Array((stage.isEmpty ? "default" : stage).utf8)))

    for argument in dockerfile.globals.flatMap(\.arguments) {
      let (name, value) = assignment(argument)
      if let given = buildArguments[name] {
        globals.entries[name] = .value(.known(Array(given.utf8)), defaults: [])
      } else if let value {
        let expansion = expand(value.text, in: globals, at: value.range)
        reads[name, default: []].formUnion(expansion.names)
        let defaults = expansion.defaults.filter { $0 != name } + [name]
        globals.entries[name] = .value(expansion.value, defaults: defaults)
      } else if globals.entries[name] == nil {
        globals.entries[name] = .valueless
      }
    }
  }

  private mutating func define(_ name: String, _ value: Resolved<[UInt8]>) {
    let given = buildArguments[name].map { Resolved.known(Array($0.utf8)) }
    globals.entries[name] = .value(given ?? value, defaults: [])
  }

  /// The name and the default value of a word of an ARG.
  func assignment(_ word: Word) -> (name: String, value: Word?) {
    guard let equals = word.text.firstIndex(of: "=") else { return (word.text, nil) }
    let name = String(word.text[..<equals])
    let value = String(word.text[word.text.index(after: equals)...])
    // The name cannot hold an escape, so the value starts right behind its `=` in the file, unless
    // a continuation parts them; the end is right in any case.
    let start = min(word.range.start + name.utf8.count + 1, word.range.end)
    return (name, Word(value, at: SourceRange(start, word.range.end)))
  }
}

extension Dockerfile {
  /// Whether a build argument of a name can have an effect on its own account: an ARG of the file
  /// declares it, or BuildKit gives it a meaning.
  ///
  /// Docs "Dockerfile reference", predefined ARGs and BuildKit built-in build args.
  public func knows(argument name: String) -> Bool {
    let predefined: Set<String> = [
      "http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "all_proxy", "source_date_epoch",
    ]
    let ofPlatforms = ["TARGET", "BUILD"].contains { prefix in
      name.hasPrefix(prefix)
        && (Platform.argumentSuffixes + ["STAGE"]).contains(String(name.dropFirst(prefix.count)))
    }
    return ofPlatforms || predefined.contains(name.lowercased()) || name.hasPrefix("BUILDKIT_")
      || declaredArguments.contains(name)
  }
}
