import SourceText
import YAML

extension Rule {
  /// Finds steps that need more than the token of their job may do.
  static let missingPermission = Rule(
    id: "missing-permission",
    summary: "A step needs a permission that its job does not have.",
    rationale: """
      Where `permissions` are stated, whatever they do not name is `none`, and nothing but \
      `id-token: write` lets a job ask for a token of other services. The step fails, often after \
      the rest of the job has already published something.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions",
    severity: .error,
    category: .permission,
    fixes: .never,
    example: Example(
      "an attestation without a token to sign it",
      bad: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            permissions: {contents: read, attestations: write}
            steps:
              - uses: ⟦actions/attest-build-provenance@v4.1.0⟧
                with: {subject-path: relay.tar}
        """,
      good: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            permissions: {contents: read, attestations: write, id-token: write}
            steps:
              - uses: actions/attest-build-provenance@v4.1.0
                with: {subject-path: relay.tar}
        """),
    more: [
      Example(
        "a release by a token that may only read",
        bad: """
          on: {push: {tags: ['v*']}}
          permissions: {contents: read}
          jobs:
            release:
              runs-on: ubuntu-24.04
              env: {GH_TOKEN: '${{ github.token }}'}
              steps:
                - run: |
                    make dist
                    ⟦gh release create "$GITHUB_REF_NAME" dist/*⟧
          """,
        good: """
          on: {push: {tags: ['v*']}}
          permissions: {contents: write}
          jobs:
            release:
              runs-on: ubuntu-24.04
              env: {GH_TOKEN: '${{ github.token }}'}
              steps:
                - run: |
                    make dist
                    gh release create "$GITHUB_REF_NAME" dist/*
          """)
    ],
    check: .repository { repository in
      repository.workflows.indices.flatMap { position in
        repository.workflows[position].jobs.indices.flatMap { job in
          missing(inJob: job, of: position, in: repository)
        }
      }
    })
}

private func missing(
  inJob position: Int, of workflow: Int, in repository: Repository
) -> [Finding] {
  let file = repository.workflows[workflow]
  let job = file.jobs[position]
  let permissions = repository.permissions(ofJob: position, in: workflow)
  return PermissionNeed.all(in: job, of: file).compactMap { need in
    guard need.alternatives.allSatisfy({ $0.contains { permissions.lacks($0.access, $0.scope) } }),
      let wanted = need.alternatives.first
    else { return nil }
    let lacking = wanted.filter { permissions.lacks($0.access, $0.scope) }
    let words = lacking.map { "'\($0.scope): \($0.access.word)'" }.joined(separator: " and ")
    let state = file.statesPermissions(of: job) ? "its job has none of it" : "no job has it unasked"
    return Finding(
      "\(need.what) needs \(words), and \(state): the step will fail",
      at: SourceLocation(file.file, need.range),
      help: "add \(words) to the 'permissions' of job '\(job.id)'")
  }
}
