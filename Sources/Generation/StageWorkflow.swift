internal import BuildGraph
internal import Manifest
internal import Workflows
internal import YAML

/// Writes the workflow of one stage by the readiness contract.
struct StageWorkflow {
  let stage: Stage
  let pipeline: Pipeline
  var manifest: Manifest { pipeline.project.manifest }

  /// The workflow: what starts it, a plan, the builds or the task, and for builds the promotion.
  func workflow() -> Workflow {
    var workflow = Workflow(name: stage.title)
    workflow.triggers = triggers()
    switch stage.work {
    case .builds(let jobs):
      // Two plans of one stage may not overlap, and a publish is never ended half-way. A run of
      // another branch does nothing: it must not take the place of one that waits.
      let apart = "format('\(stage.concurrencyGroup)-{0}', github.run_id)"
      workflow.concurrency = Concurrency(
        group: "${{ \(isOnBranch) && '\(stage.concurrencyGroup)' || \(apart) }}",
        cancelInProgress: false)
      workflow.jobs = [planJob()] + jobs.map(buildJob) + [promoteJob()]
    case .task(let task, let image):
      workflow.jobs = [planJob(), taskJob(task, image)]
    }
    if setsCommitStatus { workflow.jobs.append(commitStatusJob(after: workflow.jobs.map(\.id))) }
    return workflow
  }

  private func triggers() -> Triggers {
    var triggers = Triggers()
    let paths = pipeline.pushPaths(of: stage)
    if pipeline.listensToPushes(stage) {
      triggers.push = Triggers.Push(branches: [manifest.branch], paths: paths)
    }
    let upstream = pipeline.upstreamNames(of: stage)
    if !upstream.isEmpty {
      triggers.workflowRun = Triggers.WorkflowRun(
        workflows: upstream, branches: [manifest.branch],
        remark: "zizmor: ignore[dangerous-triggers] works on the branch's tip, not on the event")
    }
    triggers.dispatch = stage.buildJobs.isEmpty ? [] : [Self.rebuild]
    if pipeline.hasPublishedParents(stage.images) { triggers.dispatch?.append(Self.parents) }
    if let schedule = manifest.schedule, pipeline.needsSchedule(stage) {
      triggers.schedule = [schedule]
    }
    return triggers
  }

  private static let rebuild = Triggers.Choice(
    name: "rebuild", description: "Which images to build: the stale ones, or all",
    options: ["stale", "all"])
  private static let parents = Triggers.Choice(
    name: "parents",
    description: "Build on parents of exactly this commit, or on the published ones",
    options: ["exact", "published"])
}

/// The pieces that several jobs of generated workflows share.
extension StageWorkflow {
  /// The variable that says which parents to build on, where images have any to choose from.
  func parentsVariable(for images: [ResolvedImage]) -> [(name: String, value: String)] {
    pipeline.hasPublishedParents(images)
      ? [("PARENTS", "${{ inputs.parents || '\(Self.parents.options[0])' }}")] : []
  }

  /// Whether the run is one of the branch that is built.
  private var isOnBranch: String { "github.ref == 'refs/heads/\(manifest.branch)'" }

  /// Only the named repository's branch publishes, and an upstream that did nothing starts nothing.
  var guardCondition: String {
    var condition = "github.repository == '\(manifest.repository.value)' && \(isOnBranch)"
    if !pipeline.upstreamNames(of: stage).isEmpty {
      condition +=
        " && (github.event_name != 'workflow_run'"
        + " || github.event.workflow_run.conclusion != 'skipped')"
    }
    if case .task(_, let image) = stage.work, !image.isBuiltHere {
      // Such a run publishes something new only when it succeeds, and nothing else tells.
      condition = condition.replacing("conclusion != 'skipped'", with: "conclusion == 'success'")
    }
    if stage.skipsAfterManualUpstream, !pipeline.upstreamNames(of: stage).isEmpty {
      // Only the run next to it: from the second hop on, the event that began it all is not known.
      condition +=
        " && (github.event_name != 'workflow_run'"
        + " || github.event.workflow_run.event != 'workflow_dispatch')"
    }
    return condition
  }

  /// Checks out a branch or a commit.
  func checkout(_ title: String, ref: String) -> Step {
    Step(
      title, timeout: Minutes.checkout,
      .uses(.checkout, with: [("ref", .string(ref)), ("persist-credentials", .bool(false))]))
  }

  /// Runs one of the scripts beside the data file.
  func script(
    _ title: String, _ name: String, id: String? = nil, if condition: String? = nil, timeout: Int,
    env: [(name: String, value: String)]
  ) -> Step {
    Step(
      title, id: id, if: condition, timeout: timeout, env: env,
      .run("bash .github/wfgen/\(name).sh"))
  }
}

/// The time limits of the steps around a build, in minutes: several times what they take.
enum Minutes {
  static let checkout = 5
  static let plan = 10
  static let disk = 5
  static let diskAfter = 2
  static let diskCancelled = 1
  static let freeDisk = 10
  static let qemu = 3
  static let buildx = 5
  static let login = 2
  static let look = 5
  static let confirm = 3
  static let promote = 5
  static let summary = 2
  /// What a job needs beside its steps: starting, ending, pulling an action.
  static let overhead = 5
  /// After how many minutes GitHub ends a job on a hosted runner: docs "Actions limits".
  static let maximum = 360

  /// What a job needs whose steps take all that they may.
  static func needed(by steps: [Step]) -> Int {
    steps.reduce(overhead) { $0 + ($1.timeout ?? 0) }
  }
}
