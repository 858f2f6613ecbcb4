import SourceText
import YAML

extension Rule {
  /// Finds steps that read what their token may not read in a private repository.
  static let readsWithoutPermission = Rule(
    id: "reads-without-permission",
    summary: "A step reads the repository with a token that may not.",
    rationale: """
      Where `permissions` name some scopes, all others are `none`. Reading without them works in \
      public repositories only: in a private one the checkout ends with "repository not found".
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions",
    severity: .warning,
    category: .permission,
    fixes: .never,
    example: Example(
      "a checkout beside a push",
      bad: """
        on: push
        jobs:
          api:
            runs-on: ubuntu-24.04
            permissions: {packages: write}
            steps:
              - uses: ⟦actions/checkout@v7⟧
              - run: make image
        """,
      good: """
        on: push
        jobs:
          api:
            runs-on: ubuntu-24.04
            permissions: {contents: read, packages: write}
            steps:
              - uses: actions/checkout@v7
              - run: make image
        """),
    check: .repository { repository in
      repository.workflows.enumerated().flatMap { position, workflow in
        workflow.jobs.indices.flatMap { number -> [Finding] in
          let permissions = repository.permissions(ofJob: number, in: position)
          // Many public repositories leave reading out on purpose. Where packages are granted, the
          // block is that of a job with images, and those that it names are thought to be enough.
          guard permissions.named["packages"] != nil else { return [] }
          let job = workflow.jobs[number]
          return job.steps.compactMap { step in
            guard let (scope, uses) = step.readsRepository, permissions.named[scope] == nil,
              permissions.lacks(.read, scope)
            else { return nil }
            return Finding(
              "this needs '\(scope): read' unless the repository is public, and the 'permissions' of "
                + "its job leave that out",
              at: workflow.location(uses),
              help: "add '\(scope): read' to the 'permissions' of job '\(job.id)'")
          }
        }
      }
    })
}

extension Step {
  /// What a step reads of its own repository with the token of the run, and what says so.
  fileprivate var readsRepository: (scope: String, uses: Node)? {
    guard let uses = body["uses"] else { return nil }
    switch action {
    case "actions/checkout":
      let isOwn = ["repository", "ssh-key"].allSatisfy { input($0) == nil }
      return isOwn && usesRunToken(inputs: ["token"]) ? ("contents", uses) : nil
    case "actions/download-artifact":
      guard input("run-id") != nil, input("repository") == nil,
        input("github-token")?.isRunToken == true
      else { return nil }
      return ("actions", uses)
    default: return nil
    }
  }
}
