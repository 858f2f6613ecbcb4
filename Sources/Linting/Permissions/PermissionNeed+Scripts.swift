import SourceText
import YAML

extension PermissionNeed {
  /// What commands in the scripts of a job need.
  static func ofScripts(in job: Job, of file: WorkflowFile) -> [PermissionNeed] {
    file.scripts(of: job, holding: ["gh ", "git push", "cosign "]).flatMap { script in
      script.commands.compactMap { command in
        let needs =
          script.usesRunToken(in: job, of: file) ? ofGitHubCommand(command, in: script) : nil
        let found =
          needs ?? ofCosign(command, script, job, file) ?? ofGitPush(command, script, job)
        return found.map {
          PermissionNeed(
            what: "'\($0.what)'", range: script.range(of: command), alternatives: $0.grants)
        }
      }
    }
  }

  private typealias Need = (what: String, grants: [[Grant]])

  /// What a command of GitHub's tool needs, with the token of the run.
  private static func ofGitHubCommand(
    _ command: ShellCommand, in script: StepScript
  ) -> Need? {
    guard command.name == "gh", command.words.count > 2,
      let group = command.words[1].text.text, let verb = command.words[2].text.text,
      staysInRepository(command, of: script), !command.texts.contains("--help")
    else { return nil }
    let what = "gh \(group) \(verb)"
    switch (group, verb) {
    case ("release", "create"), ("release", "upload"), ("release", "edit"), ("release", "delete"):
      return (what, [[.write("contents")]])
    case ("pr", "create"), ("pr", "review"), ("pr", "ready"):
      return (what, [[.write("pull-requests")]])
    case ("pr", "merge"): return (what, [[.write("contents"), .write("pull-requests")]])
    case ("pr", "comment"), ("pr", "edit"), ("pr", "close"):
      return (what, [[.write("pull-requests")], [.write("issues")]])
    case ("issue", "create"), ("issue", "comment"), ("issue", "edit"), ("issue", "close"):
      return (what, [[.write("issues")], [.write("pull-requests")]])
    case ("workflow", "run"), ("run", "cancel"), ("run", "rerun"), ("run", "delete"),
      ("cache", "delete"):
      return (what, [[.write("actions")]])
    case ("api", _): return ofInterface(command).map { ("gh api", $0) }
    default: return nil
    }
  }

  /// Whether a command is about the repository of the run: another one's token is none of ours.
  private static func staysInRepository(_ command: ShellCommand, of script: StepScript) -> Bool {
    guard let option = command.words.firstIndex(where: { isRepositoryOption($0) }) else {
      return true
    }
    let next = command.words.indices.contains(option + 2) ? command.words[option + 2].start : nil
    let written = Array(script.text.utf8)[command.words[option].start...]
      .prefix((next ?? command.range.upperBound) - command.words[option].start)
    return ["$GITHUB_REPOSITORY", "${GITHUB_REPOSITORY}", "github.repository }"].contains {
      written.holds($0)
    }
  }

  private static func isRepositoryOption(_ word: ShellCommand.Word) -> Bool {
    ["-R", "--repo"].contains(String(word.text.pattern.prefix { $0 != "=" }))
  }

  /// What a call of GitHub's interface needs when it changes something of this repository.
  private static func ofInterface(_ command: ShellCommand) -> [[Grant]]? {
    let texts = command.texts
    var method: String?
    for (word, next) in zip(texts, texts.dropFirst()) where word == "-X" || word == "--method" {
      method = next?.uppercased()
    }
    for word in texts {
      if let word, word.hasPrefix("--method=") { method = String(word.dropFirst(9)).uppercased() }
    }
    let hasFields = texts.contains {
      ["-f", "-F", "--field", "--raw-field", "--input"].contains($0 ?? "")
    }
    guard method ?? (hasFields ? "POST" : "GET") != "GET" else { return nil }
    guard
      let address = command.words.dropFirst(2).first(where: {
        $0.text.pattern.hasPrefix("repos/") || $0.text.pattern.hasPrefix("/repos/")
      })
    else { return nil }
    let path = address.text.pattern.split(separator: "/").map(String.init)
    let own = PartialText.unknown.pattern
    // `repos/OWNER/NAME/…` of this repository is written as one variable or as two placeholders.
    guard path.first == "repos", path.count > 2 else { return nil }
    let rest: [String]
    if path[1] == own {
      rest = Array(path.dropFirst(2))
    } else if path[1] == "{owner}", path[2] == "{repo}" {
      rest = Array(path.dropFirst(3))
    } else {
      return nil
    }
    switch rest.first {
    case "statuses": return [[.write("statuses")]]
    case "check-runs", "check-suites": return [[.write("checks")]]
    case "deployments": return [[.write("deployments")]]
    case "dispatches", "releases": return [[.write("contents")]]
    case "git" where rest.count > 1: return [[.write("contents")]]
    case "actions" where rest.contains("dispatches") || rest.contains("caches"):
      return [[.write("actions")]]
    case "issues" where rest.contains("comments") || rest.contains("labels"):
      return [[.write("issues")], [.write("pull-requests")]]
    default: return nil
    }
  }

