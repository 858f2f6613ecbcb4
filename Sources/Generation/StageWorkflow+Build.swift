internal import Manifest
internal import Workflows
internal import YAML

extension StageWorkflow {
  /// The job that builds the images of one level: it looks again, builds, and confirms.
  func buildJob(_ build: Stage.BuildJob) -> Job {
    let extras = build.images.first?.image.extras ?? JobExtras()
    var job = Job(
      id: build.id, name: "Build ${{ matrix.image }}",
      runner: extras.runner?.value ?? manifest.runner, timeout: 0)
    job.needs = ["plan"] + build.needs
    // A failed sibling stops only its own descendants: their legs find their parent missing.
    job.condition =
      (build.needs.isEmpty ? "" : "!cancelled() && needs.plan.result == 'success' && ")
      + "needs.plan.outputs.\(build.id) != '[]'"
    job.permissions = permissions(packages: "write", extras.grants)
    job.environment = extras.environment?.value
    job.env = extras.environmentVariables
    job.strategy = Job.Strategy(
      include: "${{ fromJSON(needs.plan.outputs.\(build.id)) }}",
      maxParallel: build.tier.maxParallel?.value)
    job.steps = steps(of: build, extras)
    job.timeout =
      build.tier.jobTimeout?.value ?? min(Minutes.maximum, Minutes.needed(by: job.steps))
    return job
  }

  /// The minutes that a build job needs when each of its steps takes all that it may.
  func neededMinutes(of build: Stage.BuildJob) -> Int {
    Minutes.needed(by: steps(of: build, build.images.first?.image.extras ?? JobExtras()))
  }

  private func steps(of build: Stage.BuildJob, _ extras: JobExtras) -> [Step] {
    var steps = [
      checkout("Check out the planned commit", ref: "${{ needs.plan.outputs.sha }}"),
      disk(
        build.tier.cleanup == .none ? "Measure the disk" : "Make room on the disk", "before",
        build, timeout: diskTimeout(build)),
    ]
    if build.images.contains(where: pipeline.needsEmulation) {
      steps.append(setUpEmulation())
    }
    steps += trust + [setupBuildx()] + credentialSteps + login
    steps += JobExtras.steps(extras.before)
    steps.append(look(build))
    steps += creation
    steps.append(buildStep(build, extras))
    steps.append(
      script(
        "Wait until the registry shows it", "confirm", if: Self.built, timeout: Minutes.confirm,
        env: [
          ("IMAGE", "${{ matrix.image }}"), ("TAG", "${{ matrix.tag }}"),
          ("DIGEST", "${{ steps.build.outputs.digest }}"),
        ] + registryEnvironment))
    steps += JobExtras.steps(extras.after, if: Self.built)
    steps.append(
      disk(
        build.tier.cleanup == .none ? "Measure the disk again" : "Clean up", "after", build,
        if: "!cancelled()", timeout: Minutes.diskAfter))
    if build.tier.cleanup != .none {
      steps.append(
        disk(
          "Clean up after cancelling", "cancelled", build, if: "cancelled()",
          timeout: Minutes.diskCancelled))
    }
    return steps + [summary()]
  }

  /// Set when the second look says that the image still has to be built.
  private static let built = "steps.look.outputs.build == 'true'"

  private func diskTimeout(_ build: Stage.BuildJob) -> Int {
    build.tier.cleanup == .freeDisk ? Minutes.freeDisk : Minutes.disk
  }

  private func disk(
    _ title: String, _ when: String, _ build: Stage.BuildJob, if condition: String? = nil,
    timeout: Int
  ) -> Step {
    var env = [
      ("POLICY", build.tier.cleanup.rawValue), ("WHEN", when),
      ("MINIMUM_GB", String(build.tier.minimumFreeDisk)),
    ]
    // What an image needs stands in images.json; the legs of a matrix differ in it.
    if when == "before", build.images.contains(where: { $0.image.disk != nil }) {
      env.append(("IMAGE", "${{ matrix.image }}"))
    }
    return script(
      title, "disk", id: when == "cancelled" ? nil : "disk-\(when)", if: condition,
      timeout: timeout, env: env)
  }

