/// What becomes of the failure of one command of a script.
enum ShellFate: Hashable {
  /// Something that hides a failure.
  enum Mask: Hashable {
    /// The result of a pipeline is that of its last command.
    case pipe(into: ShellItem)
    /// What stands behind `||` succeeds.
    case alternative(ShellItem)
    /// A command that does not end an `&&` list does not end the script either.
    case list(before: ShellItem)
    /// Nobody waits for it.
    case background
    /// The shell goes on, and a later command decides.
    case laterCommand
    /// Whatever an `if` finds, it only says so.
    case branch
    /// It is in a `$(…)` of a command that succeeds without it.
    case substitution
  }

  /// The script fails.
  case fatal
  /// The script looks at it.
  case handled
  /// The script succeeds nevertheless.
  case hidden(Mask)
}

extension ShellScript {
  /// What becomes of the failure of a command; `nil` when that cannot be told.
  ///
  /// Source: Bash manual, "The Set Builtin", `-e`: what is tested, negated, or stands before the
  /// last `&&` or `||` does not end the shell.
  func fate(of position: Int) -> ShellFate? {
    let command = commands[position]
    if command.isTested { return isOnlySaid(position) ? .hidden(.branch) : .handled }
    if command.isNegated { return .handled }
    if command.blocks.contains(where: { blocks[$0].kind == .function }) { return nil }
    return fate(of: .command(position), options: command.options)
  }

  private func fate(of start: ShellItem, options: ShellOptions) -> ShellFate? {
    var item = start
    while true {
      switch connector(behind: item) {
      case .pipe:
        let end = self.end(of: item) { $0 == .pipe }
        guard options.seesWholePipelines else {
          // `$?` is the result of the last command, too.
          return contains("PIPESTATUS") ? .handled : .hidden(.pipe(into: end))
        }
        guard end != item else { return nil }
        item = end
      case .or:
        guard let next = self.item(behind: item) else { return nil }
        return isQuiet(next) ? .hidden(.alternative(next)) : .handled
      case .and:
        let end = self.end(of: item) { $0 == .and || $0 == .pipe }
        if connector(behind: end) == .or {
          item = end
          continue
        }
        guard connector(behind: end) == .end, let next = self.item(behind: end) else { return nil }
        if case .command(let last) = end, !commands[last].redirections.allSatisfy(keepsNothing) {
          // The result is written down, so somebody asks for it.
          return .handled
        }
        return readsResults ? .handled : .hidden(.list(before: next))
      case .background: return waits ? .handled : .hidden(.background)
      case .end: return fate(ofLine: item, options: options)
      }
    }
  }

  /// The same for something at the end of its line.
  private func fate(ofLine item: ShellItem, options: ShellOptions) -> ShellFate? {
    let around = blocks(around: item)
    if options.endsAtFailure {
      for block in around.reversed() {
        switch blocks[block].following {
        case .end: continue
        // Within lists `-e` is off.
        case .and, .or: return nil
        case .background: return waits ? .handled : .hidden(.background)
        case .pipe:
          guard blocks[block].kind != .choice else { return nil }
          return fate(of: .block(block), options: options)
        }
      }
      return .fatal
    }
    if readsResults { return .handled }
    if self.item(behind: item) != nil { return .hidden(.laterCommand) }
    guard let block = around.last else { return .fatal }
    guard blocks[block].kind == .group || blocks[block].kind == .subshell else { return nil }
    return fate(of: .block(block), options: options)
  }

  /// The last item that such connectors lead to.
  private func end(
    of item: ShellItem, through isWanted: (ShellCommand.Connector) -> Bool
  ) -> ShellItem {
    var end = item
    while isWanted(connector(behind: end)), let next = self.item(behind: end) { end = next }
    return end
  }

  /// Whether the script takes the results of what runs behind it; a mere `wait` succeeds always.
  private var waits: Bool {
    commands.contains { $0.words[0].text.text == "wait" && $0.words.count > 1 }
  }

  /// Whether an `if` tests a command, and does nothing but to say what came out.
  private func isOnlySaid(_ position: Int) -> Bool {
    guard let block = commands[position].blocks.last.map({ blocks[$0] }), block.kind == .choice,
      block.following == .end, position < block.bodyStart, !block.commands.isEmpty
    else { return false }
    let branches = block.bodyStart..<max(block.bodyStart, block.commands.upperBound)
    return !branches.isEmpty && branches.allSatisfy { isQuiet(.command($0)) }
      && !branches.contains { commands[$0].words[0].text.text == "exit" } && !readsResults
  }

  /// Whether the script asks for results itself.
  private var readsResults: Bool {
    contains("$?") || contains("PIPESTATUS") || contains("trap ")
  }

  /// Whether something succeeds and does no more than to say so.
  private func isQuiet(_ item: ShellItem) -> Bool {
    switch item {
    case .command(let position):
      let command = commands[position]
      guard command.isProgram, command.redirections.allSatisfy(keepsNothing),
        [.end, .pipe].contains(command.following)
      else { return false }
      let words = command.words.map { $0.text.text ?? "" }
      switch words[0] {
      case "true", ":", "echo", "printf", "cat", "tail", "head", "ls", "df", "date", "sleep":
        return true
      case "docker": return words.count > 2 && (words[1] == "logs" || words[1] == "ps")
      case "exit": return words.count > 1 && words[1] == "0"
      default: return false
      }
    case .block(let position):
      let block = blocks[position]
      guard block.kind == .group || block.kind == .subshell, block.following == .end,
        !block.commands.isEmpty
      else { return false }
      return block.commands.allSatisfy { isQuiet(.command($0)) }
    }
  }

  /// Whether what is written there decides nothing: it goes to the log, or to the run's summary.
  private func keepsNothing(_ redirection: ShellCommand.Redirection) -> Bool {
    let target = redirection.target
    if redirection.operation == ">&" || target.text.text == "/dev/null" { return true }
    let name = text[target.start...].drop { [UInt8](" \"${".utf8).contains($0) }
    return name.starts(with: "GITHUB_STEP_SUMMARY".utf8)
  }
}
