import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds jobs that bring a stranger's code next to a token that may write.
  static let untrustedCheckout = Rule(
    id: "untrusted-checkout",
    summary: "A job with rights checks out the code of a stranger's pull request.",
    rationale: """
      Runs of `pull_request_target`, `issue_comment` and `workflow_run` have the secrets and the \
      rights of the default branch. A job that checks out the head of a pull request there and then \
      builds, tests or installs anything lets whoever opened it do whatever the token may. Current \
      versions of `actions/checkout` refuse such a checkout, so for forks the job fails instead.
      """,
    source:
      "https://docs.github.com/en/actions/reference/security/securely-using-pull_request_target",
    severity: .warning,
    category: .permission,
    fixes: .never,
    example: Example(
      "a build of the pull request's head",
      bad: """
        on: pull_request_target
        permissions: {contents: read, packages: write}
        jobs:
          preview:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
                with:
                  ref: ⟦${{ github.event.pull_request.head.sha }}⟧
              - run: make preview
        """,
      good: """
        on: pull_request
        permissions: {contents: read}
        jobs:
          preview:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - run: make preview
        """),
    check: .repository { repository in
      repository.workflows.indices.flatMap { position in
        let workflow = repository.workflows[position]
        let runs = repository.privilegedForkRuns(of: position)
        return runs.isEmpty
          ? []
          : workflow.jobs.indices.flatMap { job in
            checkouts(inJob: job, of: position, runs, in: repository)
          }
      }
    })
}

private func checkouts(
  inJob position: Int, of index: Int, _ events: [String], in repository: Repository
) -> [Finding] {
  let workflow = repository.workflows[index]
  let job = workflow.jobs[position]
  guard repository.mayHarm(job: position, of: index) else { return [] }
  return events.flatMap { event -> [Finding] in
    let run = ForkRun(of: event)
    guard run.reaches(job: position, of: workflow) else { return [] }
    return job.steps.enumerated().compactMap { number, step in
      guard run.passes(step.body["if"]), let range = strangersCode(of: step, event, workflow),
        step.isImageBuild
          || job.steps[(number + 1)...].contains(where: {
            run.passes($0.body["if"]) && $0.runsFiles
          })
      else { return nil }
      return Finding(
        "under '\(event)' this brings the code of a stranger's pull request here, and the steps "
          + "behind it run with the token and the secrets of the job (current versions of "
          + "actions/checkout refuse it, so the job then fails for forks)",
        at: SourceLocation(workflow.file, range),
        help: event == "workflow_run"
          ? "let the job's 'if' ask for github.event.workflow_run.event == 'push', or leave 'ref' away"
          : "do this under 'pull_request', whose token may only read, or let the job's 'if' ask for "
            + "github.event.pull_request.head.repo.full_name == github.repository")
    }
  }
}

/// Where a step brings the code of a pull request; `nil` for one that does not.
private func strangersCode(
  of step: Step, _ event: String, _ workflow: WorkflowFile
) -> SourceRange? {
  if step.action == "actions/checkout" {
    return ["ref", "repository"].lazy.compactMap { step.input($0) }
      .first { isHead($0, of: event) }?.range
  }
  if step.isImageBuild {
    return step.input("context").flatMap { isHead($0, of: event) ? $0.range : nil }
  }
  guard let script = step.run, let text = script.text else { return nil }
  let command = "gh pr checkout"
  guard event != "workflow_run",
    let start = text.utf8.firstRange(of: command.utf8)?.lowerBound
  else { return nil }
  let offset = text.utf8.distance(from: text.utf8.startIndex, to: start)
  return ScalarPlaces(of: script, in: workflow.file)
    .range(offset..<(offset + command.utf8.count))
}

/// Whether an input of a checkout names the head of a pull request.
private func isHead(_ node: Node, of event: String) -> Bool {
  let paths = PlacedExpression.all(in: node).flatMap(\.node.carriedPaths).map {
    $0.joined(separator: ".")
  }
  let text = node.text ?? ""
  switch event {
  case "workflow_run":
    return paths.contains { path in
      [
        "github.event.workflow_run.head_sha", "github.event.workflow_run.head_branch",
        "github.event.workflow_run.head_commit.id",
        "github.event.workflow_run.head_repository.full_name",
      ].contains(path)
    }
  case "issue_comment":
    return text.hasPrefix("refs/pull/") && paths.contains("github.event.issue.number")
  default:
    return paths.contains { path in
      path == "github.head_ref" || path.hasPrefix("github.event.pull_request.head.")
        || path == "github.event.pull_request.merge_commit_sha"
    }
      || (text.hasPrefix("refs/pull/")
        && paths.contains {
          ["github.event.number", "github.event.pull_request.number"].contains($0)
        })
  }
}

extension Step {
  /// Whether it may run something that was checked out: a script, a local action, or a build.
  fileprivate var runsFiles: Bool {
    if run != nil { return true }
    guard let action else { return false }
    return action.hasPrefix("./") || action.hasPrefix("docker/build-push-action")
      || action.hasPrefix("docker/bake-action") || action == "nick-fields/retry"
  }
}

extension Repository {
  /// The events with rights that a stranger's pull request may cause runs of a workflow with.
  fileprivate func privilegedForkRuns(of position: Int) -> [String] {
    let workflow = workflows[position]
    var events: [String] = []
    for trigger in workflow.triggers {
      switch trigger.event {
      case "pull_request_target":
        // Only somebody with rights may set a label.
        let types = trigger.options?["types"]
        let names = types.map { $0.kind == .sequence ? $0.items.map(\.text) : [$0.text] }
        if names.map({ $0.allSatisfy { $0 == "labeled" } }) != true { events.append(trigger.event) }
      case "issue_comment": events.append(trigger.event)
      case "workflow_run":
        let starts = workflow.upstreams.compactMap(\.name).flatMap { positions[$0] ?? [] }
          .flatMap { workflows[$0].triggers }
        if starts.contains(where: { $0.event == "pull_request" }) { events.append(trigger.event) }
      default: break
      }
    }
    return events
  }

  /// Whether a job has anything that a stranger would want: a token that may write, or secrets.
  fileprivate func mayHarm(job position: Int, of index: Int) -> Bool {
    let job = workflows[index].jobs[position]
    guard job.body["uses"] == nil else { return false }
    let permissions = permissions(ofJob: position, in: index)
    let mayWrite = permissions.others.map { $0 == .write } ?? true
    if mayWrite || permissions.named.values.contains(.write) { return true }
    return PlacedExpression.everywhere(in: job.body).contains { found in
      found.node.contains { node in
        node.path.map { $0.first == "secrets" && $0 != ["secrets", "github_token"] } ?? false
      }
    }
  }
}
