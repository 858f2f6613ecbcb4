extension PipelineData {
  /// Something that a build takes from another image.
  public struct Parent: Equatable, Sendable {
    /// Which image it is.
    public enum Source: Equatable, Sendable {
      /// An image of the same description, by name.
      case image(String)
      /// A reference that an existing workflow publishes, and that workflow's file name.
      case builtBy(reference: String, workflow: String)
      /// A reference that somebody else publishes.
      case external(reference: String)
    }

    /// How the exact digest reaches the build.
    public enum Route: Equatable, Sendable {
      /// Through the build argument of this name.
      case argument(String)
      /// Through the named build context of this name: the reference as the Dockerfile writes it.
      case context(String)
      /// Not at all: the manifest alone knows of the edge.
      case none
    }

    /// Which image it is.
    public var source: Source
    /// How its digest reaches the build.
    public var route: Route

    /// Creates a parent.
    public init(_ source: Source, as route: Route) {
      self.source = source
      self.route = route
    }

    /// The name of the image, when it is one of the same description.
    public var image: String? {
      if case .image(let name) = source { name } else { nil }
    }
  }
}
