extension ManifestSection {
  /// A tier.
  public static let tier = ManifestSection(
    title: "a tier",
    about: "A tier is a policy, not a level: the Dockerfiles alone say what is built before what. "
      + "An image that states no tier has the only one, or, where there are several or none, the "
      + "defaults below.",
    keys: [
      .works("title", "a text", absent: "the tier's name as words", "the name of its workflow"),
      .works(
        "build-timeout", whole("minutes", in: Tier.timeouts),
        absent: code(Tier.defaultBuildTimeout),
        "when the step that builds one image is ended. GitHub ends a job on one of its own runners "
          + "after 360 minutes: with the other steps it must stay within that"),
      .works(
        "job-timeout", whole("minutes", in: Tier.timeouts),
        absent: "the limits of all steps and 5 more",
        "when the whole job of one image is ended. At least 5 more than `build-timeout`; less than "
          + "what holds without it is a warning"),
      .works(
        "cleanup", words(Cleanup.allCases.map(\.rawValue)), absent: code(Cleanup.none.rawValue),
        "what is removed when less than `minimum-free-disk` is free. `prune`: what Docker has left "
          + "over; `prune-all`: volumes as well; `free-disk`: the tool chains that hosted runners "
          + "bring along, 20 GB and more. `basic` and `standard` are older words for `prune`, "
          + "`conservative` is one for `prune-all`"),
      .works(
        "minimum-free-disk", whole("GB", in: Tier.diskSizes),
        absent: code(Tier.defaultMinimumFreeDisk),
        "below how much free disk the clean-up acts. Less than that afterwards is a warning"),
      .works(
        "max-parallel", whole("images", in: Tier.widths), absent: "all",
        "how many images of one level are built at the same time in a workflow"),
      .works(
        "cache-group", "a name", absent: "a cache for each image",
        "one cache for all images of the tiers that name the group. The last one built replaces "
          + "what the others have left"),
      .works(
        "after-manual-upstream", "`run` or `skip`", absent: "`run`",
        "whether its workflow follows a run that a person has started of the workflow before it. "
          + "With `skip`, what such a run leaves to do waits for the next push, for the night or for a "
          + "dispatch of its own. A workflow that it shares with other tiers follows unless all "
          + "of them say `skip`"),
    ])

  /// An image.
  public static let image = ManifestSection(
    title: "an image",
    about:
      "An image's name is what plans and messages call it: letters, digits and `. _ - /`. What "
      + "it is built on, its Dockerfile says. The keys from `secrets` on are written into the "
      + "generated job; an image shares a job only with those that state the same.",
    keys: [
      .works(
        "dockerfile", "a path", absent: "`Dockerfile` in the context",
        "the Dockerfile, relative to the repository. Several images may share one"),
      .works(
        "context", "a path", absent: "`.`, the repository",
        "the build context, relative to the repository. What its `.dockerignore` leaves out is no "
          + "input; `.github/wfgen/images.json` holds these rules, so after an edit of that file `wfgen generate` "
          + "has to run"),
      .works("target", "a stage", absent: "the last one", "the stage that is built"),
      .works(
        "build-args", "NAME: value",
        "build arguments that are part of the content: another value is another content tag. An "
          + "expression, `${{ }}`, is refused"),
      .works(
        "volatile-args", "NAME: value, also with `${{ }}`",
        "build arguments that change from run to run, such as a commit or a date. They are passed "
          + "on and left out of the content tag, so a new value alone builds nothing"),
      .works(
        "platforms", "as above", absent: "those of the manifest", "the platforms of the image"),
      .works("tier", "a name of `tiers`", absent: "see above", "the policy"),
      .works(
        "from", "images of the manifest",
        "parents that the Dockerfile leaves open, such as `ARG BASE` without a value. One that the "
          + "Dockerfile contradicts is an error. While no image has a Dockerfile yet, these are the "
          + "whole graph"),
      .works(
        "inputs", "paths, or patterns as `COPY --parents` has them",
        "files and directories that the build reads and no Dockerfile can state, relative to the "
          + "repository: what a step before it makes something of"),
      .works(
        "repository", "a path below `registry`", absent: "the image's name",
        "where the image is pushed"),
      .works(
        "tags", "a list", absent: "`latest`, or the variant's name",
        "the tags that follow the branch. They move when what the branch's tip holds is there"),
      .works(
        "aliases", "a list of references",
        "further names by which Dockerfiles mean this image, as they stand there"),
      .works("minutes", minutes, "how long a build takes. `wfgen graph` counts with it"),
      .works(
        "disk", "GB, above 0 and up to 10,000",
        "how much the build needs. A job that has less after the clean-up ends before it builds"),
      .works(
        "variants", "name: the keys of an image",
        "several images from this entry. Each has the entry's keys and its own laid over them, and "
          + "is called `image:variant`; the one named `default` is called as the entry"),
      .works(
        "built-by", "see [built-by](#built-by)",
        "the image is published by an existing workflow, and wfgen builds only on it"),
    ] + passedThrough)

