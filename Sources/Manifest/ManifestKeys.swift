/// A key of the manifest: what it means, and whether this version acts on it.
public struct ManifestKey: Sendable {
  /// The key as it is written.
  public let name: String
  /// What it states: one or more sentences, the first without a capital letter, no full stop at the
  /// end. Like `values` and `absent` it may hold Markdown's back quotes.
  public let summary: String
  /// What may stand as its value, with units and bounds; empty for a key that is only reserved.
  public let values: String
  /// What holds when the key is absent; empty for nothing.
  public let absent: String
  /// The values accepted so far by a key that does not do all of its work yet; `nil` for a key
  /// that works, empty for one that is only reserved.
  public let onlyYet: [String]?

  /// A key that wfgen acts on.
  static func works(
    _ name: String, _ values: String, absent: String = "", _ summary: String
  ) -> ManifestKey {
    ManifestKey(name: name, summary: summary, values: values, absent: absent, onlyYet: nil)
  }

  /// A key that is known to come.
  static func later(_ name: String, _ summary: String, accepts: [String] = []) -> ManifestKey {
    ManifestKey(name: name, summary: summary, values: "", absent: "", onlyYet: accepts)
  }
}

/// A mapping of the manifest with its known keys: the reader and the reference both follow it.
public struct ManifestSection: Sendable {
  /// What the mapping is called in messages.
  public let title: String
  /// What the reference says before it lists the keys: whole sentences.
  public let about: String
  /// The keys, in the order in which a person would write them.
  public let keys: [ManifestKey]

  /// The whole file.
  public static let root = ManifestSection(
    title: "the manifest",
    about: "`version`, `repository`, `registry` and at least one image are required.",
    keys: [
      .works("version", "`1`", "the version of the manifest's format"),
      .works(
        "repository", "`owner/name`",
        "the repository on GitHub. Generated jobs publish there and nowhere else, so forks "
          + "publish nothing"),
      .works(
        "registry", "a host and a path, such as `ghcr.io/owner/name`, or see [registry](#registry)",
        "where images are pushed. Capitals are written small, as references have to be"),
      .works(
        "branch", "a branch", absent: code(Manifest.defaultBranch),
        "the branch that is published. GitHub starts chained and scheduled workflows on the "
          + "default branch alone"),
      .works(
        "prefix", "a text, such as `Images: `",
        "what the name of every generated workflow starts with"),
      .works(
        "runner", "a label", absent: code(Manifest.defaultRunner),
        "the runner of every job that states no other. It has to have Docker"),
      .works(
        "platforms", "a list of `os/arch` or `os/arch/variant`",
        absent: code(Manifest.defaultPlatform),
        "the platforms of every image that states no other, in any order. What the runner's processor is not, is "
          + "emulated. `windows/…` only with `built-by`"),
      .works(
        "layout", words(Layout.allCases.map(\.rawValue)), absent: code(Layout.tier.rawValue),
        "which images share a workflow: those of a tier, those of a level of the graph, none, or all "
          + "of them. The jobs of a `single` workflow wait for their parents alone"),
      .works(
        "cache", words(CachePolicy.allCases.map(\.rawValue)),
        absent: code(CachePolicy.registry.rawValue),
        "where the layers of the last build are kept: beside the images as `cache:NAME`, on Docker "
          + "Hub as a tag `cache-NAME` of the image, in GitHub's cache, or nowhere. GitHub saves no "
          + "cache in workflows that others start: with `gha` those keep theirs in the registry"),
      .works(
        "network", "`default` or `host`", absent: "`default`",
        "`host` lets the RUN lines of a build use the runner's own network, from which they are "
          + "otherwise kept apart"),
      .works("triggers", "see [triggers](#triggers)", "which pushes start the workflows"),
      .works(
        "schedule", "a cron line in UTC, or `none`", absent: code(Manifest.defaultSchedule),
        "when the workflows look for what was missed and for new bases from elsewhere. GitHub runs "
          + "nothing more often than every five minutes"),
      .works(
        "wait", "`sync`, `async`, or see [wait](#wait)",
        "whether `wfgen status` waits, and whether GitHub shows the end of a chain at the commit"),
      .works(
        "pull-request", words(PullRequestPolicy.allCases.map(\.rawValue)),
        absent: code(PullRequestPolicy.reuse.rawValue),
        "what a pull request and a merge queue do. `reuse`: tasks run in the published images. "
          + "`build`: images that the change affects are built as well, and published nowhere. With "
          + "either there is a job `wfgen` that can be a required check; see [pull "
          + "requests](#pull-requests)"),
      .works("tiers", "name: see [tiers](#tiers)", "policies that images share"),
      .works("images", "name: see [images](#images)", "what is built"),
      .works("tasks", "name: see [tasks](#tasks)", "what uses an image: tests, lints, deployments"),
      .works("expect", "see [expect](#expect)", "figures that the graph has to give"),
      .works("lint", "see [lint](#lint)", "which lint rules speak, and how loudly"),
      .later(
        "missing", "what to do when a parent will never come: build or fail", accepts: ["fail"]),
      .later("overheads", "what planning, clean-up and login cost"),
      .later("include", "further manifest files"),
      .later("unmanaged", "workflows that wfgen leaves alone"),
    ])

  /// `triggers:`.
  public static let triggers = ManifestSection(
    title: "triggers",
    about: "Besides pushes, each workflow is started by the completion of those before it, by the "
      + "schedule where nothing else would, and by hand.",
    keys: [
      .works(
        "push", "`paths` or `every`",
        absent: "`paths` up to 100 images, `every` above",
        "whether a push starts a workflow only when it changes a file that its images read, or "
          + "always. With `paths`, the first workflow of a chain listens to what any image behind "
          + "it reads, so that one push starts one chain from its beginning. With `every`, pushes "
          + "start the first ones alone. GitHub compares no more than the first 300 changed files "
          + "of a push")
    ])

  /// `expect:`.
  public static let expect = ManifestSection(
    title: "expect",
    about: "`wfgen check` compares these with what follows from the Dockerfiles and the stated "
      + "minutes; one that differs is an error. They keep a plan on paper and the repository equal.",
    keys: [
      .works(
        "critical-path", "a list of images",
        "the longest path by the longer minutes, first image first"),
      .works(
        "total", minutes,
        "how long everything takes when each image starts as soon as its parents are done, within "
          + "every `max-parallel`"),
      .works("sequential", minutes, "how long everything takes one after the other"),
      .works(
        "parallel", "a number, or a list of images",
        "how many images, or which, are built at the same time at most"),
      .works("peak-disk", "GB", "kept for the reader, and not compared yet"),
      .works("cleanup-per-tier", "minutes", "kept for the reader, and not compared yet"),
    ])

  /// How minutes are written.
  static let minutes = "minutes: `4`, `3-4`, `1.5` or `3:20`"

  /// A text as Markdown shows code.
  static func code(_ text: some CustomStringConvertible) -> String { "`\(text)`" }

  /// Words of which one is written, or all that are meant.
  static func words(_ all: [String], _ conjunction: String = "or") -> String {
    let codes = all.map(code)
    return codes.dropLast().joined(separator: ", ") + " \(conjunction) " + (codes.last ?? "")
  }

  /// A whole number of a unit, within bounds.
  static func whole(_ unit: String, in bounds: ClosedRange<Int>) -> String {
    "\(unit), \(bounds.lowerBound) to \(bounds.upperBound)"
  }
}
