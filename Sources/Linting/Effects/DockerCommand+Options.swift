extension DockerCommand {
  /// The options of `docker` itself that take the next word.
  static let globalOptions: Set<String> = [
    "-c", "--context", "-H", "--host", "--config", "-l", "--log-level", "--tlscacert", "--tlscert",
    "--tlskey", "-n", "--namespace", "-a", "--address", "--root", "--runroot", "--storage-driver",
    "--storage-opt", "--url", "--connection",
  ]

  /// Drops the options that words start with.
  ///
  /// - Parameter valued: the options that take the next word; `nil` for all but the switches of
  ///   `docker run`.
  static func skipOptions(
    of words: inout ArraySlice<ShellCommand.Word>, valued: Set<String>?
  ) {
    while let word = words.first, word.text.pattern.hasPrefix("-"), let option = word.text.text {
      words.removeFirst()
      if option == "--" { return }
      if option.contains("=") { continue }
      if let valued {
        if valued.contains(option) { words = words.dropFirst() }
      } else if !isSwitchOfRun(option) {
        words = words.dropFirst()
      }
    }
  }

  /// Whether an option of `docker run` stands alone.
  private static func isSwitchOfRun(_ option: String) -> Bool {
    if option.hasPrefix("--") { return runSwitches.contains(option) }
    // `-it` is `-i -t`, and what follows `-e` in `-eNAME` is its value.
    let letters = option.utf8.dropFirst()
    let valued = letters.firstIndex { !"itdPqh".utf8.contains($0) }
    return valued.map { letters.index(after: $0) < letters.endIndex } ?? true
  }

  private static let runSwitches: Set<String> = [
    "--rm", "--interactive", "--tty", "--detach", "--init", "--privileged", "--read-only",
    "--publish-all", "--no-healthcheck", "--oom-kill-disable", "--sig-proxy", "--quiet", "--help",
    "--disable-content-trust", "--tls-verify", "--replace", "--no-hosts", "--env-host",
    "--rmi", "--http-proxy", "--systemd",
  ]

  /// The words that are neither options nor their values.
  static func operands(
    _ words: ArraySlice<ShellCommand.Word>, valued: Set<String>
  ) -> [ShellCommand.Word] {
    var rest = words
    var operands: [ShellCommand.Word] = []
    while let word = rest.popFirst() {
      guard let option = word.text.text, option.hasPrefix("-"), option.count > 1 else {
        operands.append(word)
        continue
      }
      if valued.contains(option) { rest = rest.dropFirst() }
    }
    return operands
  }
}
