import SourceText
import YAML

/// The files of the repository that the commands of a script name.
struct ScriptPaths {
  private let commands: [ShellCommand]
  private let places: ScalarPlaces?
  private let start: String?
  /// What the script writes itself.
  private let written: [Substring]

  /// - Parameter scope: what expressions of the step stand for.
  init(of step: Step, in job: Job, of workflow: WorkflowFile, _ scope: ValueScope) {
    let shell = workflow.runSetting("shell", of: step, in: job)?.text ?? "bash"
    let runner = job.body["runs-on"]?.text ?? ""
    guard let node = step.run, let script = node.text,
      shell.hasPrefix("bash") || shell.hasPrefix("sh"), !runner.hasPrefix("windows")
    else {
      (commands, places, start, written) = ([], nil, nil, [])
      return
    }
    commands = ShellReader.commands(in: script, scope: scope)
    places = ScalarPlaces(of: node, in: workflow.file)
    written = ScriptFootprint.redirections(in: script)
    let directory = scope.resolve(workflow.runSetting("working-directory", of: step, in: job)).text
    start = directory.text.flatMap { RepositoryPath.join("", $0) }
  }

  /// The paths that are certainly not there when their command runs.
  ///
  /// - Parameter mayBeThere: whether something may lie at a path before the script runs.
  func missing(_ mayBeThere: (String) -> Bool) -> [(path: String, range: SourceRange)] {
    guard var directory = start, mayBeThere(directory), let places else { return [] }
    var found: [(String, SourceRange)] = []
    for command in commands {
      if !command.isConditional {
        for word in Self.named(by: command) {
          guard let text = word.text.text, !text.isEmpty, !text.hasPrefix("-"),
            let path = RepositoryPath.join(directory, text), !mayBeThere(path),
            let name = path.split(separator: "/").last,
            !written.contains(where: { $0.contains(name) })
          else { continue }
          let length = word.isQuoted ? text.utf8.count + 2 : text.utf8.count
          found.append(
            (path, word.origin?.range ?? places.range(word.start..<(word.start + length))))
        }
      }
      if command.words.first?.text.text == "cd" {
        guard !command.isConditional, let text = command.words.dropFirst().first?.text.text,
          let path = RepositoryPath.join(directory, text), mayBeThere(path)
        else { return found }
        directory = path
      } else if ["pushd", "popd"].contains(command.words.first?.text.text) {
        return found
      }
      // Whatever else a command makes may be what the next one wants.
      guard ScriptFootprint.isFree(command) else { return found }
    }
    return found
  }

  /// The words of a command that must be paths of files or directories that are there.
  private static func named(by command: ShellCommand) -> [ShellCommand.Word] {
    var words = command.words.drop { $0.text.text == "sudo" }
    guard let first = words.popFirst(), let name = first.text.text else { return [] }
    let isScript = name.hasSuffix(".sh") || name.hasSuffix(".py") || name.hasSuffix(".bash")
    if name.hasPrefix("./") || (name.contains("/") && !name.hasPrefix("/") && isScript) {
      return [first]
    }
    switch name {
    case "bash", "sh", "zsh":
      guard let word = words.first(where: { !$0.text.pattern.hasPrefix("-") }),
        !words.contains(where: { ["-c", "-s", "-ec", "-lc", "-euc"].contains($0.text.text) }),
        word.text.pattern.hasSuffix(".sh") || word.text.pattern.hasSuffix(".bash")
      else { return [] }
      return [word]
    case "python", "python3", "node":
      guard let word = words.first else { return [] }
      if word.text.text == "-m" {
        return words.dropFirst().first?.text.text == "pip"
          ? requirements(in: words.dropFirst(2)) : []
      }
      let ends = name == "node" ? [".js", ".mjs", ".cjs"] : [".py"]
      return ends.contains { word.text.pattern.hasSuffix($0) } ? [word] : []
    case "pip", "pip3": return requirements(in: words)
    case "uv": return words.first?.text.text == "pip" ? requirements(in: words) : []
    case "chmod":
      return words.dropFirst().filter { $0.text.pattern.hasSuffix(".sh") }
    case "docker":
      guard words.first?.text.text == "compose",
        let option = words.firstIndex(where: { ["-f", "--file"].contains($0.text.text) })
      else { return [] }
      return Array(words[(option + 1)...].prefix(1))
    case "make":
      guard let option = words.firstIndex(where: { $0.text.text == "-C" }) else { return [] }
      return Array(words[(option + 1)...].prefix(1))
    case "cd":
      return words.count == 1 && words.first?.text.text?.hasPrefix("/") == false ? Array(words) : []
    default: return []
    }
  }

  /// The files behind `-r` and `-c` of `pip install`.
  private static func requirements(
    in words: ArraySlice<ShellCommand.Word>
  ) -> [ShellCommand.Word] {
    guard words.contains(where: { $0.text.text == "install" || $0.text.text == "sync" }) else {
      return []
    }
    let options = ["-r", "--requirement", "-c", "--constraint"]
    return zip(words, words.dropFirst()).compactMap { option, word in
      guard let name = option.text.text, options.contains(name),
        !word.text.pattern.contains("://")
      else { return nil }
      return word
    }
  }
}
