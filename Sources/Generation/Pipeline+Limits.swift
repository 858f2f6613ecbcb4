internal import Manifest
internal import SourceText

extension Pipeline {
  /// How many bytes a workflow file may have; above, its runs do not start: docs "Actions limits".
  static let maximumFileSize = 512_000

  /// The rule that finds workflow files above that.
  static let tooLargeRule = "workflow-too-large"

  /// Workflows that are larger than GitHub reads.
  var oversizedWorkflows: [Diagnostic] {
    stages.compactMap { stage in
      // Matrices take no room: only jobs of their own make a file large.
      guard stage.buildJobs.count > 16 else { return nil }
      let size = text(of: stage).utf8.count
      guard size > Self.maximumFileSize, let image = stage.images.first else { return nil }
      return Diagnostic(
        Self.tooLargeRule, .error,
        "the workflow '\(stage.title)' would have \(size) bytes, and GitHub starts none above "
          + "\(Self.maximumFileSize)",
        at: SourceLocation(project.manifest.file, image.tier.name.range),
        help: "divide its \(stage.images.count) images over more tiers")
    }
  }

  /// How many bytes the outputs of a job may have, in the UTF-16 that GitHub counts: docs
  /// "Workflow syntax", `jobs.<job_id>.outputs`, "1 MB per job".
  static let maximumOutputSize = 1_000_000

  /// Workflows whose plan could not tell its build jobs what to build, were it everything.
  var oversizedPlans: [Diagnostic] {
    stages.compactMap { stage in
      let size = stage.images.reduce(0) { $0 + Self.legSize(of: $1) }
      guard size > Self.maximumOutputSize, let image = stage.images.first else { return nil }
      return Diagnostic(
        "plan-too-large", .error,
        "the plan of '\(stage.title)' may have to list \(size) bytes of images, and GitHub takes "
          + "\(Self.maximumOutputSize) from a job",
        at: SourceLocation(project.manifest.file, image.tier.name.range),
        help: "divide its \(stage.images.count) images over more tiers")
    }
  }

  /// The bytes of one image in the plan's outputs, when it replaces a published one.
  private static func legSize(of image: ResolvedImage) -> Int {
    let rest = #"{"image":"","tag":"src-","seen":"sha256:"},"#.utf16.count + 12 + 64
    return 2 * (image.name.utf16.count + rest)
  }
}
