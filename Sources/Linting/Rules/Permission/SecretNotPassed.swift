import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds calls that leave a called workflow without the secrets that it reads.
  static let secretNotPassed = Rule(
    id: "secret-not-passed",
    summary: "A called workflow reads a secret that the call does not pass on.",
    rationale: """
      A called workflow has no secrets but `GITHUB_TOKEN` until its caller passes them, one by one \
      or with `secrets: inherit`. One that it reads and does not get is an empty text, and the \
      login or the upload with it fails.
      """,
    source:
      "https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows#passing-inputs-and-secrets-to-a-reusable-workflow",
    severity: .error,
    category: .permission,
    fixes: .never,
    example: Example(
      "a login in a called workflow",
      bad: [
        ".github/workflows/images.yml": """
        on: push
        jobs:
          api:
            uses: ⟦./.github/workflows/build.yml⟧
        """,
        ".github/workflows/build.yml": """
        on: workflow_call
        jobs:
          build:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/login-action@v4
                with: {username: acme, password: '${{ secrets.HUB_TOKEN }}'}
        """,
      ],
      good: [
        ".github/workflows/images.yml": """
        on: push
        jobs:
          api:
            uses: ./.github/workflows/build.yml
            secrets: inherit
        """,
        ".github/workflows/build.yml": """
        on: workflow_call
        jobs:
          build:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/login-action@v4
                with: {username: acme, password: '${{ secrets.HUB_TOKEN }}'}
        """,
      ]),
    check: .repository { repository in
      var reads: [Int: [(name: String, node: Node)]] = [:]
      return repository.calls.flatMap { call -> [Finding] in
        let (caller, callee) = (
          repository.workflows[call.caller], repository.workflows[call.callee]
        )
        let job = caller.jobs[call.job]
        guard job.body["secrets"]?.text?.contains("inherit") != true, let uses = job.body["uses"]
        else { return [] }
        let passed = Set(
          job.body["secrets"]?.entries.compactMap { $0.key.text?.lowercased() } ?? [])
        let declared = callee.triggers.first { $0.event == "workflow_call" }?.options?["secrets"]
        let known = Set(declared?.entries.compactMap { $0.key.text?.lowercased() } ?? [])
        let read = reads[call.callee] ?? callee.plainSecrets
        reads[call.callee] = read
        guard
          let missing = read.first(where: { !known.contains($0.name) && !passed.contains($0.name) })
        else { return [] }
        return [
          Finding(
            "'\(callee.title)' reads secrets.\(missing.name.uppercased()), which this call does not "
              + "pass on: there it is empty",
            at: caller.location(uses),
            labels: [Diagnostic.Label("read here", at: callee.location(missing.node))],
            help:
              "add 'secrets: inherit', or declare it under 'on.workflow_call.secrets' and pass it")
        ]
      }
    })
}

extension WorkflowFile {
  /// The secrets that jobs take as they are, in lower case; what is compared, or has a value in its
  /// place, is not among them, nor is what an environment of GitHub's may bring.
  fileprivate var plainSecrets: [(name: String, node: Node)] {
    jobs.filter { $0.body["environment"] == nil }.flatMap { job in
      PlacedExpression.everywhere(in: job.body).compactMap { found in
        guard let path = found.node.path, path.count == 2, path[0] == "secrets",
          path[1] != "github_token"
        else { return nil }
        return (path[1], found.scalar)
      }
    }
  }
}
