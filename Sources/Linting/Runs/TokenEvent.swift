import SourceText
import YAML

/// Something that a step does to start other workflows.
struct TokenEvent {
  /// What it does.
  enum Kind {
    /// Starts a workflow by its file or its name.
    case dispatch(workflow: String)
    /// Sends an event of a type of its own.
    case repositoryDispatch(type: String)
    /// Pushes a tag.
    case tag
    /// Publishes a release.
    case release
  }

  /// What it does.
  var kind: Kind
  /// What names it best.
  var range: SourceRange
  /// Whether it is done with the token that GitHub made for the run; `nil` when it cannot be told.
  var isByRunToken: Bool?

  /// What the steps of a job do to start others, in order.
  static func all(ofJob job: Job, in workflow: WorkflowFile) -> [TokenEvent] {
    let root = workflow.document.root
    var checkout: Step?
    return job.steps.flatMap { step -> [TokenEvent] in
      if step.action == "actions/checkout" { checkout = step }
      if let event = event(of: step, of: job, in: workflow) { return [event] }
      guard let script = step.run, let bytes = script.utf8,
        bytes.holds("gh ") || bytes.holds("git push") || bytes.holds("/dispatches")
      else { return [] }
      let environments = [step.body["env"], job.body["env"], root?["env"]].compactMap { $0 }
      let scope = ValueScope(
        environments: environments, leg: MatrixLeg(values: nil), slug: nil)
      let places = ScalarPlaces(of: script, in: workflow.file)
      return ShellReader.commands(in: String(decoding: bytes, as: UTF8.self), scope: scope)
        .compactMap { command in
          let words = command.words.map { $0.text.text }
          let call = bytes.dropFirst(command.range.lowerBound).prefix(command.range.count)
          guard let kind = kind(of: words) ?? event(sentBy: words, call) else { return nil }
          var isByRunToken: Bool?
          if words.first == "git" {
            isByRunToken = bytes.holds("https://") ? nil : checkout?.leavesRunToken
          } else {
            let names = ["GH_TOKEN", "GITHUB_TOKEN"]
            let token = environments.lazy.compactMap { environment in
              names.lazy.compactMap { environment[$0] }.first
            }.first
            isByRunToken = token.map(\.isRunToken)
          }
          return TokenEvent(
            kind: kind, range: places.range(command.range), isByRunToken: isByRunToken)
        }
    }
  }

  /// What a command does; `nil` when it starts nothing, or when that cannot be told.
  private static func kind(of words: [String?]) -> Kind? {
    let plain = words.dropFirst().filter { $0?.hasPrefix("-") != true }
    let isElsewhere = words.contains { $0 == "-R" || $0?.hasPrefix("--repo") == true }
    switch words.first {
    case "gh" where plain.prefix(2).elementsEqual(["workflow", "run"]):
      guard !isElsewhere, words.count > 3, let name = words[3], !name.hasPrefix("-") else {
        return nil
      }
      return .dispatch(workflow: name)
    case "gh" where plain.prefix(2).elementsEqual(["release", "create"]):
      let isDraft = words.contains { $0 == "-d" || $0?.hasPrefix("--draft") == true }
      return isDraft || isElsewhere ? nil : .release
    case "git" where plain.first == "push":
      let isTag = words.contains { word in
        word == "--tags" || word == "--follow-tags" || word?.hasPrefix("refs/tags/") == true
          || word?.contains(":refs/tags/") == true
      }
      if isTag { return .tag }
      let last = plain.last.flatMap { $0 } ?? ""
      return plain.count == 3 && last.first == "v" && last.dropFirst().first?.isNumber == true
        ? .tag : nil
    default: return nil
    }
  }

  /// What a step that uses an action does.
  private static func event(
    of step: Step, of job: Job, in workflow: WorkflowFile
  ) -> TokenEvent? {
    let node = step.named
    /// Whether an input holds the token of the run, which is there when it is left out.
    func isRunToken(_ names: String..., isDefault: Bool = true) -> Bool {
      names.lazy.compactMap { step.input($0) }.first.map(\.isRunToken) ?? isDefault
    }
    switch step.action {
    case "softprops/action-gh-release", "ncipollo/release-action", "actions/create-release":
      // A draft is published by a person, or not at all.
      guard step.input("draft").map({ $0.plainText == "false" }) ?? true else { return nil }
      let isOwn =
        step.usesRunToken(inputs: ["token", "github_token"])
        && workflow.environment("GITHUB_TOKEN", of: step, in: job)?.isRunToken ?? true
      return TokenEvent(kind: .release, range: node.range, isByRunToken: isOwn)
    case "peter-evans/repository-dispatch":
      guard step.input("repository") == nil, let type = step.input("event-type")?.plainText,
        !type.contains("${{")
      else { return nil }
      return TokenEvent(
        kind: .repositoryDispatch(type: type), range: node.range,
        isByRunToken: isRunToken("token"))
    case "benc-uk/workflow-dispatch":
      guard step.input("repo") == nil, let name = step.input("workflow")?.plainText,
        !name.contains("${{")
      else { return nil }
      return TokenEvent(
        kind: .dispatch(workflow: name), range: node.range, isByRunToken: isRunToken("token"))
    default: return nil
    }
  }
}

extension Step {
  /// Whether this checkout leaves the token of the run behind for Git; `nil` when it leaves none.
  fileprivate var leavesRunToken: Bool? {
    if input("persist-credentials")?.plainText == "false" { return nil }
    if input("ssh-key") != nil { return false }
    return input("token").map(\.isRunToken) ?? true
  }
}

extension Repository {
  /// The workflow that a dispatch names by its file or its name; `nil` when it is not here.
  func dispatched(_ name: String) -> Int? {
    let path = name.contains("/") ? name : ".github/workflows/" + name
    return places[path] ?? positions[name]?.first
  }
}
