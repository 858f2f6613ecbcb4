public import BuildGraph
public import Dockerfiles
public import SourceText

/// A manifest together with what the Dockerfiles of its repository say.
public struct Project: Sendable {
  /// The policy.
  public var manifest: Manifest
  /// The images, in the order of the manifest.
  public let images: [ResolvedImage]
  /// Images, tasks and what they need.
  public var graph: BuildGraph
  /// Every problem of the manifest and of its Dockerfiles, sorted.
  public var diagnostics: [Diagnostic]
  /// What the builds and the manifest name and what is there; not where a step may make it first.
  public internal(set) var sources: [Source] = []
  private let indexOfImage: [NodeID: Int]

  init(
    manifest: Manifest, images: [ResolvedImage], graph: BuildGraph, diagnostics: [Diagnostic]
  ) {
    self.manifest = manifest
    self.images = images
    self.graph = graph
    self.diagnostics = diagnostics
    indexOfImage = Dictionary(
      images.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The image of a node.
  public func image(_ id: NodeID) -> ResolvedImage? {
    indexOfImage[id].map { images[$0] }
  }

  /// Whether nothing has a Dockerfile yet: the stated edges stand alone, and nothing can be built.
  public var isPlanned: Bool {
    !images.contains { $0.dockerfile != nil || $0.image.dockerfile != nil }
  }
}

/// An image with its parents and inputs read off its Dockerfile.
public struct ResolvedImage: Sendable {
  /// What the manifest states.
  public var image: Image
  /// The repository with its registry, in lower case, without a tag.
  public var repository: String
  /// The mutable tags; `latest` when the manifest states none.
  public var tags: [String]
  /// The platforms it is built for.
  public var platforms: [String]
  /// The policy that applies to it.
  public var tier: Tier
  /// The path of its Dockerfile, when there is one.
  public var dockerfile: SourceFile?
  /// The path of the ignore file that applies, when there is one.
  public var ignoreFile: IgnoreFile?
  /// Where that file was looked for.
  public var ignorePlaces: [IgnorePlace] = []
  /// What it builds on, own and foreign, in the order of the Dockerfile.
  public var parents: [Parent] = []
  /// The files of the context that it reads.
  public var inputs: [Input] = []

  /// What makes the image itself.
  public var id: NodeID { image.id }
  /// The name by which plans and messages know it.
  public var name: String { id.description }
  /// Whether wfgen builds it.
  public var isBuiltHere: Bool { image.builtBy == nil }
  /// The reference that the mutable tag of an externally built image has.
  public var published: String { "\(repository):\(tags.first ?? "latest")" }
}

extension ResolvedImage {
  /// Something that the image builds on.
  public struct Parent: Sendable, Hashable {
    /// What it is.
    public enum Source: Sendable, Hashable {
      /// An image of the manifest.
      case image(NodeID)
      /// An image that nobody here builds, as a full reference.
      case external(String)
    }

    /// How the build learns which digest to take.
    public enum Handover: Sendable, Hashable {
      /// By a build argument that the Dockerfile's `FROM` consists of.
      case argument(String)
      /// By a named build context that takes the place of the written reference.
      case context(String)
      /// Not at all: the manifest alone knows of the edge.
      case none
    }

    /// What it is.
    public var source: Source
    /// How the build learns of it.
    public var handover: Handover
    /// Whether the final stage is built on it.
    public var isFinalBase: Bool
    /// How the Dockerfile uses it.
    public var kind: BuildEdge.Kind
    /// Where that is stated.
    public var location: SourceLocation
  }

  /// Files of the build context that the image copies or mounts.
  public struct Input: Sendable, Hashable {
    /// The pattern, relative to the repository.
    public var pattern: GlobPattern
    /// Whether the ignore file of the context applies.
    public var isInContext: Bool
    /// Whether it names a directory; `nil` for a pattern, and for what is not there.
    public var isDirectory: Bool?
    /// Patterns, relative to the context, of what an instruction leaves out again.
    public var excludes: [IgnorePattern]
    /// Symbolic links, relative to the repository, that the build goes through here, and their texts:
    /// where they lead is another input.
    public var links: [String: String] = [:]
    /// The submodule that it names or lies in: git reports a change there by that path alone.
    public var submodule: String?
    /// Whether a link that the pattern itself matches is followed.
    public var followsLinks = true
    /// Where it is stated.
    public var location: SourceLocation
  }
}
