import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds tags that two runs of one workflow move at the same time.
  static let unserializedPublisher = Rule(
    id: "unserialized-publisher",
    summary: "Two runs of a workflow can publish the same tag side by side.",
    rationale: """
      Two pushes in a row start two runs. Without a concurrency group they build side by side, and \
      the one that ends last decides what the tag holds: the image of the older commit may stay.
      """,
    source: "https://docs.github.com/en/actions/concepts/workflows-and-actions/concurrency",
    severity: .warning,
    category: .concurrency,
    fixes: .never,
    example: Example(
      "a workflow without a group",
      bad: """
        name: Image
        on:
          push: {branches: [main]}
        jobs:
          ⟦image⟧:
            runs-on: ubuntu-24.04
            steps:
              - run: docker build -t acme/service . && docker push acme/service
        """,
      good: """
        name: Image
        on:
          push: {branches: [main]}
        concurrency:
          group: image
          cancel-in-progress: false
        jobs:
          image:
            runs-on: ubuntu-24.04
            steps:
              - run: docker build -t acme/service . && docker push acme/service
        """),
    more: [
      Example(
        "a group that is another one in each run",
        bad: """
          name: Image
          on:
            push: {branches: [main]}
          concurrency:
            group: ⟦image-${{ github.run_id }}⟧
          jobs:
            image:
              runs-on: ubuntu-24.04
              steps:
                - run: docker build -t acme/service . && docker push acme/service
          """,
        good: """
          name: Image
          on:
            push: {branches: [main]}
          concurrency:
            group: image-${{ github.ref }}
          jobs:
            image:
              runs-on: ubuntu-24.04
              steps:
                - run: docker build -t acme/service . && docker push acme/service
          """)
    ],
    check: .repository { repository in
      repository.workflows.enumerated().compactMap { position, workflow in
        let publications = repository.publications[position].filter { publication in
          publication.isMutable && !publication.isChecked
        }
        let scenarios = workflow.followingEachOther
        // A group of the workflow holds for all of it, whatever its name is made of.
        guard !publications.isEmpty, !scenarios.isEmpty,
          workflow.document.root?["concurrency"].map(\.isEachRunsOwn) ?? true
        else { return nil }
        return publications.lazy.compactMap { publication -> Finding? in
          let job = workflow.jobs[publication.job]
          let callee = job.localCall.flatMap { repository.places[$0] }
            .map { repository.workflows[$0] }
          let isSerialized =
            !(job.body["concurrency"].map(\.isEachRunsOwn) ?? true)
            || callee.map(\.hasGroups) ?? false
          guard !isSerialized,
            scenarios.contains(where: { publication.mayHappen(in: $0, of: workflow) })
          else { return nil }
          // A group that holds nothing back is the place to mend.
          let group = (job.concurrency ?? workflow.concurrency)?.name
          return Finding(
            "two runs can publish side by side here, and the one that ends last decides what the tag "
              + "holds, even if its commit is the older one"
              + (group == nil ? "" : ": this group is another one in each of them"),
            at: workflow.location(group ?? job.key),
            labels: [
              Diagnostic.Label("published here", at: workflow.location(publication.range))
            ],
            help: group == nil
              ? "put the workflow into a concurrency group of its own, without "
                + "'cancel-in-progress'"
              : "name the group by what the runs have in common")
        }.first
      }
    })
}

extension Node {
  /// Whether a group is another one for each run, so that it keeps no two apart.
  fileprivate var isEachRunsOwn: Bool {
    guard let group = ConcurrencyGroup(self) else { return false }
    return ["run_id", "run_number", "sha"].contains { group.interpolates("github", $0) }
  }
}

extension WorkflowFile {
  /// Whether anything in it is in a group.
  fileprivate var hasGroups: Bool {
    document.root?["concurrency"] != nil || jobs.contains { $0.body["concurrency"] != nil }
  }

  /// The kinds of runs of which several follow each other on one branch.
  fileprivate var followingEachOther: [RunScenario] {
    triggers.compactMap { trigger in
      switch trigger.event {
      case "push":
        PushFilter(trigger).takesBranches
          ? RunScenario(event: "push", github: [("ref_type", .string("branch"))]) : nil
      case "workflow_run": .following(conclusion: "success")
      default: nil
      }
    }
  }
}
