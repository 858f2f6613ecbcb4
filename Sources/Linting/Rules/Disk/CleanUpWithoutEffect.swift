import SourceText
import YAML

extension Rule {
  /// Finds clean-ups that remove nothing.
  static let cleanUpWithoutEffect = Rule(
    id: "clean-up-without-effect",
    summary: "A clean-up removes nothing.",
    rationale: """
      A job on GitHub's runners starts on a fresh machine with next to nothing in Docker's store, and \
      another job's leftovers are on another machine. `docker builder prune` looks at the default \
      builder only, while `docker/setup-buildx-action` builds in a container with a cache of its own. \
      Without `--force` Docker asks, and nobody answers. The build runs out of room all the same.
      """,
    source: "https://docs.docker.com/build/builders/drivers/docker-container/",
    severity: .warning,
    category: .disk,
    fixes: .never,
    example: Example(
      "the cache of another builder",
      bad: """
        on: push
        jobs:
          images:
            runs-on: ubuntu-24.04
            timeout-minutes: 60
            steps:
              - uses: docker/setup-buildx-action@v4
              - uses: docker/build-push-action@v7
                with: {context: base}
              - run: ⟦docker builder prune --force⟧
              - uses: docker/build-push-action@v7
                with: {context: service}
        """,
      good: """
        on: push
        jobs:
          images:
            runs-on: ubuntu-24.04
            timeout-minutes: 60
            steps:
              - uses: docker/setup-buildx-action@v4
              - uses: docker/build-push-action@v7
                with: {context: base}
              - run: docker buildx prune --force
              - uses: docker/build-push-action@v7
                with: {context: service}
        """),
    more: [
      Example(
        "a fresh machine",
        bad: """
          on: push
          jobs:
            images:
              runs-on: ubuntu-24.04
              timeout-minutes: 60
              steps:
                - uses: actions/checkout@v7
                - run: ⟦docker system prune --force⟧
                - run: docker build .
          """,
        good: """
          on: push
          jobs:
            images:
              runs-on: ubuntu-24.04
              timeout-minutes: 60
              steps:
                - uses: actions/checkout@v7
                - run: sudo rm -rf /usr/local/lib/android
                - run: docker build .
          """)
    ],
    check: .workflow { workflow, _ in
      workflow.jobs.flatMap { job -> [Finding] in
        let empty = workflow.emptyCleanUps(of: job).map { step, script in
          Finding(
            "this step is named for making room, and its commands remove nothing",
            at: workflow.location(step.body["run"] ?? step.named),
            help: "remove something here, or leave the step away")
        }
        let cleanUps = workflow.cleanUps(of: job)
        guard !cleanUps.isEmpty else { return empty }
        let machine = DockerMachine(of: job, in: workflow, cleanUps: cleanUps)
        var seen: Set<Int> = []
        return empty
          + cleanUps.compactMap { cleanUp in
            // One finding a step says it all.
            guard let (message, help) = machine.fault(of: cleanUp),
              seen.insert(cleanUp.position).inserted
            else { return nil }
            return Finding(message, at: SourceLocation(workflow.file, cleanUp.range), help: help)
          }
      }
    })
}

/// What is known of Docker on the machine of a job.
private struct DockerMachine {
  private let job: Job
  private let isHosted: Bool
  private let isInContainer: Bool
  /// Whether tool chains are removed as well.
  private let makesRoom: Bool
  /// The step that makes a builder in a container the current one, when all builds are its.
  private let builderSetup: Int?
  /// The first step that may bring something into Docker's store; the count of steps for none.
  private let firstUse: Int

  init(of job: Job, in workflow: WorkflowFile, cleanUps: [CleanUp]) {
    self.job = job
    isHosted = job.runsOnly(where: \.isHosted)
    isInContainer = job.body["container"] != nil
    makesRoom = cleanUps.contains { $0.kind == .removeToolChains }
    let scripts = workflow.scripts(of: job, holding: [])
    firstUse =
      job.steps.indices.first { position in
        !job.steps[position].leavesDockerAlone(scripts.filter { $0.position == position })
      } ?? job.steps.count
    builderSetup = Self.builderSetup(of: job, scripts)
  }

