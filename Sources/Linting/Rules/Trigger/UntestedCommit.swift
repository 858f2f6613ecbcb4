import SourceText
import YAML

extension Rule {
  /// Finds jobs that follow another run and build another commit than that one.
  static let untestedCommit = Rule(
    id: "untested-commit",
    summary: "A job publishes another commit than the run that it follows.",
    rationale: """
      A run that `workflow_run` has started stands on the newest commit of the default branch. By \
      then that may be a later one than the run before has built or tested: what is published has \
      passed nothing, and its parents are older than itself.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflow_run",
    severity: .warning,
    category: .trigger,
    fixes: .never,
    example: Example(
      "a checkout of the newest commit",
      bad: [
        ".github/workflows/test.yml": "{name: Test, on: {push: {branches: [main]}}}",
        ".github/workflows/publish.yml": """
        name: Publish
        on:
          workflow_run:
            workflows: [Test]
            types: [completed]
            branches: [main]
        concurrency: publish
        jobs:
          publish:
            if: github.event.workflow_run.conclusion == 'success'
            runs-on: ubuntu-24.04
            steps:
              - uses: ⟦actions/checkout@v7⟧
              - run: docker build -t acme/service . && docker push acme/service
        """,
      ],
      good: [
        ".github/workflows/test.yml": "{name: Test, on: {push: {branches: [main]}}}",
        ".github/workflows/publish.yml": """
        name: Publish
        on:
          workflow_run:
            workflows: [Test]
            types: [completed]
            branches: [main]
        concurrency: publish
        jobs:
          publish:
            if: github.event.workflow_run.conclusion == 'success'
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
                with: {ref: "${{ github.event.workflow_run.head_sha }}"}
              - run: docker build -t acme/service . && docker push acme/service
        """,
      ]),
    check: .repository { repository in
      let scenario = RunScenario.following(conclusion: "success")
      return repository.listeners.flatMap { listener -> [Finding] in
        let workflow = listener.workflow
        let others = workflow.upstreams.flatMap { repository.bearers(of: $0) }
        // Who follows a workflow that makes commits wants these.
        guard listener.waitsForTheEnd, !others.isEmpty,
          !others.contains(where: { repository.workflows[$0].mayCommit })
        else { return [] }
        var seen: Set<Int> = []
        return repository.publications[listener.position].compactMap { publication in
          let job = workflow.jobs[publication.job]
          guard publication.isImage, let step = publication.step,
            let place = job.steps.placeOfTip(before: step),
            publication.outcome(in: scenario, of: workflow) == .possible,
            seen.insert(publication.job).inserted
          else { return nil }
          return Finding(
            "job '\(job.id)' publishes the newest commit of the default branch, which may be a later "
              + "one than \(workflow.namesOfUpstreams) ran on",
            at: workflow.location(place),
            labels: [
              Diagnostic.Label("published here", at: workflow.location(publication.range))
            ],
            help: "check out '${{ github.event.workflow_run.head_sha }}', or look in a step before "
              + "whether the branch is still there")
        }
      }
    })
}

extension WorkflowFile {
  /// Whether it may add a commit to the branch.
  fileprivate var mayCommit: Bool {
    let signs: [StaticString] = [
      "git push", "contents: write", "write-all", "auto-commit", "add-and-commit", "gh release",
    ]
    return signs.contains { file.bytes[...].holds($0) }
  }
}

extension [Step] {
  /// Where the newest commit comes from that a step builds; `nil` when it builds another one, or
  /// when that cannot be told.
  fileprivate func placeOfTip(before number: Int) -> Node? {
    let before = self[..<number]
    // What was built before is brought along.
    if before.contains(where: { $0.input("run-id") != nil || $0.input("run_id") != nil }) {
      return nil
    }
    let checkouts = before.filter { step in
      step.action == "actions/checkout" && step.input("repository") == nil
    }
    if let last = checkouts.last {
      guard checkouts.count == 1, !before.contains(where: \.movesTheCheckout) else { return nil }
      guard let ref = last.input("ref") else { return last.body["uses"] }
      let text = ref.plainText?.filter { !$0.isWhitespace } ?? ""
      let tips = ["", "${{github.sha}}", "${{github.ref}}", "${{github.ref_name}}"]
      return tips.contains(text) ? ref : nil
    }
    // Without context the action builds what the event stands for, straight from Git.
    let step = self[number]
    let isGit = step.input("context")?.plainText.map { $0.isEmpty } ?? true
    let isBuild = step.action?.hasSuffix("/build-push-action") ?? false
    return isBuild && isGit ? step.body["uses"] : nil
  }
}

extension Step {
  /// Whether a script may check out something else.
  fileprivate var movesTheCheckout: Bool {
    guard let script = run?.utf8 else { return false }
    let commands: [StaticString] = [
      "git checkout", "git switch", "git reset", "git pull", "git fetch", "git rev-parse",
    ]
    return commands.contains { script.holds($0) }
  }
}
