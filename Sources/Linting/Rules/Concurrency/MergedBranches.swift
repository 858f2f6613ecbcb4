import SourceText
import YAML

extension Rule {
  /// Finds groups in which runs of several branches push each other out.
  static let mergedBranches = Rule(
    id: "merged-branches",
    summary: "Publishing runs of several branches share one place to wait.",
    rationale: """
      In a group one run works and one may wait; a third one takes the place of the second, which is \
      cancelled. When the runs of several branches or tags are in one group, the image of \
      one is never built because another one came. Under `workflow_run`, `github.ref` is always \
      the default branch and tells no branches apart.
      """,
    source:
      "https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/control-workflow-concurrency",
    severity: .warning,
    category: .concurrency,
    fixes: .never,
    example: Example(
      "github.ref after another run",
      bad: [
        ".github/workflows/base.yml": """
        name: Base
        on: {push: {branches: [main, 'release-*']}}
        """,
        ".github/workflows/service.yml": """
        name: Service
        on:
          workflow_run:
            workflows: [Base]
            types: [completed]
            branches: [main, 'release-*']
        concurrency:
          group: ⟦service-${{ github.ref }}⟧
        jobs:
          service:
            if: github.event.workflow_run.conclusion == 'success'
            runs-on: ubuntu-24.04
            steps:
              - run: make test push
        """,
      ],
      good: [
        ".github/workflows/base.yml": """
        name: Base
        on: {push: {branches: [main, 'release-*']}}
        """,
        ".github/workflows/service.yml": """
        name: Service
        on:
          workflow_run:
            workflows: [Base]
            types: [completed]
            branches: [main, 'release-*']
        concurrency:
          group: service-${{ github.event.workflow_run.head_branch }}
        jobs:
          service:
            if: github.event.workflow_run.conclusion == 'success'
            runs-on: ubuntu-24.04
            steps:
              - run: make test push
        """,
      ]),
    more: [
      Example(
        "one group for all releases",
        bad: """
          name: Release
          on:
            push:
              tags: ['v*']
          concurrency: ⟦release⟧
          jobs:
            release:
              runs-on: ubuntu-24.04
              steps:
                - run: docker buildx build --push -t acme/service:$GITHUB_REF_NAME .
          """,
        good: """
          name: Release
          on:
            push:
              tags: ['v*']
          concurrency: release-${{ github.ref }}
          jobs:
            release:
              runs-on: ubuntu-24.04
              steps:
                - run: docker buildx build --push -t acme/service:$GITHUB_REF_NAME .
          """)
    ],
    check: .repository { repository in
      repository.workflows.enumerated().flatMap { position, workflow -> [Finding] in
        let groups = [workflow.concurrency] + workflow.jobs.map(\.concurrency)
        return groups.compactMap { group in
          guard let group, !group.hasQueue else { return nil }
          return repository.afterOtherRuns(group, of: position)
            ?? repository.afterPushes(group, of: position)
        }
      }
    })
}

extension Repository {
  /// Several branches of the workflow before in a group that knows `github.ref` alone.
  fileprivate func afterOtherRuns(_ group: ConcurrencyGroup, of position: Int) -> Finding? {
    let workflow = workflows[position]
    let isOfRef = group.interpolates("github", "ref") || group.interpolates("github", "ref_name")
    guard isOfRef, !group.isPerRun, !group.reads("github", "event", "workflow_run"),
      let trigger = workflow.triggers.first(where: { $0.event == "workflow_run" })
    else { return nil }
    let bearers = workflow.upstreams.flatMap { self.bearers(of: $0) }
    let filter = trigger.options?["branches"]?.listedTexts
    let isOfSeveral = bearers.contains { other in
      let runs = RunBranches(of: workflows[other])
      guard let filter else { return runs.strangeBranch != nil }
      return filter.count > 1 || filter.contains { $0.contains("*") }
        ? runs.mayPass(branches: filter.filter { !["main", "master"].contains($0) }) : false
    }
    guard isOfSeveral else { return nil }
    return Finding(
      "'github.ref' is always the default branch after another run, so the runs of all branches are "
        + "in one group: of those that wait only the last one is left, the others are cancelled",
      at: workflow.location(group.name),
      help: "name the branch of the other run: 'github.event.workflow_run.head_branch'")
  }

  /// Pushes of several branches or tags in a group that is always the same.
  fileprivate func afterPushes(_ group: ConcurrencyGroup, of position: Int) -> Finding? {
    let workflow = workflows[position]
    guard group.isConstant, publications[position].contains(where: \.isImage),
      let trigger = workflow.triggers.first(where: { $0.event == "push" })
    else { return nil }
    let filter = PushFilter(trigger)
    let branches = filter.branchPatterns?.filter { !["main", "master", "!"].contains($0) }
    let what: String
    if let branches, filter.takesBranches, (filter.branchPatterns?.count ?? 0) > 1,
      branches.contains(where: { !$0.hasPrefix("!") })
    {
      what = "branches"
    } else if filter.takesTags, filter.tagPatterns != nil {
      what = "tags"
    } else {
      return nil
    }
    let scenario = RunScenario(event: "push")
    let isPublished = publications[position].contains { publication in
      publication.isImage && publication.outcome(in: scenario, of: workflow) != .never
    }
    guard isPublished else { return nil }
    return Finding(
      "the runs of all \(what) are in this one group: while one is at work only one more may wait, "
        + "and a third one cancels it, so what it would have published never comes",
      at: workflow.location(group.name),
      help: "add '${{ github.ref }}' to the group, or let all of them wait with 'queue: max'")
  }
}
