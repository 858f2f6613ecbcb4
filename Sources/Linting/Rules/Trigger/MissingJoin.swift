import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds workflows that listen to several others as if these were waited for together.
  static let missingJoin = Rule(
    id: "missing-join",
    summary: "A workflow publishes when the first of several others has ended.",
    rationale: """
      Several names under `workflows` mean "or": each of these runs starts the workflow when it \
      ends. After one push it publishes once for each of them, the first time while the others \
      are still at work, and that stays published when one of them fails.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#running-a-workflow-based-on-the-conclusion-of-another-workflow",
    severity: .warning,
    category: .trigger,
    fixes: .never,
    example: Example(
      "an image on two parents",
      bad: [
        ".github/workflows/codecs.yml": "{name: Codecs, on: {push: {branches: [main]}}}",
        ".github/workflows/fonts.yml": "{name: Fonts, on: {push: {branches: [main]}}}",
        ".github/workflows/renderer.yml": """
        name: Renderer
        on:
          workflow_run:
            workflows: [Codecs, ⟦Fonts⟧]
            types: [completed]
            branches: [main]
        concurrency: renderer
        jobs:
          renderer:
            if: github.event.workflow_run.conclusion == 'success'
            runs-on: ubuntu-24.04
            steps:
              - run: docker buildx build --push -t acme/renderer .
        """,
      ],
      good: [
        ".github/workflows/codecs.yml": "{name: Codecs, on: {push: {branches: [main]}}}",
        ".github/workflows/fonts.yml": """
        name: Fonts
        on:
          workflow_run:
            workflows: [Codecs]
            types: [completed]
            branches: [main]
        """,
        ".github/workflows/renderer.yml": """
        name: Renderer
        on:
          workflow_run:
            workflows: [Fonts]
            types: [completed]
            branches: [main]
        concurrency: renderer
        jobs:
          renderer:
            if: github.event.workflow_run.conclusion == 'success'
            runs-on: ubuntu-24.04
            steps:
              - run: docker buildx build --push -t acme/renderer .
        """,
      ]),
    check: .repository { repository in
      repository.listeners.compactMap { listener in
        let upstreams = listener.workflow.upstreams
        guard listener.waitsForTheEnd, upstreams.count > 1 else { return nil }
        let starters = upstreams.filter { upstream in
          guard let name = upstream.name else { return false }
          let scenario = RunScenario.following(
            conclusion: "success", run: [("name", .string(name))])
          return repository.publications[listener.position].contains { publication in
            publication.outcome(in: scenario, of: listener.workflow) == .possible
          }
        }
        guard let (first, second) = repository.startedTogether(starters) else { return nil }
        let names = starters.compactMap(\.name).map { "'\($0)'" }.joined(separator: " and ")
        return Finding(
          "\(names) do not wait for each other: each of them starts this workflow when it ends, so "
            + "it publishes the first time before the others are done",
          at: listener.workflow.location(second.node),
          labels: [
            Diagnostic.Label("one push starts this", at: listener.workflow.location(first.node))
          ],
          help: "let one of them listen to the other and this one to the last, or make them jobs "
            + "of one workflow, ordered by 'needs'")
      }
    })
}

extension Repository {
  /// The first two of some upstreams that one push starts, directly or through others.
  fileprivate func startedTogether(
    _ upstreams: [WorkflowFile.Upstream]
  ) -> (WorkflowFile.Upstream, WorkflowFile.Upstream)? {
    let origins = upstreams.map { upstream in
      bearers(of: upstream).reduce(into: Set<Int>()) { $0.formUnion(self.origins(of: $1)) }
    }
    // Pairs grow with the square, and nobody names more than a few.
    for (late, second) in upstreams.prefix(16).enumerated() {
      for early in 0..<late where areStartedTogether(origins[early], origins[late]) {
        return (upstreams[early], second)
      }
    }
    return nil
  }

  private func areStartedTogether(_ one: Set<Int>, _ other: Set<Int>) -> Bool {
    if !one.isDisjoint(with: other) { return true }
    return one.sorted().contains { position in
      workflows[position].triggers.contains { trigger in
        trigger.event == "push" && sharesPushes(trigger, with: other) != nil
      }
    }
  }
}
