internal import Manifest
internal import Workflows
internal import YAML

/// Writes the workflow of pull requests and merge queues: a plan, jobs that build affected images
/// without publishing them, the tasks, and the job that sums them up.
struct PullRequestWorkflow {
  let pipeline: Pipeline
  /// What its jobs have in common with those that publish.
  private let pieces: StageWorkflow
  private var manifest: Manifest { pipeline.project.manifest }

  init(_ pipeline: Pipeline) {
    self.pipeline = pipeline
    pieces = StageWorkflow(
      stage: Stage(id: Pipeline.pullRequestID, title: "", work: .builds([])), pipeline: pipeline)
  }

  /// The workflow.
  func workflow() -> Workflow {
    var workflow = Workflow(name: pipeline.pullRequestTitle)
    workflow.triggers.pullRequest = true
    workflow.triggers.mergeGroup = true
    // Nothing is published: what runs for an older state of the same pull request is in vain.
    workflow.concurrency = Concurrency(
      group: "wfgen-\(Pipeline.pullRequestID)-${{ github.ref }}", cancelInProgress: true)
    let work =
      (manifest.pullRequest == .build ? [buildJob()] : [])
      + pipeline.tasksOnPullRequests.map { taskJob($0.task, $0.image) }
    workflow.jobs = [planJob()] + work + [lastJob(after: ["plan"] + work.map(\.id))]
    return workflow
  }

  /// What signs in to the registry, where the run gets it: it is no more than a secret or a token.
  /// Those of a cloud are not asked for: they would take a token that a pull request has no use for.
  private var credentials: Pipeline.Credentials? { pipeline.credentialsWithoutSteps }

  private var registryEnvironment: [(name: String, value: String)] {
    credentials.map { [("REGISTRY_USER", $0.user), ("REGISTRY_PASSWORD", $0.password)] } ?? []
  }

  private func permissions(_ more: Permissions = [:]) -> Permissions {
    pieces.permissionsWithoutSteps(packages: "read", more)
  }

  /// The commit that GitHub has made of both sides; with a depth of two, its base is there as well.
  private func checkout(depth: Int? = nil) -> Step {
    let inputs: [(name: String, value: YAMLValue)] = depth.map { [("fetch-depth", .int($0))] } ?? []
    return Step(
      "Check out the change", timeout: Minutes.checkout,
      .uses(.checkout, with: inputs + [("persist-credentials", .bool(false))]))
  }

  private static let isGroup = "github.event_name == 'merge_group'"
  private static let baseFolder = ".wfgen-base"

  private func planJob() -> Job {
    var job = Job(
      id: "plan", name: "Plan", runner: manifest.runner,
      timeout: 2 * Minutes.checkout + Minutes.plan + Minutes.overhead)
    job.permissions = permissions()
    if manifest.pullRequest == .build {
      job.outputs = [("builds", "${{ steps.plan.outputs.builds }}")]
    }
    job.outputs += pipeline.tasksOnPullRequests.map {
      (Self.id(of: $0.task), "${{ steps.plan.outputs.\(Self.id(of: $0.task)) }}")
    }
    // A merge queue may put several commits on its base: the first parent is not always that.
    let base = Step(
      "Check out the base of the merge group", if: Self.isGroup, timeout: Minutes.checkout,
      .uses(
        .checkout,
        with: [
          ("ref", .string("${{ github.event.merge_group.base_sha }}")),
          ("path", .string(Self.baseFolder)), ("persist-credentials", .bool(false)),
        ]))
    job.steps = [
      checkout(depth: 2), base,
      pieces.script(
        "Decide what to build", "pull-plan", id: "plan", timeout: Minutes.plan,
        env: [("BASE", "${{ \(Self.isGroup) && '\(Self.baseFolder)' || '' }}")]
          + registryEnvironment),
    ]
    return job
  }

