import SourceText
import YAML

extension Rule {
  /// Finds jobs of one run that push each other out of a group.
  static let crowdedGroup = Rule(
    id: "crowded-group",
    summary: "Jobs of one run cancel each other in their group.",
    rationale: """
      In a group one job works and one may wait. Each further one takes the place of the one that \
      waits, which is cancelled: of a matrix in one group only the first and the last combination \
      run. With `cancel-in-progress` only the last one ends.
      """,
    source:
      "https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/control-workflow-concurrency",
    severity: .error,
    category: .concurrency,
    fixes: .never,
    example: Example(
      "a matrix in one group",
      bad: """
        name: Images
        on: push
        jobs:
          image:
            runs-on: ubuntu-24.04
            concurrency: ⟦images⟧
            strategy:
              matrix: {image: [base, web, worker]}
            steps: [{run: "make ${{ matrix.image }}"}]
        """,
      good: """
        name: Images
        on: push
        jobs:
          image:
            runs-on: ubuntu-24.04
            concurrency: images-${{ matrix.image }}
            strategy:
              matrix: {image: [base, web, worker]}
            steps: [{run: "make ${{ matrix.image }}"}]
        """),
    more: [
      Example(
        "calls of one workflow that is in a group",
        bad: [
          ".github/workflows/images.yml": """
          name: Images
          on: push
          jobs:
            image:
              strategy:
                matrix: {image: [base, web, worker]}
              uses: ./.github/workflows/build.yml
              with: {image: "${{ matrix.image }}"}
          """,
          ".github/workflows/build.yml": """
          name: Build
          on: {workflow_call: {inputs: {image: {type: string}}}}
          concurrency: ⟦build⟧
          jobs:
            build: {runs-on: ubuntu-24.04, steps: [{run: make}]}
          """,
        ],
        good: [
          ".github/workflows/images.yml": """
          name: Images
          on: push
          jobs:
            image:
              strategy:
                matrix: {image: [base, web, worker]}
              uses: ./.github/workflows/build.yml
              with: {image: "${{ matrix.image }}"}
          """,
          ".github/workflows/build.yml": """
          name: Build
          on: {workflow_call: {inputs: {image: {type: string}}}}
          concurrency: build-${{ inputs.image }}
          jobs:
            build: {runs-on: ubuntu-24.04, steps: [{run: make}]}
          """,
        ])
    ],
    check: .repository { repository in
      repository.workflows.flatMap { workflow -> [Finding] in
        let members = workflow.jobs.indices.flatMap { repository.members(ofJob: $0, in: workflow) }
        return Dictionary(grouping: members, by: \.key).values.compactMap { members in
          crowd(of: members, in: workflow)
        }
      }
    })
}

/// A job, or a call, in a group.
private struct GroupMember {
  var key: String
  var group: ConcurrencyGroup
  /// Where the group is named.
  var place: SourceLocation
  /// The position of the job.
  var job: Int
  /// How many of it may run side by side.
  var count: Int
}

extension Repository {
  /// The groups that a job of a workflow is in by itself or by what it calls.
  fileprivate func members(ofJob position: Int, in workflow: WorkflowFile) -> [GroupMember] {
    let job = workflow.jobs[position]
    let callee = job.localCall.flatMap { places[$0] }.map { workflows[$0] }
    var groups = [(job.concurrency, workflow)]
    if let callee {
      groups.append((callee.concurrency, callee))
      // One with a condition may run for one of the callers alone.
      groups += callee.jobs.indices.filter { inner in
        ([inner] + callee.ancestors[inner]).allSatisfy { callee.jobs[$0].body["if"] == nil }
      }.map { (callee.jobs[$0].concurrency, callee) }
    }
    var seen: Set<String> = []
    return groups.compactMap { group, file in
      guard let group, group.isOfTheRun, !group.hasQueue,
        seen.insert(group.key(workflow: workflow.title)).inserted
      else { return nil }
      let legs = MatrixLeg.all(of: job)
      let isOneByOne = job.body["strategy"]?["max-parallel"]?.plainText == "1"
      return GroupMember(
        key: group.key(workflow: workflow.title), group: group, place: file.location(group.name),
        job: position, count: legs.first?.values == nil || isOneByOne ? 1 : legs.count)
    }
  }
}

/// What is wrong with the jobs of one group, if they may be there at the same time.
private func crowd(of members: [GroupMember], in workflow: WorkflowFile) -> Finding? {
  // Those that nothing puts into an order.
  let together = members.filter { member in
    members.allSatisfy { other in
      member.job == other.job
        || !workflow.ancestors[member.job].contains(other.job)
          && !workflow.ancestors[other.job].contains(member.job)
    }
  }
  let count = together.reduce(0) { $0 + $1.count }
  let cancels = together.contains { $0.group.alwaysCancels }
  // Conditions of several may exclude each other.
  let mayExclude =
    together.count > 1 && together.contains { workflow.jobs[$0.job].body["if"] != nil }
  guard let last = together.last, count > (cancels ? 1 : 2), !mayExclude else { return nil }
  let what =
    cancels
    ? "each of them cancels the one before"
    : "one works, one may wait, and each further one cancels the one that waits"
  return Finding(
    "of one run \(count) jobs are in this group at the same time: \(what)",
    at: last.place,
    help: "put what tells them apart into the name of the group"
      + (cancels ? "" : ", or let all of them wait with 'queue: max'"))
}
