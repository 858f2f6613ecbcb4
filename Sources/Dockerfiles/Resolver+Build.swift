import SourceText

extension Resolver {
  /// Goes through the instructions of one stage as the build does.
  mutating func build(_ index: Int) {
    let plan = plans[index]
    var state = start(of: plan)
    if case .image(let value) = plan.base { addBase(value, of: index) }
    for command in plan.commands {
      let instruction = command.instruction
      switch instruction.keyword {
      case .arg: declare(instruction, in: command.file, &state)
      case .env: assign(instruction, in: command.file, &state)
      case .copy, .add: copy(command, in: index, state.scope)
      case .run: mount(command, in: index, state.scope.withoutValues(of: volatileArguments))
      default: break
      }
    }
    states[index] = state
  }

  /// The variables that a stage starts with.
  private func start(of plan: Plan) -> State {
    switch plan.base {
    case .stage(let base):
      guard var state = states[base] else { break }
      // What ENV set counts again, over an ARG of the same name behind it.
      state.scope.entries.merge(state.environment) { $1 }
      return state
    case .scratch:
      return State(scope: withDefaultPath(Scope()), environment: [:])
    case .image:
      guard let image = plan.image else { break }
      let entries = image.environment.mapValues { value in
        Scope.Entry.value(value.map { Array($0.utf8) }, defaults: [])
      }
      let scope = Scope(entries: entries, isOpen: !image.isComplete)
      return State(scope: image.isComplete ? withDefaultPath(scope) : scope, environment: entries)
    }
    return State(scope: Scope(entries: [:], isOpen: true), environment: [:])
  }

  /// BuildKit gives every image a PATH.
  private func withDefaultPath(_ scope: Scope) -> Scope {
    guard scope.entries["PATH"] == nil else { return scope }
    var scope = scope
    let path = ["/usr/local", "/usr", ""].map { "\($0)/sbin:\($0)/bin" }.joined(separator: ":")
    scope.entries["PATH"] = .value(.known(Array(path.utf8)), defaults: [])
    return scope
  }

  private mutating func declare(
    _ instruction: Instruction, in file: SourceFile, _ state: inout State
  ) {
    for argument in instruction.arguments {
      let (name, value) = assignment(argument)
      resolution.usedArguments.insert(name)
      if let given = buildArguments[name] {
        state.scope.entries[name] = .value(.known(Array(given.utf8)), defaults: [])
      } else if let value {
        let expansion = expand(value.text, in: state.scope, at: value.range, of: file)
        let defaults = expansion.defaults.filter { $0 != name } + [name]
        state.scope.entries[name] = .value(expansion.value, defaults: defaults)
      } else if case .value(let value, let defaults) = globals.entries[name] {
        state.scope.entries[name] = .value(value, defaults: defaults)
      } else if state.scope.entry(name) == nil {
        state.scope.entries[name] = .valueless
      }
    }
  }

  /// Every value of one ENV is expanded before any of them counts.
  private mutating func assign(
    _ instruction: Instruction, in file: SourceFile, _ state: inout State
  ) {
    var entries: [String: Scope.Entry] = [:]
    for pair in stride(from: 0, to: instruction.arguments.count - 1, by: 2) {
      let (key, value) = (instruction.arguments[pair], instruction.arguments[pair + 1])
      let name = expand(key.text, in: state.scope, at: key.range, of: file)
      let expansion = expand(value.text, in: state.scope, at: value.range, of: file)
      guard let name = name.text.value else { continue }
      entries[name] = .value(expansion.value, defaults: expansion.defaults)
    }
    state.scope.entries.merge(entries) { $1 }
    state.environment.merge(entries) { $1 }
  }

  /// Adds the image that a stage is built on.
  private mutating func addBase(_ value: Resolved<String>, of index: Int) {
    let stage = dockerfile.stages[index]
    let plan = plans[index]
    resolution.references.append(
      Resolution.Reference(
        kind: .from, value: value, text: stage.base.text,
        location: SourceLocation(dockerfile.file, stage.base.range), stage: index,
        argument: wholeArgument(of: stage.base.text), argumentHasOtherUses: false,
        defaults: plan.expansion.defaults, isFinalBase: isFinalBase(index),
        platform: plan.platform))
  }

  private func isFinalBase(_ index: Int) -> Bool {
    guard var current = resolution.target else { return false }
    while case .stage(let base) = plans[current].base { current = base }
    return current == index
  }

