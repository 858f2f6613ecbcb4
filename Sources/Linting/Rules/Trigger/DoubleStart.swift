import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds workflows that a push starts twice: by itself, and through the workflow before.
  static let doubleStart = Rule(
    id: "double-start",
    summary: "One push starts a workflow twice.",
    rationale: """
      A workflow that listens to a push and to another workflow which the same push starts runs \
      at once, and again when the other one has completed. The first run publishes an image on the \
      base of yesterday; the second one pays for the same build again.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#on",
    severity: .warning,
    category: .trigger,
    fixes: .never,
    example: Example(
      "paths that both workflows listen to",
      bad: [
        ".github/workflows/base.yml": """
        name: Base
        on:
          push:
            branches: [main]
            paths: [base/**, requirements/**]
        """,
        ".github/workflows/worker.yml": """
        name: Worker
        on:
          ⟦push⟧:
            branches: [main]
            paths: [worker/**, requirements/**]
          workflow_run:
            workflows: [Base]
            types: [completed]
            branches: [main]
        concurrency: worker
        jobs:
          worker:
            if: github.event_name == 'push' || github.event.workflow_run.conclusion == 'success'
            runs-on: ubuntu-24.04
            steps:
              - run: docker buildx build --push -t acme/worker .
        """,
      ],
      good: [
        ".github/workflows/base.yml": """
        name: Base
        on:
          push:
            branches: [main]
            paths: [base/**, worker/**, requirements/**]
        """,
        ".github/workflows/worker.yml": """
        name: Worker
        on:
          workflow_run:
            workflows: [Base]
            types: [completed]
            branches: [main]
        concurrency: worker
        jobs:
          worker:
            if: github.event.workflow_run.conclusion == 'success'
            runs-on: ubuntu-24.04
            steps:
              - run: docker buildx build --push -t acme/worker .
        """,
      ]),
    check: .repository { repository in
      repository.listeners.compactMap { listener in
        let workflow = listener.workflow
        guard listener.waitsForTheEnd,
          let push = workflow.triggers.first(where: { $0.event == "push" })
        else { return nil }
        let direct = RunScenario(event: "push")
        let publications = repository.publications[listener.position].filter { publication in
          publication.outcome(in: direct, of: workflow) == .possible
        }
        guard !publications.isEmpty else { return nil }
        for upstream in workflow.upstreams {
          guard let name = upstream.name else { continue }
          let following = RunScenario.following(
            conclusion: "success", run: [("name", .string(name)), ("event", .string("push"))])
          let isPublished = publications.contains { publication in
            publication.outcome(in: following, of: workflow) == .possible
          }
          let origins = repository.bearers(of: upstream)
            .reduce(into: Set<Int>()) { $0.formUnion(repository.origins(of: $1)) }
            .subtracting([listener.position])
          guard isPublished, let root = repository.sharesPushes(push, with: origins) else {
            continue
          }
          let other = repository.workflows[root]
          return Finding(
            "a push can start this workflow and '\(other.title)' at once, and then "
              + "'\(name)' starts it again: it publishes twice, the first time on images that "
              + "'\(other.title)' is about to replace",
            at: workflow.location(push.node),
            labels: [
              Diagnostic.Label("starts it again", at: workflow.location(upstream.node))
            ],
            help: "leave what both listen to to '\(other.title)' alone, and let this workflow "
              + "follow it")
        }
        return nil
      }
    })
}
