import Expressions
import YAML

/// A run for a pull request that a stranger opens from a fork: what its conditions come to.
struct ForkRun {
  private let scope: ExpressionScope
  /// Stands for a text that a stranger writes: it contains whatever is looked for.
  private static let anyText = "\u{FFFC}"

  /// A run of an event, which may be `pull_request`, `pull_request_target`, `workflow_run` behind a
  /// run for a pull request, or `issue_comment`.
  ///
  /// What a condition asks for and this does not know, such as a label, stays unknown.
  init(of event: String) {
    let fork = ExpressionValue.object(
      ExpressionObject(
        [("full_name", .string("stranger/fork")), ("fork", .bool(true))], isOpen: true))
    let repository = ExpressionValue.object(
      ExpressionObject(
        [("full_name", .string("owner/name")), ("fork", .bool(false))], isOpen: true))
    let side = { (repository: ExpressionValue) in
      ExpressionValue.object(ExpressionObject([("repo", repository)], isOpen: true))
    }
    let pull = ExpressionValue.object(
      ExpressionObject(
        [
          ("head", side(fork)), ("base", side(repository)), ("draft", .bool(false)),
          ("author_association", .string("NONE")),
        ], isOpen: true))
    var payload: [(String, ExpressionValue)] = [("repository", repository)]
    switch event {
    case "workflow_run":
      payload.append(
        (
          "workflow_run",
          .object(
            ExpressionObject(
              [
                ("event", .string("pull_request")), ("conclusion", .string("success")),
                ("head_repository", fork), ("repository", repository),
                // The branch of a fork may be called anything.
                ("head_branch", .string("main")),
              ], isOpen: true))
        ))
    case "issue_comment":
      let comment: [(String, ExpressionValue)] = [
        ("body", .string(Self.anyText)), ("author_association", .string("NONE")),
      ]
      payload.append(("comment", .object(ExpressionObject(comment, isOpen: true))))
      let issue: [(String, ExpressionValue)] = [
        ("pull_request", .object([])), ("state", .string("open")),
      ]
      payload.append(("issue", .object(ExpressionObject(issue, isOpen: true))))
      payload.append(("action", .string("created")))
    default: payload.append(("pull_request", pull))
    }
    let github: [(String, ExpressionValue)] = [
      ("event_name", .string(event)), ("repository", .string("owner/name")),
      ("repository_owner", .string("owner")),
      ("event", .object(ExpressionObject(payload, isOpen: true))),
      (
        "ref", .string(event == "pull_request" ? "refs/pull/1/merge" : "refs/heads/main")
      ),
      ("ref_type", .string("branch")),
    ]
    scope = ExpressionScope(
      contexts: ["github": .object(ExpressionObject(github, isOpen: true))],
      functions: StepFate.success.functions.merging([
        "contains": Self.contains, "startswith": Self.starts,
      ]) { $1 })
  }

  @Sendable private static func contains(_ values: [ExpressionValue]) -> ExpressionValue {
    guard values.count == 2 else { return .unknown }
    switch values[0] {
    case .string(anyText): return .bool(true)
    case .array(let list):
      guard let wanted = values[1].text?.lowercased() else { return .unknown }
      let texts = list.elements.map { $0.text?.lowercased() }
      return texts.contains(wanted) ? .bool(true) : texts.contains(nil) ? .unknown : .bool(false)
    case let value:
      guard let text = value.text?.lowercased(), let part = values[1].text?.lowercased() else {
        return .unknown
      }
      return .bool(part.isEmpty || text.contains(part))
    }
  }

  @Sendable private static func starts(_ values: [ExpressionValue]) -> ExpressionValue {
    guard values.count == 2, let text = values[0].text?.lowercased(),
      let part = values[1].text?.lowercased()
    else { return .unknown }
    return .bool(text == anyText || text.hasPrefix(part))
  }

  /// Whether an `if` is certain to hold in this run; one that is not there does.
  func passes(_ condition: Node?) -> Bool {
    guard let condition else { return true }
    guard let node = ExpressionNode(condition: condition) else { return false }
    return (try? node.evaluate(in: scope))?.truth == true
  }

  /// Whether an input that switches something is certain to be on.
  func isOn(_ input: Node?) -> Bool {
    guard let input else { return false }
    switch input.plainText {
    case "true": return true
    case let text?:
      guard let node = ExpressionNode(single: text) else { return false }
      return (try? node.evaluate(in: scope))?.text == "true"
    case nil: return false
    }
  }

  /// Whether a job is certain to start in this run, with everything that it needs, and waits for
  /// nobody's approval.
  func reaches(job position: Int, of workflow: WorkflowFile) -> Bool {
    workflow.ancestors[position].union([position]).allSatisfy { other in
      let job = workflow.jobs[other]
      return passes(job.body["if"]) && job.body["environment"] == nil
    }
  }
}
