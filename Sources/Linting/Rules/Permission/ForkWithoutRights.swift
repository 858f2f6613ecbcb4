import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds steps that cannot work in runs for pull requests from forks.
  static let forkWithoutRights = Rule(
    id: "fork-without-rights",
    summary: "A step needs a secret or a writing token in runs for pull requests from forks.",
    rationale: """
      A run of `pull_request` for a fork gets no secrets, and a token that may only read. A login \
      with a secret has an empty password there, and a push is denied: each pull request of a \
      stranger, and each of Dependabot, fails in this step whatever it changes.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflows-in-forked-repositories",
    severity: .warning,
    category: .permission,
    fixes: .never,
    example: Example(
      "a push from every pull request",
      bad: """
        on:
          push: {branches: [main]}
          pull_request:
        permissions: {contents: read, packages: write}
        jobs:
          api:
            runs-on: ubuntu-24.04
            timeout-minutes: 20
            steps:
              - uses: docker/login-action@v4
                with: {registry: ghcr.io, username: acme, password: '${{ github.token }}'}
              - uses: docker/build-push-action@v7
                with:
                  push: ⟦true⟧
                  tags: ghcr.io/acme/api:${{ github.sha }}
        """,
      good: """
        on:
          push: {branches: [main]}
          pull_request:
        permissions: {contents: read, packages: write}
        jobs:
          api:
            runs-on: ubuntu-24.04
            timeout-minutes: 20
            steps:
              - uses: docker/login-action@v4
                with: {registry: ghcr.io, username: acme, password: '${{ github.token }}'}
              - uses: docker/build-push-action@v7
                with:
                  push: ${{ github.event_name != 'pull_request' }}
                  tags: ghcr.io/acme/api:${{ github.sha }}
        """),
    check: .workflow { workflow, _ in
      guard workflow.triggers.contains(where: { $0.event == "pull_request" }) else { return [] }
      let run = ForkRun(of: "pull_request")
      return workflow.jobs.indices.flatMap { position -> [Finding] in
        guard run.reaches(job: position, of: workflow) else { return [] }
        return faults(in: workflow.jobs[position], of: workflow, run)
      }
    })
}

/// The first step of a job that fails in such a run; those behind it are not reached.
private func faults(in job: Job, of workflow: WorkflowFile, _ run: ForkRun) -> [Finding] {
  let pushes = workflow.scripts(of: job, holding: ["docker push", "--push"])
  // Results of code scanning are taken from forks, too; and a script may ask what it may do.
  let needs = PermissionNeed.all(in: job, of: workflow).filter { need in
    need.what != "'actions/github-script'"
      && need.alternatives.allSatisfy { grants in
        grants.contains { $0.access == .write && $0.scope != "security-events" }
      }
  }
  for (position, step) in job.steps.enumerated() where run.passes(step.body["if"]) {
    // A step that may fail stops nothing.
    if let may = step.body["continue-on-error"], may.plainText != "false" { continue }
    let need = needs.first {
      step.body.range.start <= $0.range.start && $0.range.end <= step.body.range.end
    }
    guard
      let (what, range) = fault(in: step, run) ?? pushes.fault(ofStep: position)
        ?? need.map({ ("\($0.what) gets a token that may only read", $0.range) })
    else { continue }
    return [
      Finding(
        "\(what) in runs for pull requests from forks, and the job fails there",
        at: SourceLocation(workflow.file, range),
        help: "let it happen only where github.event_name != 'pull_request', or where "
          + "github.event.pull_request.head.repo.full_name == github.repository")
    ]
  }
  return []
}

private func fault(in step: Step, _ run: ForkRun) -> (String, SourceRange)? {
  switch step.action {
  case "docker/login-action":
    guard let password = step.input("password"), !password.isRunToken,
      let expression = PlacedExpression.all(in: password).first?.node,
      expression.path?.first == "secrets"
    else { return nil }
    return ("this login has no password", password.range)
  case "docker/build-push-action", "docker/bake-action":
    guard let push = step.input("push"), run.isOn(push) else { return nil }
    // A registry beside the job takes what it gets.
    let target = step.input("tags")?.text ?? ""
    guard !target.contains("localhost"), !target.contains("127.0.0.1") else { return nil }
    return ("this push is denied", push.range)
  default: return nil
  }
}

extension [StepScript] {
  /// A push in the script of a step that nothing in it guards.
  fileprivate func fault(ofStep position: Int) -> (String, SourceRange)? {
    for script in self where script.position == position {
      for command in script.commands where command.name == "docker" && !command.isConditional {
        let isPush = command.starts(with: "docker", "push")
        let isBuild =
          command.starts(with: "docker", "buildx", "build") && command.texts.contains("--push")
        let isLocal = command.words.contains {
          $0.text.pattern.contains("localhost") || $0.text.pattern.contains("127.0.0.1")
        }
        if (isPush || isBuild) && !isLocal && command.words.allSatisfy(\.text.isTold) {
          return ("this push is denied", script.range(of: command))
        }
      }
    }
    return nil
  }
}

extension PartialText {
  /// Whether at least its beginning is known: a name that may be that of a local registry is not.
  fileprivate var isTold: Bool { pattern.unicodeScalars.first != Self.hole }
}
