import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds tags that one of the workflow's events leaves empty.
  static let emptyTag = Rule(
    id: "empty-tag",
    summary: "A tag is made of what one of the workflow's events does not bring.",
    rationale: """
      `github.event` holds what the event that started the run has sent. In a run of another event \
      the part is empty, and so are `inputs` when nobody was asked for any; a name that ends with \
      a colon is none: the build fails.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#github-context",
    severity: .error,
    category: .trigger,
    fixes: .never,
    example: Example(
      "the name of a release in a run that a person has started",
      bad: """
        on:
          release: {types: [published]}
          workflow_dispatch:
        concurrency: release
        jobs:
          publish:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7
                with:
                  push: true
                  tags: ⟦ghcr.io/acme/app:${{ github.event.release.tag_name }}⟧
        """,
      good: """
        on:
          release: {types: [published]}
          workflow_dispatch:
        concurrency: release
        jobs:
          publish:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7
                with:
                  push: true
                  tags: ghcr.io/acme/app:${{ github.event.release.tag_name || github.sha }}
        """),
    more: [
      Example(
        "an input in a run that a push has started",
        bad: """
          on:
            push: {branches: [main]}
            workflow_dispatch: {inputs: {tag: {default: latest}}}
          concurrency: publish
          jobs:
            publish:
              runs-on: ubuntu-24.04
              steps:
                - uses: docker/build-push-action@v7
                  with:
                    push: true
                    tags: ⟦ghcr.io/acme/app:${{ inputs.tag }}⟧
          """,
        good: """
          on:
            push: {branches: [main]}
            workflow_dispatch: {inputs: {tag: {default: latest}}}
          concurrency: publish
          jobs:
            publish:
              runs-on: ubuntu-24.04
              steps:
                - uses: docker/build-push-action@v7
                  with:
                    push: true
                    tags: ghcr.io/acme/app:${{ inputs.tag || 'latest' }}
          """)
    ],
    check: .repository { repository in
      repository.workflows.enumerated().flatMap { position, workflow -> [Finding] in
        let events = workflow.triggers.map(\.event).filter(EventPayload.known.contains)
        let isCalled = workflow.triggers.contains { $0.event == "workflow_call" }
        return repository.publications[position].compactMap { publication in
          guard let step = publication.step,
            let tags = workflow.jobs[publication.job].steps[step].input("tags"),
            tags.utf8?.holds("${{") ?? false
          else { return nil }
          for event in events {
            let scenario = RunScenario(
              event: event, payload: EventPayload.missing(in: event),
              hasInputs: isCalled || event == "workflow_dispatch")
            guard publication.outcome(in: scenario, of: workflow) == .possible,
              scenario.leavesTagEmpty(in: tags)
            else { continue }
            return Finding(
              "in a run of '\(event)' this tag is empty, so the build fails",
              at: workflow.location(tags),
              help: "name what stands in for it, as in 'a || b', or leave the event to another job")
          }
          return nil
        }
      }
    })
}

extension EventPayload {
  /// The keys that the payload of an event lacks for certain, as empty values.
  fileprivate static func missing(in event: String) -> [(String, ExpressionValue)] {
    keys(missingIn: event).filter { $0 != "workflow_run" }.map { ($0, .null) }
  }
}

extension RunScenario {
  /// Whether a line of a list of tags ends with its colon in such a run.
  fileprivate func leavesTagEmpty(in tags: Node) -> Bool {
    guard let text = tags.text else { return false }
    return text.split(whereSeparator: { $0 == "\n" || $0 == "," }).contains { line in
      guard let template = try? ExpressionTemplate(parsing: String(line)) else { return false }
      var last = ""
      for part in template.parts {
        switch part {
        case .text(let text): last += text.filter { !$0.isWhitespace }
        case .expression(let content, _):
          guard let node = try? ExpressionNode(parsing: content),
            let value = value(of: node).text
          else {
            last += "?"
            continue
          }
          last += value
        }
      }
      return last.hasSuffix(":")
    }
  }
}