  /// Adds an image that files are taken from.
  mutating func addSource(
    _ name: String, _ kind: Resolution.Reference.Kind, at range: SourceRange, in file: SourceFile,
    stage: Int
  ) {
    if ImageReference(name) == nil {
      report("invalid-reference", .error, "'\(name)' is no name of an image", at: range, in: file)
    } else if let closest = misspeltStage(name) {
      report(
        "undefined-stage", .warning,
        "there is no stage '\(name)', so an image of that name will be pulled", at: range, in: file,
        help: "did you mean the stage '\(closest)'?")
    }
    resolution.references.append(
      Resolution.Reference(
        kind: kind, value: .known(name), text: name, location: SourceLocation(file, range),
        stage: stage, argument: nil, argumentHasOtherUses: false, defaults: [], isFinalBase: false,
        platform: nil))
  }

  /// The stage that was likely meant by a bare name; `nil` when the name may well be an image.
  private func misspeltStage(_ name: String) -> String? {
    guard !name.contains(where: { "/:@".contains($0) }) else { return nil }
    let bases = dockerfile.stages.compactMap { ImageReference($0.base.text)?.path }
    guard name.utf8.count > 4, !bases.contains("library/\(name)") else { return nil }
    func stem(_ name: String) -> Substring {
      var stem = name[...]
      while let last = stem.utf8.last, last.isDigit || last == ASCII.dot { stem.removeLast() }
      return stem
    }
    // `python` beside a stage `python3` is no slip of the pen.
    let closest = closestSpelling(of: name, among: stageIndexes.keys.sorted())
    return closest.flatMap { stem($0) == stem(name) ? nil : $0 }
  }

  /// Settles what can be told only when all stages are known.
  mutating func finish(target: Int) {
    let declaredInStages = resolution.usedArguments
    var queue = Array(declaredInStages)
    for stage in resolution.stages { queue += plans[stage].reads }
    while let name = queue.popLast() {
      guard globals.entries[name] != nil || declaredInStages.contains(name) else { continue }
      resolution.usedArguments.insert(name)
      queue += (reads[name] ?? []).subtracting(resolution.usedArguments)
    }
    for index in resolution.references.indices {
      guard let argument = resolution.references[index].argument else { continue }
      resolution.references[index].argumentHasOtherUses =
        declaredInStages.contains(argument) || isReadElsewhere(argument)
    }
    if let state = states[target] {
      resolution.product.environment = Dictionary(
        uniqueKeysWithValues: state.environment.map { name, entry in
          if let argument = entry.argument(among: volatileArguments, name: name) {
            return (name, .unknown(argument: argument))
          }
          guard case .value(let value, _) = entry else { return (name, .known("")) }
          return (name, value.map(\.text))
        })
      resolution.product.isComplete = !state.scope.isOpen
      for command in plans[target].commands {
        guard let trigger = command.instruction.trigger.first else { continue }
        resolution.product.triggers.append(.init(file: command.file, instruction: trigger))
      }
    }
  }

  /// Whether a global argument is read in an expression that it does not make up alone.
  private func isReadElsewhere(_ argument: String) -> Bool {
    if reads.contains(where: { $0.key != argument && $0.value.contains(argument) }) { return true }
    return resolution.stages.contains { index in
      let stage = dockerfile.stages[index]
      let isWhole = wholeArgument(of: stage.base.text) == argument
      let isInBase = plans[index].expansion.names.contains(argument) && !isWhole
      return isInBase || stage.platform?.text.contains(argument) ?? false
    }
  }

  /// The global argument that a text consists of: `$A`, `${A}`, `${A:-…}` or `${A-…}`.
  func wholeArgument(of text: String) -> String? {
    guard text.hasPrefix("$") else { return nil }
    var rest = text.dropFirst()
    let hasBraces = rest.first == "{"
    if hasBraces { rest = rest.dropFirst() }
    let name = rest.prefix { $0.utf8.allSatisfy(\.isNameByte) }
    rest = rest.dropFirst(name.count)
    let isDeclared = dockerfile.globals.contains { $0.declaredNames.contains(String(name)) }
    guard isDeclared else { return nil }
    guard hasBraces else { return rest.isEmpty ? String(name) : nil }
    if rest == "}" { return String(name) }
    guard rest.hasPrefix("-") || rest.hasPrefix(":-"), rest.hasSuffix("}") else { return nil }
    var depth = 1
    for character in rest.dropLast() {
      if character == "{" { depth += 1 } else if character == "}" { depth -= 1 }
      if depth == 0 { return nil }
    }
    return String(name)
  }
}