  /// Signing without a key asks for a token of GitHub's.
  private static func ofCosign(
    _ command: ShellCommand, _ script: StepScript, _ job: Job, _ file: WorkflowFile
  ) -> Need? {
    guard command.name == "cosign", let verb = command.words.dropFirst().first?.text.text,
      verb == "sign" || verb == "attest" || verb == "sign-blob",
      !command.words.contains(where: { word in
        word.maySplit
          || ["--key", "--sk", "--identity-token", "-key", "--slot"].contains(
            String(word.text.pattern.prefix { $0 != "=" }))
      }),
      ["COSIGN_KEY", "SIGSTORE_ID_TOKEN"].allSatisfy({
        file.environment($0, of: script.step, in: job) == nil
      })
    else { return nil }
    return ("cosign \(verb)", [[.write("id-token")]])
  }

  /// A push with what the checkout has left behind.
  private static func ofGitPush(
    _ command: ShellCommand, _ script: StepScript, _ job: Job
  ) -> Need? {
    guard command.pushesToOrigin, !Job.setsRemote(script.text),
      job.pushesWithRunToken(before: script.step)
    else { return nil }
    return ("git push", [[.write("contents")]])
  }

  /// What the calls of a script of `actions/github-script` need; the first that is known.
  static func ofGitHubScript(_ step: Step) -> [[Grant]] {
    guard let script = step.input("script")?.utf8 else { return [] }
    for (call, grants) in gitHubCalls where script.holds(call) {
      return grants
    }
    return []
  }

  /// Names of functions of GitHub's interface that change something, with what they need.
  ///
  /// Source: GitHub docs, "Permissions required for GitHub Apps".
  private static let gitHubCalls: [(String, [[Grant]])] = [
    ("rest.issues.createComment(", [[.write("issues")], [.write("pull-requests")]]),
    ("rest.issues.updateComment(", [[.write("issues")], [.write("pull-requests")]]),
    ("rest.issues.addLabels(", [[.write("issues")], [.write("pull-requests")]]),
    ("rest.issues.create(", [[.write("issues")]]),
    ("rest.repos.createCommitStatus(", [[.write("statuses")]]),
    ("rest.checks.create(", [[.write("checks")]]),
    ("rest.repos.createRelease(", [[.write("contents")]]),
    ("rest.repos.uploadReleaseAsset(", [[.write("contents")]]),
    ("rest.repos.createDispatchEvent(", [[.write("contents")]]),
    ("rest.git.createRef(", [[.write("contents")]]),
    ("rest.actions.createWorkflowDispatch(", [[.write("actions")]]),
    ("rest.repos.createDeployment(", [[.write("deployments")]]),
    ("rest.repos.createDeploymentStatus(", [[.write("deployments")]]),
    ("rest.pulls.create(", [[.write("pull-requests")]]),
  ]
}

extension ShellCommand {
  /// Whether it is `git push` to where the checkout came from.
  var pushesToOrigin: Bool {
    guard starts(with: "git", "push"), !texts.contains("--dry-run") else { return false }
    let target = words.dropFirst(2).first { !$0.text.pattern.hasPrefix("-") }
    return target.map { $0.text.text == "origin" } ?? true
  }
}

extension StepScript {
  /// Whether GitHub's tool gets the token of the run here, and no other.
  func usesRunToken(in job: Job, of file: WorkflowFile) -> Bool {
    // The tool takes the first of these that is set.
    let node =
      file.environment("GH_TOKEN", of: step, in: job)
      ?? file.environment("GITHUB_TOKEN", of: step, in: job)
    guard let node, node.isRunToken else { return false }
    return !["GH_TOKEN=", "GITHUB_TOKEN=", "gh auth"].contains {
      Array(text.utf8)[...].holds($0)
    }
  }
}
