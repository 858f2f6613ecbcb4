import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds scripts into which text of strangers is pasted before the shell reads them.
  static let scriptInjection = Rule(
    id: "script-injection",
    summary: "A script is made of text that a stranger writes.",
    rationale: """
      An expression is replaced before the shell sees the script. Whoever opens the issue or the \
      pull request, or names the branch, writes a part of the program, which then runs with the \
      job's token and secrets. Even an honest quote in a title breaks the script.
      """,
    source:
      "https://docs.github.com/en/actions/concepts/security/script-injections",
    severity: .warning,
    category: .permission,
    fixes: .never,
    example: Example(
      "the title of an issue",
      bad: """
        on: issues
        permissions: {issues: write}
        jobs:
          greet:
            runs-on: ubuntu-24.04
            steps:
              - run: |
                  title="⟦${{ github.event.issue.title }}⟧"
                  ./greet "$title"
        """,
      good: """
        on: issues
        permissions: {issues: write}
        jobs:
          greet:
            runs-on: ubuntu-24.04
            steps:
              - env:
                  TITLE: ${{ github.event.issue.title }}
                run: ./greet "$TITLE"
        """),
    check: .repository { repository in
      repository.workflows.enumerated().flatMap { position, workflow -> [Finding] in
        let events = repository.events(of: position)
        return workflow.jobs.flatMap { job in
          job.steps.flatMap { step in injections(in: step, of: job, workflow, events) }
        }
      }
    })
}

private func injections(
  in step: Step, of job: Job, _ workflow: WorkflowFile, _ events: Set<String>?
) -> [Finding] {
  let isScript = step.action == "actions/github-script"
  guard let node = step.run ?? (isScript ? step.input("script") : nil) else { return [] }
  return PlacedExpression.all(in: node).compactMap { found in
    let paths = found.node.carriedPaths.flatMap { path -> [[String]] in
      guard path.count == 2, path[0] == "env" else { return [path] }
      let variables = [step.body["env"], job.body["env"], workflow.document.root?["env"]]
      let value = variables.lazy.compactMap { $0?.value(ofName: path[1]) }.first
      return PlacedExpression.all(in: value).flatMap(\.node.carriedPaths)
    }
    guard let text = paths.lazy.compactMap({ StrangersText($0, in: events) }).first else {
      return nil
    }
    let place = ScalarPlaces(of: node, in: workflow.file).range(found.bracedRange)
    return Finding(
      "\(text.writer) writes this part of the script"
        + (text.hasRights ? ", which runs with the token and the secrets of the job" : ""),
      at: SourceLocation(workflow.file, place),
      help: "put it into a variable under 'env:' and use that variable in quotes",
      severity: text.hasRights ? nil : .info)
  }
}

/// A text that somebody without write access may choose.
private struct StrangersText {
  /// Who chooses it.
  var writer: String
  /// Whether it can come into a run with secrets and a token that writes. A run for the pull request
  /// of a stranger has neither, and takes the workflow itself from there.
  var hasRights = true

  /// Source: GitHub docs, "Script injections": contexts that end in such names are not trusted.
  init?(_ path: [String], in events: Set<String>?) {
    if path == ["github", "head_ref"] {
      self.init("whoever names the branch of a pull request", from: Self.pulls, events)
      return
    }
    guard path.count > 3, path[0] == "github", path[1] == "event", let last = path.last else {
      return nil
    }
    switch (path[2], last) {
    case ("issue", "title"), ("issue", "body"):
      self.init("whoever opens an issue", from: ["issues", "issue_comment"], events)
    case ("pull_request", "title"), ("pull_request", "body"):
      self.init("whoever opens a pull request", from: Self.pulls, events)
    case ("pull_request", "ref") where path[3] == "head",
      ("pull_request", "label") where path[3] == "head",
      ("pull_request", "default_branch") where path[3] == "head":
      self.init("whoever names the branch of a pull request", from: Self.pulls, events)
    case ("comment", "body"):
      self.init(
        "whoever comments",
        from: [
          "issue_comment", "pull_request_review_comment", "discussion_comment", "commit_comment",
        ],
        events)
    case ("review", "body"):
      self.init("whoever reviews", from: ["pull_request_review"], events)
    case ("discussion", "title"), ("discussion", "body"):
      self.init(
        "whoever opens a discussion", from: ["discussion", "discussion_comment"], events)
    case ("workflow_run", "head_branch"), ("workflow_run", "display_title"),
      ("workflow_run", "message") where path[3] == "head_commit":
      self.init("whoever opens a pull request", from: ["workflow_run"], events)
    case ("head_commit", "message"), ("commits", "message"), ("head_commit", "name"),
      ("head_commit", "email"), ("commits", "name"), ("commits", "email"):
      self.init("whoever writes a commit that gets merged", from: ["push"], events)
    case ("pages", "page_name"): self.init("whoever names a page", from: ["gollum"], events)
    default: return nil
    }
  }

  private init?(_ writer: String, from known: Set<String>, _ events: Set<String>?) {
    guard let events, !events.isDisjoint(with: known) else { return nil }
    self.writer = writer
    hasRights = !events.intersection(known).isSubset(of: Self.harmless)
  }

  /// Events whose runs for strangers may only read.
  ///
  /// Source: GitHub docs, "Events that trigger workflows", workflows in forked repositories.
  private static let harmless = pulls.subtracting(["pull_request_target"])

  private static let pulls: Set<String> = [
    "pull_request", "pull_request_target", "pull_request_review", "pull_request_review_comment",
  ]
}

extension Node {
  /// The value of the first entry whose key is a name, case aside.
  fileprivate func value(ofName name: String) -> Node? {
    entries.first { $0.key.text?.lowercased() == name }?.value
  }
}

extension Repository {
  /// The events that runs of a workflow are of: for a called one also those of its callers; `nil`
  /// when it is called and no caller is known.
  func events(of workflow: Int) -> Set<String>? { events(of: workflow, depth: 0) }

  private func events(of workflow: Int, depth: Int) -> Set<String>? {
    var events = Set(workflows[workflow].triggers.map(\.event))
    guard events.remove("workflow_call") != nil, depth < 10 else { return events }
    let callers = Set(calls.filter { $0.callee == workflow }.map(\.caller))
    for caller in callers { events.formUnion(self.events(of: caller, depth: depth + 1) ?? []) }
    return events.isEmpty ? nil : events
  }
}
