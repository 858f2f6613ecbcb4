import SourceText
import YAML

extension Rule {
  /// Finds releases and tags that are made with the token of a run while a workflow waits for them.
  static let releaseStartsNothing = Rule(
    id: "release-starts-nothing",
    summary: "A release or a tag of a workflow starts no run, and another workflow waits for one.",
    rationale: """
      What a run does with its own token starts no runs, so that no workflow starts itself without \
      end. A workflow on `release`, or on `push` of tags, is not started by a release that another \
      workflow makes this way, and nothing says so.
      """,
    source:
      "https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/trigger-a-workflow#triggering-a-workflow-from-a-workflow",
    severity: .warning,
    category: .permission,
    fixes: .never,
    example: Example(
      "images of a release",
      bad: [
        ".github/workflows/images.yml": """
        name: Images
        on: {release: {types: [published]}}
        jobs: {}
        """,
        ".github/workflows/release.yml": """
        name: Release
        on: workflow_dispatch
        permissions: {contents: write}
        jobs:
          release:
            runs-on: ubuntu-24.04
            steps:
              - uses: ⟦softprops/action-gh-release@v2⟧
                with: {tag_name: v1}
        """,
      ],
      good: [
        ".github/workflows/images.yml": """
        name: Images
        on: {release: {types: [published]}, workflow_call: }
        jobs: {images: {runs-on: ubuntu-24.04, steps: [{run: make images}]}}
        """,
        ".github/workflows/release.yml": """
        name: Release
        on: workflow_dispatch
        permissions: {contents: write}
        jobs:
          release:
            runs-on: ubuntu-24.04
            steps:
              - uses: softprops/action-gh-release@v2
                with: {tag_name: v1, token: '${{ secrets.RELEASE_TOKEN }}'}
        """,
      ]),
    check: .repository { repository in
      let waiting = repository.workflows.compactMap { workflow in
        workflow.triggers.first { $0.event == "release" }.map { (workflow, $0) }
      }
      let tagged = repository.workflows.compactMap { workflow in
        workflow.triggers.first { $0.event == "push" && $0.options?["tags"] != nil }
          .map { (workflow, $0) }
      }
      guard !waiting.isEmpty || !tagged.isEmpty else { return [] }
      return repository.workflows.flatMap { workflow in
        workflow.jobs.flatMap { job -> [Finding] in
          let made = releases(of: job, in: workflow).map { ("release", $0, waiting) }
          let pushed = tagPushes(of: job, in: workflow).map { ("tag", $0, tagged) }
          return (made + pushed).compactMap { what, range, listeners in
            guard let (listener, trigger) = listeners.first else { return nil }
            return Finding(
              "'\(listener.title)' waits for this \(what), and what a run does with its own token "
                + "starts no runs: it is not started",
              at: SourceLocation(workflow.file, range),
              labels: [Diagnostic.Label("waits here", at: listener.location(trigger.node))],
              help: "use the token of an app or a person, or call '\(listener.title)' from this "
                + "workflow")
          }
        }
      }
    })
}

/// The steps of a job that publish a release with the token of the run.
private func releases(of job: Job, in workflow: WorkflowFile) -> [SourceRange] {
  let actions = [
    "softprops/action-gh-release", "ncipollo/release-action", "actions/create-release",
  ]
  let steps = job.steps.compactMap { step -> SourceRange? in
    guard let action = step.action?.lowercased(), actions.contains(action),
      step.usesRunToken(inputs: ["token"]),
      workflow.environment("GITHUB_TOKEN", of: step, in: job)?.isRunToken ?? true,
      // A draft is published by a person, or not at all.
      step.input("draft").map({ $0.plainText == "false" }) ?? true
    else { return nil }
    return step.body["uses"]?.range
  }
  let commands = workflow.scripts(of: job, holding: ["gh release create"]).flatMap { script in
    script.usesRunToken(in: job, of: workflow)
      ? script.commands.filter { command in
        command.starts(with: "gh", "release", "create")
          && !command.words.contains { word in
            ["-d", "--draft", "-R", "--repo"].contains(
              String(word.text.pattern.prefix { $0 != "=" }))
          }
      }.map { script.range(of: $0) }
      : []
  }
  return steps + commands
}

/// The commands of a job that push tags with the token of the run.
private func tagPushes(of job: Job, in workflow: WorkflowFile) -> [SourceRange] {
  workflow.scripts(of: job, holding: ["git push"]).flatMap { script -> [SourceRange] in
    guard job.pushesWithRunToken(before: script.step), !Job.setsRemote(script.text) else {
      return []
    }
    return script.commands.filter { command in
      command.pushesToOrigin
        && command.texts.contains { ["--tags", "--follow-tags"].contains($0 ?? "") }
    }.map { script.range(of: $0) }
  }
}
