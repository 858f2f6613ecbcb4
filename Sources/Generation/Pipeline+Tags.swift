internal import Manifest
public import SourceText

extension Pipeline {
  /// A mutable tag that a generated workflow moves.
  public struct MovedTag: Sendable {
    /// The tag in full, as in `ghcr.io/acme/base:latest`.
    public var reference: String
    /// The name of the workflow.
    public var workflow: String
    /// Where the manifest names the image.
    public var location: SourceLocation
  }

  /// The mutable tags that generated workflows move, image by image.
  public var movedTags: [MovedTag] {
    project.images.filter(\.isBuiltHere).flatMap { image -> [MovedTag] in
      guard let stage = stage(building: image.id) else { return [] }
      let place = SourceLocation(project.manifest.file, image.image.name.range)
      return image.tags.map {
        MovedTag(
          reference: "\(image.repository):\($0)", workflow: stage.title, location: place)
      }
    }
  }

  /// Whether some of the images stand on one of this pipeline that is published under a mutable
  /// tag, too: only then is there a choice between exact and published parents.
  func hasPublishedParents(_ images: [ResolvedImage]) -> Bool {
    images.flatMap(\.parents).contains { parent in
      guard case .image(let id) = parent.source, let image = project.image(id) else { return false }
      return image.isBuiltHere && !movedTags(of: image).isEmpty
    }
  }
}
