import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds workflows that move a fixed tag on pushes to any branch.
  static let unfilteredPublisher = Rule(
    id: "unfiltered-publisher",
    summary: "A push to any branch moves a tag that is the same for all.",
    rationale: """
      A `push` without `branches` starts a run for every branch. Where nothing else looks at the \
      branch, work that nobody has reviewed yet replaces what the tag holds, and everybody who \
      pulls it gets that.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpushbranchestagsbranches-ignoretags-ignore",
    severity: .warning,
    category: .trigger,
    fixes: .never,
    example: Example(
      "the latest tag from every branch",
      bad: """
        on: ⟦push⟧
        concurrency: web
        jobs:
          web:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7
                with:
                  push: true
                  tags: ghcr.io/acme/web:latest
        """,
      good: """
        on:
          push:
            branches: [main]
        concurrency: web
        jobs:
          web:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7
                with:
                  push: true
                  tags: ghcr.io/acme/web:latest
        """),
    check: .repository { repository in
      repository.workflows.enumerated().compactMap { position, workflow -> Finding? in
        guard let trigger = workflow.triggers.first(where: { $0.event == "push" }),
          PushFilter(trigger).isOpen,
          let publication = repository.publications[position].first(where: { publication in
            publication.isImage && publication.isFixed
              && publication.outcome(in: anyBranch, of: workflow) == .possible
          })
        else { return nil }
        return Finding(
          "a push to any branch starts this, and moves a tag that is the same for all of them",
          at: workflow.location(trigger.node),
          labels: [
            Diagnostic.Label("published here", at: workflow.location(publication.range))
          ],
          help: "name the branches: 'branches: [main]', or ask for github.ref where it is pushed")
      }
    })
}

/// A push to a branch that nobody publishes from.
private let anyBranch = RunScenario(
  event: "push",
  payload: [
    ("ref", .string("refs/heads/someones-work")),
    (
      "repository",
      .object(ExpressionObject([("default_branch", .string("main"))], isOpen: true))
    ),
  ],
  github: [
    ("ref", .string("refs/heads/someones-work")), ("ref_name", .string("someones-work")),
    ("ref_type", .string("branch")), ("ref_protected", .bool(false)),
  ])
