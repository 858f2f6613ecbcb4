import SourceText
import YAML

/// What the steps of a repository are there for, and whose failures nobody sees.
struct Work: Sendable {
  /// A failure that the run does not show.
  struct HiddenFailure: Sendable {
    /// Where it happens; the leg does not count.
    var place: Place
    /// What the command is there for.
    var work: CommandWork
    /// What hides it.
    var mask: ShellFate.Mask
    /// The command.
    var range: SourceRange
    /// Whether the file names the shell.
    var namesShell: Bool
    /// Whether it is in a script that a command is given as a text.
    var isNested: Bool
  }

  /// What each step is there for, by workflow, job and step.
  private(set) var steps: [[[Set<CommandWork>]]] = []
  /// The failures that are not shown, in the order of the files.
  private(set) var hidden: [HiddenFailure] = []

  /// The images that the repository builds, without tags.
  private let images: Set<String>

  init(of workflows: [WorkflowFile], _ effects: Effects) {
    images = Set(effects.builds.flatMap { $0.names.compactMap(Self.repository) })
    for (workflowPosition, workflow) in workflows.enumerated() {
      steps.append([])
      for (jobPosition, job) in workflow.jobs.enumerated() {
        var kinds = job.steps.enumerated().map { position, step in
          let place = Place(workflow: workflowPosition, job: jobPosition, leg: 0, step: position)
          return read(step, in: job, of: workflow, at: place)
        }
        for effect in effects.effects(ofJob: jobPosition, in: workflowPosition) {
          guard kinds.indices.contains(effect.place.step) else { continue }
          switch effect.kind {
          case .build: kinds[effect.place.step].insert(.build)
          case .write: kinds[effect.place.step].insert(.publish)
          default: break
          }
        }
        steps[workflowPosition].append(kinds)
      }
    }
  }

  private mutating func read(
    _ step: Step, in job: Job, of workflow: WorkflowFile, at place: Place
  ) -> Set<CommandWork> {
    guard let node = step.run, let bytes = node.utf8 else { return Self.work(of: step) }
    guard let shell = StepShell(of: step, in: job, of: workflow) else { return [] }
    guard Self.hints.contains(where: { bytes.holds($0) }) else { return [] }
    let scope = ValueScope(
      environments: [step.body["env"], job.body["env"], workflow.document.root?["env"]]
        .compactMap { $0 }, leg: MatrixLeg(values: nil))
    let script = ShellReader.read(
      String(decoding: bytes, as: UTF8.self), scope: scope, options: shell.options)
    var kinds: Set<CommandWork> = []
    for (position, command) in script.commands.enumerated() {
      let nested =
        Self.substitutedFailure(in: command, of: script, scope: scope)
        ?? Self.nestedFailure(in: command, scope: scope)
      guard command.isProgram || nested != nil,
        let work = CommandWork(command) ?? nested?.work ?? ownImage(command)
      else { continue }
      kinds.insert(work)
      var mask = nested?.mask
      if case .hidden(let found)? = script.fate(of: position), !Self.isAnswer(found, in: script) {
        mask = found
      }
      guard let mask else { continue }
      hidden.append(
        HiddenFailure(
          place: place, work: work, mask: mask,
          range: ScalarPlaces(of: node, in: workflow.file).range(command.range),
          namesShell: shell.node != nil, isNested: mask == nested?.mask))
    }
    return kinds
  }

  /// Whether a command tries an image of the repository, and is a test therefore.
  private func ownImage(_ command: ShellCommand) -> CommandWork? {
    let words = command.words.map { $0.text.text ?? "" }
    guard words.count > 2, words[0] == "docker", words[1] == "run",
      let place = CommandWork.image(in: words[1...]),
      let name = Self.repository(command.words[place].text), images.contains(name)
    else { return nil }
    return .test
  }

  /// The name of an image without its tag; `nil` when it is not known.
  static func repository(_ name: PartialText) -> String? {
    let text = name.pattern
    let start = text.lastIndex(of: "/") ?? text.startIndex
    let end = text[start...].firstIndex { $0 == ":" || $0 == "@" } ?? text.endIndex
    return PartialText(pattern: String(text[..<end])).text
  }

  /// Words without which no script does any of that work.
  private static let hints: [StaticString] = [
    "test", "build", "push", "deploy", "publish", "release", "apply", "install", "upgrade",
    "upload", "copy", "create", "verify", "check", "smoke", "tox", "jest", "bats", "rspec", "spec",
    "goss", "accept", "integration", "validate", "e2e", "docker", "rollout", "sync",
  ]