  /// `built-by:` of an image.
  public static let builtBy = ManifestSection(
    title: "built-by",
    about: "Workflows of images that are built on it listen to the workflow by its name, and an "
      + "image is out of date when the tag's digest is another one than it was built on. What says "
      + "how to build, has no place beside it: " + words(keysOfBuild, "and") + ".",
    keys: [
      .works(
        "workflow", "a file such as `windows.yml`, or a workflow's `name`",
        "the workflow that publishes the image. Required"),
      .works("tag", "a tag", absent: "`latest`", "the tag that it moves"),
    ])

  /// The keys of an image that say how it is built.
  static let keysOfBuild =
    ["dockerfile", "context", "target", "build-args", "volatile-args", "inputs", "tags"]
    + passedThrough.map(\.name)

  /// What is written into the job of an image as it stands.
  private static let passedThrough: [ManifestKey] =
    [
      .works(
        "secrets", "id: NAME",
        "secrets of the build: the id of `RUN --mount=type=secret,id=…` and the name of the "
          + "repository's secret"),
      .works(
        "ssh", "such as `default`",
        "the agent sockets or keys for `RUN --mount=type=ssh`; a step of `before` starts the agent"),
      .works(
        "before", "a list of steps",
        "steps before the build, after checkout and login. They may make files that the Dockerfile "
          + "copies: what those are made of belongs under `inputs`"),
      .works(
        "after", "a list of steps",
        "steps when an image was built and the registry shows it. A step with an `if` runs as that "
          + "says"),
    ] + job

  /// What any generated job may be given.
  private static let job: [ManifestKey] = [
    .works("env", "NAME: value", "environment variables of the job"),
    .works(
      "permissions", "scope: `read`, `write` or `none`",
      "permissions of the job's token beyond those that wfgen needs"),
    .works(
      "environment", "a name", "the deployment environment, whose rules and secrets then apply"),
    .works("runner", "a label", absent: "that of the manifest", "the runner"),
  ]

  /// A task.
  public static let task = ManifestSection(
    title: "a task",
    about:
      "A task runs in the container of an image: when a push changes one of its paths, and when "
      + "its image has been built anew. What the image is made of counts as well, so that a revert "
      + "is tested. Its name is the id of its job.",
    keys: [
      .works("title", "a text", absent: "the task's name as words", "the name of its workflow"),
      .works("uses", "an image of the manifest", "the image that it runs in. Required"),
      .works(
        "steps", "a list of steps, as in a workflow",
        "what it does. Required, but for a task with `workflow`"),
      .works(
        "paths", "a list of patterns, as GitHub's filters have them",
        "the files whose change starts it by itself. A later pattern with `!` takes files out again"
      ),
      .works("minutes", minutes, "how long it takes. `wfgen graph` counts with it"),
      .works(
        "timeout", whole("minutes", in: Tier.timeouts),
        absent: "\(code(TaskSpec.defaultTimeout)), or the limits of all steps and 5 more",
        "when its job is ended"),
      .works(
        "on-push", "`wait` or `at-once`", absent: "`wait`",
        "whether a push waits for the image of its commit, or runs in the published one"),
      .works(
        "upstream-failed", "`skip` or `use-previous`", absent: "`skip`",
        "whether it runs in the previous image when that of the commit could not be built"),
      .works(
        "after-manual-upstream", "`run` or `skip`", absent: "`run`",
        "whether it runs when a person has started the build of its image"),
      .works(
        "workflow", "a file such as `test.yml`, or a workflow's `name`",
        "a workflow of yours that does the work, and stays. What wfgen writes there stands between "
          + "`# wfgen:begin trigger` and `# wfgen:end` among the events under `on`, and between "
          + "`# wfgen:begin gate` and `# wfgen:end` in a job, where `if` may stand; not a byte "
          + "elsewhere. What bears no such comments is only checked. It goes by the conclusion of "
          + "the run before it, so it also runs after one that built nothing; with `on-push: wait`, "
          + "a push of what the image is made of starts it by way of the image alone. What says "
          + "what the job is, has no place beside it: " + words(keysOfJob, "and")),
      .works(
        "pull-request", words(TaskSpec.OnPullRequest.allCases.map(\.rawValue)),
        absent: "`reuse`; `none` where it has an `environment`, a permission to `write` or a "
          + "secret",
        "whether it runs on pull requests, in the published image and whatever has changed"),
    ] + job)

  /// The keys of a task that say what its job is and does.
  static let keysOfJob = ["steps", "title", "timeout", "pull-request"] + job.map(\.name)
}
