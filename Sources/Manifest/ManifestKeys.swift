/// A key of the manifest: what it means, and whether this version acts on it.
public struct ManifestKey: Sendable {
  /// The key as it is written.
  public let name: String
  /// What it states, as one sentence without full stop.
  public let summary: String
  /// The values accepted so far by a key that does not do all of its work yet; `nil` for a key
  /// that works, empty for one that is only reserved.
  public let onlyYet: [String]?

  static func works(_ name: String, _ summary: String) -> ManifestKey {
    ManifestKey(name: name, summary: summary, onlyYet: nil)
  }

  static func later(_ name: String, _ summary: String, accepts: [String] = []) -> ManifestKey {
    ManifestKey(name: name, summary: summary, onlyYet: accepts)
  }
}

/// A mapping of the manifest with its known keys.
public struct ManifestSection: Sendable {
  /// What the mapping is called in messages.
  public let title: String
  /// The keys, in the order in which a person would write them.
  public let keys: [ManifestKey]

  /// The whole file.
  public static let root = ManifestSection(
    title: "the manifest",
    keys: [
      .works("version", "the version of the manifest's format; 1"),
      .works("repository", "the GitHub repository that alone publishes, as owner/name"),
      .works("registry", "where images are pushed: a registry host and a path"),
      .works("branch", "the branch that is published; main when absent"),
      .works("prefix", "what every generated workflow's name starts with"),
      .works("runner", "the runner label of every job that states no other"),
      .works("platforms", "the platforms of every image that states no other"),
      .works("layout", "how images are grouped into workflows: tier, level, image or single"),
      .works("cache", "where layer caches are kept: registry, gha or none"),
      .works("triggers", "what starts the pipeline"),
      .works("network", "host lets builds use the runner's network; default isolates them"),
      .later("pull-request", "what a pull request builds", accepts: ["none"]),
      .later(
        "missing", "what to do when a parent will never come: build or fail", accepts: ["fail"]),
      .works("schedule", "the cron line of the daily net, or none"),
      .later("wait", "whether status and wait are synchronous"),
      .works("expect", "figures that the authors expect, compared with the graph's"),
      .later("overheads", "what planning, clean-up and login cost"),
      .later("include", "further manifest files"),
      .later("unmanaged", "workflows that wfgen leaves alone"),
      .later("lint", "which rules speak, and how loudly"),
      .works("tiers", "policy classes: time-outs, clean-up, width"),
      .works("images", "the images: nodes of the graph"),
      .works("tasks", "what uses an image: tests, lints, deployments"),
    ])

  /// `expect:`.
  public static let expect = ManifestSection(
    title: "expect",
    keys: [
      .works("critical-path", "the images on the longest path, in order"),
      .works("total", "minutes that the exact edges take with every max-parallel"),
      .works("sequential", "minutes that one image after the other takes"),
      .works("parallel", "how many images, or which, are built at once at most"),
      .works("peak-disk", "GB; kept, and not compared yet"),
      .works("cleanup-per-tier", "minutes; kept, and not compared yet"),
    ])

  /// `triggers:`.
  public static let triggers = ManifestSection(
    title: "triggers",
    keys: [
      .works("push", "paths, or every: which pushes start the pipeline; paths up to 100 images")
    ])

  /// A tier.
  public static let tier = ManifestSection(
    title: "a tier",
    keys: [
      .works("title", "the name of its workflow"),
      .works("job-timeout", "minutes that a build job may take; computed when absent"),
      .works("build-timeout", "minutes that the build step may take"),
      .works("cleanup", "how disk space is freed: none, prune, prune-all or free-disk"),
      .works("max-parallel", "how many images of a level build at the same time"),
      .works("minimum-free-disk", "GB of free disk below which the clean-up acts"),
      .works("cache-group", "one cache reference for all images of the group"),
    ])

  /// An image.
  public static let image = ManifestSection(
    title: "an image",
    keys: [
      .works("dockerfile", "the Dockerfile, relative to the repository"),
      .works("context", "the build context, relative to the repository; . when absent"),
      .works("target", "the stage that is built; the last one when absent"),
      .works("build-args", "build arguments that are part of the content"),
      .works("volatile-args", "build arguments that change from run to run, not hashed"),
      .works("platforms", "the platforms of the image"),
      .works("tier", "the policy class"),
      .works("from", "parents that no Dockerfile can state"),
      .works("inputs", "paths that the build reads and no Dockerfile can state"),
      .works("repository", "the repository below the registry; the image's name when absent"),
      .works("tags", "the mutable tags that follow the branch; latest when absent"),
      .works("aliases", "further references by which Dockerfiles name the image"),
      .works("minutes", "how long a build takes, as 4 or 3-4"),
      .works("disk", "GB of disk that the build needs"),
      .works("variants", "several images from this entry, each with its own differences"),
      .works("built-by", "the existing workflow that publishes the image"),
    ] + JobExtras.keys)

  /// `built-by:` of an image.
  public static let builtBy = ManifestSection(
    title: "built-by",
    keys: [
      .works("workflow", "the file name or the name of the workflow"),
      .works("tag", "the tag that it moves"),
    ])

  /// A task.
  public static let task = ManifestSection(
    title: "a task",
    keys: [
      .works("title", "the name of its workflow"),
      .works("uses", "the image that it runs in"),
      .works("paths", "the paths whose change starts it by itself"),
      .works("steps", "its steps, as in a workflow"),
      .later("workflow", "an existing workflow file that does the work"),
      .works("minutes", "how long it takes, as 4 or 3-4"),
      .works("timeout", "minutes that its job may take"),
      .works("after-manual-upstream", "run or skip, when the upstream was started by hand"),
      .works("on-push", "wait for the image of the commit, or start at-once on the published one"),
      .works("upstream-failed", "skip, or use-previous image"),
      .works("permissions", "permissions of the job beyond those that wfgen needs"),
      .works("environment", "the deployment environment"),
      .works("env", "environment variables of the job"),
      .works("runner", "the runner label"),
    ])
}

extension JobExtras {
  static let keys: [ManifestKey] = [
    .works("secrets", "build secrets: id -> name of the repository's secret"),
    .works("ssh", "the ssh input of the build"),
    .works("env", "environment variables of the job"),
    .works("before", "steps before the build"),
    .works("after", "steps after the build"),
    .works("permissions", "permissions of the job beyond those that wfgen needs"),
    .works("environment", "the deployment environment"),
    .works("runner", "the runner label"),
  ]
}