  /// What a step that uses an action is there for.
  private static func work(of step: Step) -> Set<CommandWork> {
    guard let action = step.action.map(String.init) else { return [] }
    switch action {
    case "docker/build-push-action", "docker/bake-action", "depot/build-push-action",
      "depot/bake-action", "useblacksmith/build-push-action":
      let push = step.input("push")?.plainText ?? "false"
      return push == "false" ? [.build] : [.build, .publish]
    case _ where publishingActions.contains(action): return [.publish]
    default: return []
    }
  }

  /// Actions that give something to others whatever their inputs say.
  private static let publishingActions: Set<String> = [
    "actions/deploy-pages", "pypa/gh-action-pypi-publish", "softprops/action-gh-release",
    "ncipollo/release-action", "peaceiris/actions-gh-pages", "JamesIves/github-pages-deploy-action",
    "aws-actions/amazon-ecs-deploy-task-definition", "google-github-actions/deploy-cloudrun",
    "google-github-actions/deploy-appengine", "azure/webapps-deploy", "Azure/k8s-deploy",
    "azure/k8s-deploy", "azure/container-apps-deploy-action", "goreleaser/goreleaser-action",
    "cloudflare/wrangler-action", "akhileshns/heroku-deploy", "redhat-actions/push-to-registry",
    "changesets/action",
  ]

  /// Whether the command in whose place a result stands looks at it too: `… | grep wanted`.
  private static func isAnswer(_ mask: ShellFate.Mask, in script: ShellScript) -> Bool {
    guard case .pipe(let end) = mask else { return false }
    guard case .command(let position) = end else { return true }
    let words = script.commands[position].words.map { $0.text.text ?? "" }
    let program = words[0].split(separator: "/").last ?? ""
    if program == "grep" { return !words.contains { $0.hasPrefix("-") && $0.contains("v") } }
    return !Self.copiers.contains(String(program))
  }

  /// Programs that succeed whatever they read.
  private static let copiers: Set<String> = [
    "tee", "cat", "tail", "head", "sed", "ts", "tr", "cut", "sort", "uniq", "less", "more", "awk",
    "gawk", "nl", "column", "fold", "pv", "rev", "tac", "gzip", "base64",
  ]

  /// What hides a failure in a `$(…)` of a command that only prints or exports it.
  private static func substitutedFailure(
    in command: ShellCommand, of script: ShellScript, scope: ValueScope
  ) -> (work: CommandWork, mask: ShellFate.Mask)? {
    let printers: Set<String> = ["echo", "printf", "export", "local", "declare", "readonly"]
    guard !command.substitutions.isEmpty, let name = command.words[0].text.text,
      printers.contains(name)
    else { return nil }
    for range in command.substitutions {
      let text = String(decoding: script.text[range], as: UTF8.self)
      for inner in ShellReader.commands(in: text, scope: scope) {
        if let work = CommandWork(inner) { return (work, .substitution) }
      }
    }
    return nil
  }

  /// What hides a failure in the text that a command gives to a shell: `sh -c 'test || true'`.
  private static func nestedFailure(
    in command: ShellCommand, scope: ValueScope
  ) -> (work: CommandWork, mask: ShellFate.Mask)? {
    let words = command.words.map { $0.text.text ?? "" }
    let shells: Set<String> = ["sh", "bash", "ash", "/bin/sh", "/bin/bash", "dash"]
    guard let shell = words.lastIndex(where: shells.contains), shell + 2 < words.count else {
      return nil
    }
    let options = words[(shell + 1)...].prefix { $0.hasPrefix("-") || $0 == "pipefail" }
    let text = shell + 1 + options.count
    guard options.contains(where: { $0.hasPrefix("-") && $0.hasSuffix("c") }), text < words.count
    else { return nil }
    var started = ShellOptions()
    started.take(options.map { $0.hasSuffix("c") ? String($0.dropLast()) : $0 })
    let script = ShellReader.read(words[text], scope: scope, options: started)
    for (position, command) in script.commands.enumerated() where command.isProgram {
      guard let work = CommandWork(command), case .hidden(let mask)? = script.fate(of: position),
        !isAnswer(mask, in: script)
      else { continue }
      return (work, mask)
    }
    return nil
  }
}
