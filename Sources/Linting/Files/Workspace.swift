import YAML

/// What lies in the directory in which a job's steps start, before each of them.
struct Workspace: Sendable {
  /// What is known of it.
  enum State: Sendable {
    /// Nothing has come there yet.
    case empty
    /// The files of the repository and no others.
    case repository
    /// Other files may be there too.
    case unknown
  }

  private let states: [State]

  init(of job: Job, in workflow: WorkflowFile) {
    var states: [State] = []
    var state = workflow.isOfAnotherBranch ? State.unknown : .empty
    for step in job.steps {
      states.append(state)
      state = Self.state(after: step, from: state)
    }
    self.states = states
  }

  /// What is there before a step.
  func state(before step: Int) -> State {
    step < states.count ? states[step] : .unknown
  }

  private static func state(after step: Step, from state: State) -> State {
    guard let action = step.action else {
      guard let script = step.run?.text else { return .unknown }
      return ScriptFootprint.isFree(script) ? state : .unknown
    }
    if action == "actions/checkout" {
      guard state == .empty,
        ["path", "repository", "sparse-checkout"].allSatisfy({
          step.input($0) == nil
        })
      else { return .unknown }
      // Another branch may hold other files.
      let ref = step.input("ref")?.text ?? ""
      return ref.isEmpty || ref.contains("${{") || ref == "main" || ref == "master"
        ? .repository : .unknown
    }
    return leavesFilesAlone(action, step) ? state : .unknown
  }

  /// Whether an action is known to add no files to the workspace that a build could want.
  private static func leavesFilesAlone(_ action: Substring, _ step: Step) -> Bool {
    if action.hasPrefix("docker/") {
      return !(step.input("outputs")?.text ?? "").contains("dest=")
    }
    return action.hasPrefix("actions/setup-") || harmless.contains(String(action))
  }

  private static let harmless: Set<String> = [
    "actions/upload-artifact", "actions/cache", "actions/cache/restore", "actions/cache/save",
    "actions/attest", "actions/attest-build-provenance", "actions/labeler", "actions/stale",
    "aws-actions/configure-aws-credentials", "aws-actions/amazon-ecr-login",
    "azure/login", "azure/docker-login", "astral-sh/setup-uv", "aquasecurity/trivy-action",
    "codecov/codecov-action", "depot/build-push-action", "depot/setup-action",
    "dorny/paths-filter", "dtolnay/rust-toolchain", "easimon/maximize-build-space",
    "github/codeql-action/upload-sarif", "google-github-actions/auth",
    "gradle/actions/setup-gradle",
    "hadolint/hadolint-action", "jlumbroso/free-disk-space", "pnpm/action-setup",
    "sigstore/cosign-installer", "step-security/harden-runner", "Swatinem/rust-cache",
    "tj-actions/changed-files", "useblacksmith/build-push-action",
  ]
}

extension WorkflowFile {
  /// Whether it only runs on branches that most likely hold other files than the present one.
  fileprivate var isOfAnotherBranch: Bool {
    let usual: Set<String> = ["main", "master", "trunk", "develop", "dev", "development", "next"]
    return triggers.contains { $0.event == "push" }
      && triggers.allSatisfy { trigger in
        if trigger.event == "workflow_dispatch" { return true }
        guard trigger.event == "push", let branches = trigger.options?["branches"] else {
          return false
        }
        let names = branches.kind == .sequence ? branches.items.map(\.text) : [branches.text]
        return names.allSatisfy { name in
          name.map { !usual.contains($0) && !$0.contains { "*?+[!$".contains($0) } } ?? false
        }
      }
  }
}

/// What a script may leave in the workspace.
enum ScriptFootprint {
  /// Whether a script surely makes no file that a later step could want.
  static func isFree(_ script: String) -> Bool {
    let scope = ValueScope(environments: [], leg: MatrixLeg(values: nil), slug: nil)
    return writesNowhere(script)
      && ShellReader.commands(in: script, scope: scope).allSatisfy(isFree)
  }

