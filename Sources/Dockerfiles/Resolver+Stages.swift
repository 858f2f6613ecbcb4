import SourceText

extension Resolver {
  /// What a FROM stands for.
  mutating func plan(_ stage: Stage, base: (ImageReference) -> BaseImage?) -> Plan {
    let expansion = expand(stage.base.text, in: globals, at: stage.base.range)
    var reads = Set(expansion.names)
    var platform: Resolved<String>?
    if let word = stage.platform {
      let expansion = expand(word.text, in: globals, at: word.range)
      reads.formUnion(expansion.names)
      platform = expansion.text
    }
    var plan = Plan(
      base: origin(of: stage, expansion), expansion: expansion, platform: platform, reads: reads,
      commands: [], image: nil)
    var triggers: [BaseImage.Trigger] = []
    switch plan.base {
    case .stage(let index):
      triggers = dockerfile.stages[index].instructions.compactMap { instruction in
        instruction.trigger.first.map { .init(file: dockerfile.file, instruction: $0) }
      }
      plan.platform = plans[index].platform
    case .image(.known(let name)):
      plan.image = ImageReference(name).flatMap(base)
      triggers = plan.image?.triggers ?? []
    case .image(.unknown), .scratch: break
    }
    plan.commands =
      triggers + stage.instructions.map { .init(file: dockerfile.file, instruction: $0) }
    return plan
  }

  /// Whether the name in a FROM is an earlier stage, no image at all, or an image.
  private mutating func origin(of stage: Stage, _ expansion: Expansion) -> Base {
    let range = stage.base.range
    guard let name = expansion.text.value else {
      checkValueless(stage, expansion)
      return .image(expansion.text)
    }
    guard !name.isEmpty else {
      report("blank-base", .error, "'\(stage.base.text)' stands for no image", at: range)
      return .image(.unknown(argument: expansion.names.first ?? stage.base.text))
    }
    let earlier = dockerfile.stages[..<stage.index]
    if let index = earlier.lastIndex(where: { $0.name?.text == name }) { return .stage(index) }
    if name == ImageReference.scratch { return .scratch }
    if let index = earlier.lastIndex(where: { $0.name?.text == name.lowercased() }) {
      report(
        "stage-case", .error,
        "BuildKit keeps the names of stages in lower case, so 'FROM \(name)' finds none", at: range,
        help: "write '\(name.lowercased())'")
      return .stage(index)
    }
    if ImageReference(name) == nil {
      report("invalid-reference", .error, "'\(name)' is no name of an image", at: range)
    }
    return .image(.known(name))
  }

  /// Reports a FROM that cannot work when the arguments without a value get none.
  private mutating func checkValueless(_ stage: Stage, _ expansion: Expansion) {
    let valueless = globals.entries.filter { if case .valueless = $0.value { true } else { false } }
    guard let missing = expansion.value.missingArgument, valueless[missing] != nil else { return }
    var scope = globals
    for name in valueless.keys { scope.entries[name] = nil }
    var expander = Expander(escape: dockerfile.escape, scope: scope)
    let result = try? expander.expand(stage.base.text.utf8)
    guard let name = result?.text.value, ImageReference(name) == nil else { return }
    report(
      "argument-required", .error, "the argument '\(missing)' needs a value in this build",
      at: stage.base.range)
  }

  mutating func targetIndex(_ target: String?) -> Int? {
    guard let target, !target.isEmpty else { return dockerfile.stages.indices.last }
    if let index = stageIndexes[target.lowercased()] { return index }
    let closest = closestSpelling(of: target, among: stageIndexes.keys.sorted())
    report(
      "unknown-target", .error, "there is no stage '\(target)'", at: .at(0),
      help: closest.map { "did you mean '\($0)'?" })
    return nil
  }

  /// What `from` in a COPY or a mount stands for.
  enum Source {
    case stage(Int)
    case scratch
    case image(String)
  }

  /// The place that an instruction takes files from; `nil` for the context.
  ///
  /// Only COPY knows numbers; a mount takes a number for the name of an image.
  func source(_ from: Word, knowsNumbers: Bool) -> Source? {
    if from.text.isEmpty { return nil }
    if knowsNumbers, let index = Int(from.text) {
      return dockerfile.stages.indices.contains(index) ? .stage(index) : .scratch
    }
    if let index = stageIndexes[from.text.lowercased()] { return .stage(index) }
    return from.text == ImageReference.scratch ? .scratch : .image(from.text)
  }

  /// The words behind every `from=` of an instruction.
  func origins(of instruction: Instruction) -> [(from: Word, source: Source)] {
    let words: [Word]
    switch instruction.keyword {
    case .copy: words = instruction.flag("from")?.value.map { [$0] } ?? []
    case .run: words = instruction.flags.compactMap(\.mountOrigin)
    default: return []
    }
    return words.compactMap { word in
      source(word, knowsNumbers: instruction.keyword == .copy).map { (word, $0) }
    }
  }

  /// The stages that the target needs, itself included, in order.
  mutating func reachableStages(from target: Int) -> [Int] {
    var reached: Set<Int> = [target]
    var queue = [target]
    while let index = queue.popLast() {
      var needed: [Int] = []
      if case .stage(let base) = plans[index].base { needed.append(base) }
      for command in plans[index].commands {
        for origin in origins(of: command.instruction) {
          guard case .stage(let other) = origin.source else { continue }
          needed.append(other)
          if other >= index {
            let name = origin.from.text
            let message =
              other == index
              ? "the stage takes files from itself" : "the stage '\(name)' comes only later"
            report("stage-order", .error, message, at: origin.from.range, in: command.file)
          }
        }
      }
      for stage in needed where reached.insert(stage).inserted { queue.append(stage) }
    }
    return reached.sorted()
  }
}

extension Flag {
  /// The `from` of a `--mount`, with its exact range when the flag is written without escapes.
  var mountOrigin: Word? {
    guard name == "mount", let value, let from = mountField(["from"]) else { return nil }
    return from.text.isEmpty ? nil : Word(from.text, at: from.range ?? value.range)
  }

  /// The last of some options of a `--mount`, and its range where it can be told.
  func mountField(_ keys: Set<String>) -> (text: String, range: SourceRange?)? {
    guard let value, let text = Mount.value(of: keys, in: Mount.fields(of: value.text)) else {
      return nil
    }
    let bytes = Array(value.text.utf8)
    guard bytes.count == value.range.count, !bytes.contains(ASCII.doubleQuote) else {
      return (text, nil)
    }
    var range: SourceRange?
    var offset = 0
    for field in bytes.split(separator: ASCII.comma, omittingEmptySubsequences: false) {
      if let equals = field.firstIndex(of: ASCII.equals),
        keys.contains(field[..<equals].text.lowercased())
      {
        let start = value.range.start + equals + 1
        range = SourceRange(start, value.range.start + offset + field.count)
      }
      offset += field.count + 1
    }
    return (text, range)
  }
}
