import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds images that are named after another commit than the one they are made of.
  static let wrongCommitName = Rule(
    id: "wrong-commit-name",
    summary: "An image is named after another commit than the one it is built from.",
    rationale: """
      In a run that `workflow_run` has started, `github.sha` is the newest commit of the default \
      branch. A job that checks out the commit of the run before builds one commit and names \
      the image after another.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflow_run",
    severity: .warning,
    category: .trigger,
    fixes: .sometimes,
    example: Example(
      "a tag made of github.sha",
      bad: """
        name: Publish
        on:
          workflow_run:
            workflows: ['Test*']
            types: [completed]
            branches: [main]
        concurrency: publish
        jobs:
          publish:
            if: github.event.workflow_run.conclusion == 'success'
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
                with:
                  ref: ${{ github.event.workflow_run.head_sha }}
              - uses: docker/build-push-action@v7
                with:
                  context: .
                  push: true
                  tags: ghcr.io/acme/service:${{ ⟦github.sha⟧ }}
        """,
      good: """
        name: Publish
        on:
          workflow_run:
            workflows: ['Test*']
            types: [completed]
            branches: [main]
        concurrency: publish
        jobs:
          publish:
            if: github.event.workflow_run.conclusion == 'success'
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
                with:
                  ref: ${{ github.event.workflow_run.head_sha }}
              - uses: docker/build-push-action@v7
                with:
                  context: .
                  push: true
                  tags: ghcr.io/acme/service:${{ github.event.workflow_run.head_sha }}
        """),
    check: .repository { repository in
      repository.listeners.flatMap { listener -> [Finding] in
        let workflow = listener.workflow
        let jobs = Set(
          repository.publications[listener.position].filter { $0.isImage && $0.step != nil }
            .map(\.job))
        return jobs.sorted().flatMap { position -> [Finding] in
          let steps = workflow.jobs[position].steps
          let buildsRun = steps.contains { step in
            step.action == "actions/checkout"
              && step.input("ref")?.utf8?.holds("workflow_run.head_sha") ?? false
          }
          guard buildsRun else { return [] }
          return steps.flatMap { step in
            namesOfTip(in: step, of: workflow).map { finding(about: $0, in: workflow) }
          }
        }
      }
    })
}

/// Where a step writes the commit that the run stands on, in an expression, in a script or as a kind
/// of tag that an action makes of it.
private func namesOfTip(in step: Step, of workflow: WorkflowFile) -> [SourceRange] {
  var found: [SourceRange] = []
  for node in [step.body["with"], step.body["env"], step.run].compactMap({ $0 }) {
    for expression in workflow.expressions(of: node, holding: ["github.sha"]) {
      found += expression.node.reads.filter { $0.path == ["github", "sha"] }
        .map { expression.range(of: $0, in: workflow.file) }
    }
  }
  if let script = step.run, let bytes = script.utf8, bytes.holds("docker") {
    let name = Array("GITHUB_SHA".utf8)
    found += Array(bytes).ranges(of: name).prefix(1)
      .map { ScalarPlaces(of: script, in: workflow.file).range($0) }
  }
  if step.action == "docker/metadata-action", step.input("context")?.text != "git",
    let tags = step.input("tags"), let bytes = tags.utf8
  {
    found += Array(bytes).ranges(of: Array("type=sha".utf8)).prefix(1)
      .map { ScalarPlaces(of: tags, in: workflow.file).range($0) }
  }
  return found
}

private func finding(about range: SourceRange, in workflow: WorkflowFile) -> Finding {
  let isExpression = workflow.file[range] == "github.sha"
  let meant =
    workflow.triggers.count == 1
    ? "github.event.workflow_run.head_sha" : "(github.event.workflow_run.head_sha || github.sha)"
  return Finding(
    "'\(workflow.file[range])' stands for the newest commit of the default branch here, and what is "
      + "built is the commit of the run before",
    at: workflow.location(range),
    help: isExpression ? nil : "name '${{ github.event.workflow_run.head_sha }}'",
    fixes: isExpression
      ? [Fix("Name the commit that is built", .unsafe, [Edit(range, meant)])] : [])
}
