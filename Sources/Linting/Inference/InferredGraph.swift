public import SourceText

/// The images that the workflows of a repository build, and what each takes from others of them.
public struct InferredGraph: Sendable {
  /// Where something is stated, and what.
  public struct Evidence: Hashable, Sendable {
    /// What is stated there, such as `FROM ghcr.io/acme/base`.
    public var reason: String
    /// The place.
    public var location: SourceLocation
  }

  /// An image that some workflow builds.
  public struct Image: Sendable {
    /// What it is called: the end of its repository, or the whole where others end alike; that of
    /// the directory of its Dockerfile where no name is known.
    public var name: String
    /// Which of several images of that name: its stage, its Dockerfile or a tag.
    public var variant: String?
    /// The path of its Dockerfile; `nil` when it is not known.
    public var dockerfile: String?
    /// The stage; `nil` for the last one.
    public var target: String?
    /// Where it is published, in full but without tags, such as `ghcr.io/acme/base`.
    public var repositories: [String] = []
    /// The tags that are known, sorted.
    public var tags: [String] = []
    /// The steps that build it, in the order of workflows and jobs.
    public var builders: [Evidence] = []
  }

  /// One image that takes something from another.
  public struct Edge: Sendable {
    /// In which way.
    public enum Kind: String, Sendable, Comparable {
      /// A FROM names the parent.
      case from
      /// A `COPY --from` names it.
      case copy
      /// A `RUN --mount=…,from` names it.
      case mount

      /// The way that ties an image most closely to its parent comes first.
      public static func < (left: Kind, right: Kind) -> Bool {
        let order: [Kind] = [.from, .copy, .mount]
        return order.firstIndex(of: left) ?? 0 < order.firstIndex(of: right) ?? 0
      }
    }

    /// The position of the image that takes something.
    public var child: Int
    /// The position of the image that it takes it from.
    public var parent: Int
    /// In which way.
    public var kind: Kind
    /// The line of the Dockerfile, the step that builds the child, and the one that builds the
    /// parent.
    public var evidence: [Evidence]
  }

  /// The images, by name and variant.
  public var images: [Image] = []
  /// The edges, by child, parent and kind.
  public var edges: [Edge] = []
  /// The steps of which is not known what they build.
  public var unknownBuilds: [Evidence] = []
}

/// The images that the workflows build, and the edges between them, as far as the files tell.
///
/// No configuration is needed. What a run alone can tell is left out.
public func inferredGraph(of view: RepositoryView) -> InferredGraph {
  var inference = GraphInference(Repository(view))
  return inference.graph()
}
