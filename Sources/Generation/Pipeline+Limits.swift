internal import Manifest
internal import SourceText

extension Pipeline {
  /// How many bytes a workflow file may have; above, its runs do not start: docs "Actions limits".
  static let maximumFileSize = 512_000

  /// Workflows that are larger than GitHub reads.
  var oversizedWorkflows: [Diagnostic] {
    stages.compactMap { stage in
      // Matrices take no room: only jobs of their own make a file large.
      guard stage.buildJobs.count > 16 else { return nil }
      let size = text(of: stage).utf8.count
      guard size > Self.maximumFileSize, let image = stage.images.first else { return nil }
      return Diagnostic(
        "workflow-too-large", .error,
        "the workflow '\(stage.title)' would have \(size) bytes, and GitHub starts none above "
          + "\(Self.maximumFileSize)",
        at: SourceLocation(project.manifest.file, image.tier.name.range),
        help: "divide its \(stage.images.count) images over more tiers")
    }
  }
}
