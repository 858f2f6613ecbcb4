import SourceText
import YAML

extension Rule {
  /// Finds calls of workflows that ask for more than the calling job may give.
  static let calleeExceedsCaller = Rule(
    id: "callee-exceeds-caller",
    summary: "A called workflow asks for a permission that the calling job does not have.",
    rationale: """
      A called workflow can keep or reduce what the calling job may do, never add to it. GitHub \
      refuses the whole run before any job starts, those that have nothing to do with the call too.
      """,
    source:
      "https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows#supported-keywords-for-jobs-that-call-a-reusable-workflow",
    severity: .error,
    category: .permission,
    fixes: .never,
    example: Example(
      "a scan that reports to code scanning",
      bad: [
        ".github/workflows/images.yml": """
        on: push
        permissions: {contents: read}
        jobs:
          scan:
            uses: ⟦./.github/workflows/scan.yml⟧
        """,
        ".github/workflows/scan.yml": """
        on: workflow_call
        jobs:
          trivy:
            runs-on: ubuntu-24.04
            permissions: {contents: read, security-events: write}
            steps: [{run: make scan}]
        """,
      ],
      good: [
        ".github/workflows/images.yml": """
        on: push
        permissions: {contents: read}
        jobs:
          scan:
            permissions: {contents: read, security-events: write}
            uses: ./.github/workflows/scan.yml
        """,
        ".github/workflows/scan.yml": """
        on: workflow_call
        jobs:
          trivy:
            runs-on: ubuntu-24.04
            permissions: {contents: read, security-events: write}
            steps: [{run: make scan}]
        """,
      ]),
    check: .repository { repository in
      repository.calls.compactMap { call in
        let (caller, callee) = (
          repository.workflows[call.caller], repository.workflows[call.callee]
        )
        let allowed = repository.permissions(ofJob: call.job, in: call.caller)
        for job in callee.jobs {
          guard let stated = callee.statedPermissions(of: job),
            let first = stated.value.excess(over: allowed).first
          else { continue }
          let more = stated.value.excess(over: allowed).dropFirst().map {
            ", '\($0.scope): \($0.wanted.word)'"
          }.joined()
          return Finding(
            "job '\(job.id)' of '\(callee.title)' asks for '\(first.scope): "
              + "\(first.wanted.word)'\(more), and the calling job has '\(first.scope): "
              + "\(first.has.word)': GitHub refuses the whole run and starts no job of it",
            at: caller.location(caller.jobs[call.job].body["uses"] ?? caller.jobs[call.job].key),
            labels: [Diagnostic.Label("asked for here", at: callee.location(stated.node))],
            help: "add '\(first.scope): \(first.wanted.word)'\(more) to the 'permissions' of job "
              + "'\(caller.jobs[call.job].id)'")
        }
        return nil
      }
    })
}