  /// Lets the runner run other processors' images.
  func setUpEmulation(if condition: String? = nil) -> Step {
    Step(
      "Set up emulation of other platforms", if: condition, timeout: Minutes.qemu,
      .uses(.setupQemu, with: []))
  }

  /// Starts BuildKit.
  ///
  /// - Parameter reachesRunner: whether it, though not what it builds, reaches what listens on the
  ///   runner itself.
  func setupBuildx(reachesRunner: Bool = false) -> Step {
    let options = manifest.hostNetwork || reachesRunner ? "\nnetwork=host" : ""
    var inputs: [(name: String, value: YAMLValue)] = [
      ("version", .string("v0.29.1")),
      ("driver-opts", .string("image=moby/buildkit:v0.25.1" + options)),
      ("cache-binary", .bool(false)),
    ]
    if manifest.access.authority != nil {
      inputs.append(
        (
          "buildkitd-config-inline",
          .string(
            """
            [registry."\(manifest.access.host)"]
              ca = ["\(Self.authorityFile(manifest.access))"]
            """)
        ))
    }
    if manifest.hostNetwork {
      inputs.append(
        ("buildkitd-flags", .string("--allow-insecure-entitlement network.host")))
    }
    return Step("Set up Buildx", timeout: Minutes.buildx, .uses(.setupBuildx, with: inputs))
  }

  private func look(_ build: Stage.BuildJob) -> Step {
    let volatile = build.images.first?.image.volatileArgs ?? []
    let arguments = volatile.map { ("WFGEN_ARG_\($0.name.value)", $0.value.value) }
    let lacking = build.images.first?.image.extras.missingSecrets.map { [("LACKING", $0)] } ?? []
    return script(
      "Look again", "look", id: "look", timeout: Minutes.look,
      env: [
        ("IMAGE", "${{ matrix.image }}"), ("TAG", "${{ matrix.tag }}"),
        ("SEEN", "${{ matrix.seen }}"), ("EVENT", "${{ github.event_name }}"),
      ] + parentsVariable(for: build.images) + lacking + arguments + registryEnvironment)
  }

  private func buildStep(_ build: Stage.BuildJob, _ extras: JobExtras) -> Step {
    var inputs: [(name: String, value: YAMLValue)] = [
      "context", "file", "target", "platforms", "build-args", "build-contexts", "annotations",
      "labels", "cache-from", "cache-to",
    ].map { ($0, .string("${{ steps.look.outputs.\($0) }}")) }
    inputs += [
      ("tags", .string("${{ steps.look.outputs.reference }}")),
      ("push", .bool(true)),
      // An attestation makes every push an index, which can carry the recorded parents.
      ("provenance", .string("mode=min")),
    ]
    if manifest.hostNetwork {
      inputs += [("network", .string("host")), ("allow", .string("network.host"))]
    }
    if !extras.secrets.isEmpty {
      let lines = extras.secrets.map { "\($0.id.value)=\(JobExtras.variable(of: $0.secret))" }
      inputs.append(("secret-envs", .string(lines.joined(separator: "\n"))))
    }
    if let ssh = extras.ssh { inputs.append(("ssh", .string(ssh.value))) }
    return Step(
      "Build and push", id: "build", if: Self.built, timeout: build.tier.buildTimeout,
      env: [("DOCKER_BUILD_RECORD_UPLOAD", "false"), ("DOCKER_BUILD_SUMMARY", "false")]
        + extras.secretVariables,
      .uses(.buildPush, with: inputs))
  }

  private func summary() -> Step {
    // Where tags are immutable, the second look says which counter is pushed.
    let counts = manifest.access.hasImmutableTags
    let tag = counts ? "steps.look.outputs.tag || matrix.tag" : "matrix.tag"
    return script(
      "Report", "summary", if: "!cancelled()", timeout: Minutes.summary,
      env: [
        ("IMAGE", "${{ matrix.image }}"), ("TAG", "${{ \(tag) }}"),
        ("BUILD", "${{ steps.look.outputs.build }}"),
        ("DIGEST", "${{ steps.build.outputs.digest }}"),
        ("METADATA", "${{ steps.build.outputs.metadata }}"),
        ("DISK_BEFORE", "${{ steps.disk-before.outputs.free-gb }}"),
        ("DISK_AFTER", "${{ steps.disk-after.outputs.free-gb }}"),
      ])
  }
}