  private func buildJob() -> Job {
    let images = pipeline.project.images.filter(\.isBuiltHere)
    let runners = Set(images.map(pipeline.runner))
    var job = Job(
      id: "build", name: "Build ${{ matrix.name }}",
      runner: runners.count == 1 ? runners.first ?? "" : "${{ matrix.runner }}",
      timeout: Minutes.maximum)
    job.timeoutExpression = "${{ matrix.minutes }}"
    job.needs = ["plan"]
    job.condition = "needs.plan.outputs.builds != '[]'"
    job.permissions = permissions()
    job.strategy = Job.Strategy(include: "${{ fromJSON(needs.plan.outputs.builds) }}")
    job.services = [Self.registry]
    job.steps = [checkout()]
    // An image may be built on the runner of what is built on it.
    if runners.count > 1 || images.contains(where: pipeline.needsEmulation) {
      job.steps.append(pieces.setUpEmulation(if: "matrix.emulate"))
    }
    job.steps += pieces.trust
    job.steps.append(pieces.setupBuildx(reachesRunner: true))
    if let login = login(of: &job) { job.steps.append(login) }
    // The job's limit, which is that of these images, ends the step as well.
    job.steps.append(
      Step(
        "Build", env: environment(of: images) + registryEnvironment,
        .run("bash .github/wfgen/pull-build.sh")))
    return job
  }

  /// Signs in where the run has something to sign in with: one of a fork has not, and then reads what
  /// everybody may read.
  private func login(of job: inout Job) -> Step? {
    guard let credentials, var login = pieces.login.first else { return nil }
    if !pipeline.usesToken {
      // The context `secrets` is not there in a condition.
      job.env = [("SIGNS_IN", credentials.password.replacing(" }}", with: " != '' }}"))]
      login.condition = "env.SIGNS_IN == 'true'"
    }
    return login
  }

  private func environment(of images: [ResolvedImage]) -> [(name: String, value: String)] {
    var env = [
      ("IMAGES", "${{ toJSON(matrix.images) }}"),
      ("LOOPBACK", "localhost:${{ job.services.registry.ports['5000'] }}"),
    ]
    if manifest.hostNetwork { env.append(("NETWORK", "host")) }
    var seen: Set<String> = []
    for argument in images.flatMap(\.image.volatileArgs)
    where !argument.isSecret && seen.insert(argument.name.value).inserted {
      env.append(("WFGEN_ARG_\(argument.name.value)", argument.value.value))
    }
    return env
  }

  private static let registry = Job.Service(
    name: "registry",
    // The digest of the index for all platforms.
    image: "registry:3.0.0@sha256:"
      + "6c5666b861f3505b116bb9aa9b25175e71210414bd010d92035ff64018f9457e",
    ports: [5000])

  private func taskJob(_ task: TaskSpec, _ image: ResolvedImage) -> Job {
    let output = "needs.plan.outputs.\(Self.id(of: task))"
    var job = Job(
      id: Self.id(of: task), name: task.title,
      runner: task.extras.runner?.value ?? manifest.runner, timeout: TaskSpec.defaultTimeout)
    job.needs = ["plan"]
    job.condition = "\(output) != ''"
    job.permissions = permissions(task.extras.grants)
    job.environment = task.extras.environment?.value
    job.container = Job.Container(
      image: "\(image.repository)@${{ \(output) }}",
      credentials: credentials.map { .init(username: $0.user, password: $0.password) })
    job.env = task.extras.environmentVariables
    job.steps = [checkout()] + JobExtras.steps(task.steps)
    let needed = min(Minutes.maximum, Minutes.needed(by: job.steps))
    job.timeout = task.timeout?.value ?? max(TaskSpec.defaultTimeout, needed)
    return job
  }

  private static func id(of task: TaskSpec) -> String { "task-\(task.name.value)" }

  /// The check to require: a skipped job counts as a success on GitHub, and so it does here, for
  /// there was nothing to do; what failed or was cancelled does not.
  private func lastJob(after needs: [String]) -> Job {
    var job = Job(
      id: "wfgen", name: "wfgen", runner: manifest.runner,
      timeout: Minutes.summary + Minutes.overhead)
    job.needs = needs
    job.condition = "always()"
    job.steps = [
      Step(
        "Fail when a job before has failed", timeout: Minutes.summary,
        env: [
          ("RESULTS", needs.map { "\($0):${{ needs.\($0).result }}" }.joined(separator: " "))
        ],
        .run(
          """
          failed=
          for result in $RESULTS; do
            case $result in
              *:success | *:skipped) ;;
              *) failed="$failed ${result%:*}" ;;
            esac
          done
          if [ -n "$failed" ]; then
            echo "::error::did not end well:$failed"
            exit 1
          fi

          """))
    ]
    return job
  }
}