  /// Whether a command surely makes no such file.
  static func isFree(_ command: ShellCommand) -> Bool {
    let words = command.words.drop { ["sudo", "time", "!"].contains($0.text.text) }
    guard let name = words.first?.text.text else { return false }
    let second = words.dropFirst().first?.text.text ?? ""
    if quiet.contains(name) { return true }
    // These do what their later words say.
    let third = words.dropFirst(2).first?.text.text ?? ""
    switch (name, second) {
    case ("command", _): return second == "-v"
    case ("docker", "buildx"): if third == "bake" || third.isEmpty { return false }
    case ("gh", _): return !["download", "clone", "checkout"].contains(third) && second != "api"
    case ("python", "-m"), ("python3", "-m"):
      return ["pip", "pytest", "unittest", "mypy", "ruff", "flake8"].contains(third)
    default: break
    }
    if let verbs = quietVerbs[name] {
      let rest = words.dropFirst().map { $0.text.pattern }
      let writes = ["-o", "--output"] + (name.hasPrefix("pip") ? ["-t", "--target"] : [])
      return verbs.contains(second)
        && !rest.contains { word in writes.contains(where: word.hasPrefix) }
    }
    if name == "curl" {
      return !words.dropFirst().contains { word in
        let text = word.text.pattern
        return text.hasPrefix("--output") || text.hasPrefix("--remote-name")
          || (text.hasPrefix("-") && !text.hasPrefix("--") && text.lowercased().contains("o"))
      }
    }
    return false
  }

  /// Whether redirections lead nowhere but to the runner's own files.
  private static func writesNowhere(_ script: String) -> Bool {
    let places = ["$GITHUB_", "${GITHUB_", "/dev/", "&", "/tmp/", "$RUNNER_TEMP", "=", "("]
    return redirections(in: script).allSatisfy { target in
      places.contains(where: target.hasPrefix)
    }
  }

  /// What stands behind each `>` of a script, without quotes before it.
  static func redirections(in script: String) -> [Substring] {
    var targets: [Substring] = []
    var rest = script[...]
    while let mark = rest.firstIndex(of: ">") {
      rest = rest[mark...].drop { $0 == ">" || $0 == "|" }
      targets.append(rest.drop { " \"'".contains($0) }.prefix { !$0.isWhitespace })
    }
    return targets
  }

  private static let quiet: Set<String> = [
    ":", "[", "[[", "apt", "apt-get", "awk", "break", "cat", "cd", "continue", "corepack",
    "cosign", "cut", "date", "df", "docker-compose", "du", "echo", "exit", "export", "false",
    "flake8", "free", "grep", "hadolint", "head", "hostname", "id", "jq", "kill", "ls",
    "lsb_release", "mypy", "nproc", "popd", "printf", "ps", "pushd", "pwd", "pytest", "return",
    "rm", "ruff", "set", "shellcheck", "shift", "sleep", "sort", "tail", "test", "tr", "trivy",
    "true", "type", "uname", "uniq", "wait", "wc", "which", "whoami",
  ]

  private static let quietVerbs: [String: Set<String>] = [
    "docker": [
      "build", "buildx", "image", "images", "info", "inspect", "login", "logout", "manifest",
      "network", "ps", "pull", "push", "system", "tag", "version", "volume", "builder", "rm", "rmi",
    ],
    "git": [
      "branch", "config", "describe", "diff", "fetch", "log", "ls-files", "ls-remote",
      "rev-list", "rev-parse", "show", "status", "tag",
    ],
    "go": ["env", "test", "version", "vet"],
    "cargo": ["check", "clippy", "fmt", "test"],
    "node": ["--test", "--version", "-v"],
    "npm": ["ci", "install", "i", "test"], "pnpm": ["install", "i", "test"], "yarn": ["install"],
    "pip": ["install", "list", "check"], "pip3": ["install", "list", "check"],
    "python": ["--version"], "python3": ["--version"],
    "uv": ["sync", "pip"],
  ]
}
