import SourceText

extension Resolver {
  /// Adds what a COPY or an ADD takes.
  mutating func copy(_ command: BaseImage.Trigger, in stage: Int, _ scope: Scope) {
    let instruction = command.instruction
    if let origin = origins(of: instruction).first {
      if case .image(let name) = origin.source {
        addSource(name, .copy, at: origin.from.range, in: command.file, stage: stage)
      }
      return
    }
    let certain = scope.withoutValues(of: volatileArguments)
    for source in instruction.arguments.dropLast() {
      if HeredocMark(Array(source.text.utf8)) != nil { continue }
      var expansion = expand(source.text, in: scope, at: source.range, of: command.file)
      let location = SourceLocation(command.file, source.range)
      // Where the default leads to the network, so will the other values.
      let origin = SourceOrigin(expansion.knownPrefix)
      if origin == .context {
        expansion = expand(source.text, in: certain, at: source.range, of: command.file)
      }
      if origin != .context {
        if instruction.keyword == .copy, expansion.value.value != nil {
          report(
            "remote-copy-source", .error, "COPY takes nothing from the network", at: source.range,
            in: command.file, help: "use ADD")
        } else {
          resolution.downloads.append(
            Resolution.Download(
              address: expansion.text, isRepository: origin == .repository, location: location))
        }
        continue
      }
      let keepsParents =
        instruction.flag("parents").map { $0.value?.text.lowercased() != "false" } ?? false
      let pattern = expansion.value.map { bytes in
        keepsParents
          ? GlobPattern(copyingParents: bytes) : GlobPattern(copySource: bytes)
      }
      let kind = instruction.keyword == .add ? Resolution.Input.Kind.add : .copy
      guard let path = expansion.value.value else {
        // What `--exclude` leaves out is relative to a place that is not known.
        resolution.inputs.append(
          Resolution.Input(
            kind: kind, pattern: pattern,
            directory: GlobPattern(directoryOfUnknown: source.text, expansion.knownPrefix),
            excludes: [], text: source.text, location: location, stage: stage))
        continue
      }
      let depth = excludeDepth(path, keepsParents: keepsParents)
      resolution.inputs.append(
        Resolution.Input(
          kind: kind, pattern: pattern, linkDepth: keepsParents ? depth : nil,
          excludes: excludes(of: instruction, depth: depth),
          isOnlySource: instruction.arguments.count == 2, text: source.text,
          location: location, stage: stage))
    }
  }

  /// How many directories lie above the place that `--exclude` is relative to.
  private func excludeDepth(_ source: [UInt8], keepsParents: Bool) -> Int {
    var base = source
    if keepsParents {
      base = source.firstRange(of: Array("/./".utf8)).map { Array(source[..<$0.lowerBound]) } ?? []
    }
    return ContextPath.relative(base).split(separator: ASCII.slash).count
  }

  private func excludes(of instruction: Instruction, depth: Int) -> [IgnorePattern] {
    instruction.flags.compactMap { flag in
      guard flag.name == "exclude", let value = flag.value else { return nil }
      let bytes = Array(value.text.utf8)
      let pattern = ContextPath.clean(Array(bytes[bytes.trimmedRange]))
      return IgnorePattern(pattern, at: flag.range, depth: depth)
    }
  }

  /// Adds what the mounts of a RUN take.
  mutating func mount(_ command: BaseImage.Trigger, in stage: Int, _ scope: Scope) {
    for flag in command.instruction.flags where flag.name == "mount" {
      guard let value = flag.value else { continue }
      let type = expandField(["type"], of: flag, in: scope, command.file)?.text ?? .known("bind")
      if let from = flag.mountOrigin {
        if case .image(let name) = source(from, knowsNumbers: false) {
          addSource(name, .mount, at: from.range, in: command.file, stage: stage)
        }
        continue
      }
      if let kind = type.value.flatMap({ Resolution.Requirement.Kind(rawValue: $0.lowercased()) }) {
        require(flag, kind, in: command.file)
      }
      guard let isBind = type.map({ $0.lowercased() == "bind" }).value else {
        addBind(type.map { _ in GlobPattern(path: []) }, flag, value, in: command.file, stage)
        continue
      }
      guard isBind else { continue }
      let path = expandField(["source", "src"], of: flag, in: scope, command.file)
      let pattern = path?.value.map { GlobPattern(path: $0) } ?? .known(GlobPattern(path: []))
      addBind(pattern, beneath: path?.knownPrefix, flag, value, in: command.file, stage)
    }
  }

  /// Adds a bind mount; an unknown one looks beneath the directory that a prefix is in.
  private mutating func addBind(
    _ pattern: Resolved<GlobPattern>, beneath prefix: [UInt8]? = nil, _ flag: Flag, _ value: Word,
    in file: SourceFile, _ stage: Int
  ) {
    let field = flag.mountField(["source", "src"])
    let text = field?.text ?? "."
    resolution.inputs.append(
      Resolution.Input(
        kind: .bind, pattern: pattern,
        directory: GlobPattern(directoryOfUnknown: text, prefix ?? []), excludes: [], text: text,
        location: SourceLocation(file, field?.range ?? value.range), stage: stage))
  }

  private mutating func expandField(
    _ keys: Set<String>, of flag: Flag, in scope: Scope, _ file: SourceFile
  ) -> Expansion? {
    guard let field = flag.mountField(keys) else { return nil }
    return expand(field.text, in: scope, at: field.range ?? flag.range, of: file)
  }
}