  /// What is wrong with a clean-up, and how to mend it.
  func fault(of cleanUp: CleanUp) -> (String, String)? {
    switch cleanUp.kind {
    case .removeImages: return nil
    case .removeToolChains:
      guard isHosted, isInContainer, cleanUp.step.run != nil else { return nil }
      return (
        "this looks into the job's container, and the tool chains lie on the machine outside of it",
        "make room in a job without 'container', before the container needs it"
      )
    default: break
    }
    if !cleanUp.isForced {
      return (
        "docker asks before it removes anything, and nobody answers here: nothing is removed",
        "add '--force'"
      )
    }
    if case .pruneBuilder = cleanUp.kind, let builderSetup, cleanUp.position > builderSetup {
      return (
        "this looks at the default builder, and this job builds in a container with a cache of its "
          + "own, which stays",
        "use 'docker buildx prune'"
      )
    }
    guard isHosted, !makesRoom, cleanUp.position < firstUse else { return nil }
    let isAlone = firstUse == job.steps.count
    return (
      isAlone
        ? "this job gets a machine of its own, and nothing before has brought anything into Docker's "
          + "store: there is next to nothing to remove, whatever other jobs have left on theirs"
        : "nothing before has brought anything into Docker's store on this fresh machine: there is "
          + "next to nothing to remove",
      isAlone
        ? "leave it away: the machines of the other jobs are thrown away with them"
        : "remove tool chains that the build does not need, such as /usr/local/lib/android, when the "
          + "disk is short"
    )
  }

  /// Where a builder in a container is set up that all builds of the job use.
  private static func builderSetup(of job: Job, _ scripts: [StepScript]) -> Int? {
    let setups = job.steps.enumerated().filter { $1.action == "docker/setup-buildx-action" }
    guard setups.count == 1, let (position, step) = setups.first,
      step.input("driver").map({ $0.plainText == "docker-container" }) ?? true,
      step.input("install") == nil, step.input("use") == nil
    else { return nil }
    let builds = job.steps.filter(\.isImageBuild)
    let commands = scripts.flatMap(\.commands).filter { $0.name == "docker" }
    let plain = commands.contains { command in
      let verb = command.words.dropFirst().first?.text.text
      return verb == nil || verb == "build" || verb == "compose"
        || command.starts(with: "docker", "image", "build")
        || command.starts(with: "docker", "buildx", "use")
        || command.starts(with: "docker", "buildx", "create")
        || command.words.contains { $0.text.pattern.hasPrefix("--builder") }
    }
    let hasBuild =
      !builds.isEmpty || commands.contains { $0.starts(with: "docker", "buildx", "build") }
    let mayHide = job.steps.contains { step in
      step.body["uses"]?.text?.hasPrefix("./") == true || step.input("builder") != nil
    }
    return hasBuild && !plain && !mayHide ? position : nil
  }
}

extension Step {
  /// Whether it is certain that it brings nothing into Docker's store.
  fileprivate func leavesDockerAlone(_ scripts: [StepScript]) -> Bool {
    if let action = action?.lowercased() {
      let owners = [
        "actions/checkout", "actions/cache", "actions/setup-", "actions/download-artifact",
      ]
      let docker = ["docker/login-action", "docker/metadata-action"]
      return owners.contains { action.hasPrefix($0) } || docker.contains(action)
    }
    guard let script = scripts.first else { return run == nil }
    let harmless: Set<String> = [
      "df", "du", "echo", "printf", "free", "ls", "rm", "mkdir", "set", "cd", "git", "apt-get",
      "swapoff", "true", "tail", "tr", "awk", "sed", "[", "test", "lsblk", "find", "cat", "sort",
      "head", "date",
    ]
    let reads: Set<String> = ["system", "version", "info", "images", "ps", "login"]
    return script.commands.allSatisfy { command in
      guard let name = command.name else { return false }
      guard name == "docker" else { return harmless.contains(name) }
      let words = command.texts.dropFirst().prefix(2).map { $0 ?? "" }
      guard let verb = words.first else { return true }
      return reads.contains(verb) || words.last == "prune" || words.last == "df"
    }
  }
}
