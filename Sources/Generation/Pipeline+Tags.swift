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
}
