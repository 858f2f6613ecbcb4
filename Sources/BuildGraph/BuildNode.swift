public import SourceText

/// An image that is built, or a task that uses images.
public struct BuildNode: Hashable, Sendable {
  /// What a node stands for.
  public enum Kind: String, Hashable, Sendable {
    /// Something with a Dockerfile that is built and published.
    case image
    /// Something that uses images: tests, a lint run, a deployment.
    case task
  }

  /// Which node it is.
  public var id: NodeID
  /// What it stands for.
  public var kind: Kind
  /// How long it takes; `nil` when nobody has said so.
  public var duration: TimeRange?
  /// The policy class it belongs to. A tier is declared and is no level.
  public var tier: String?
  /// Where it is declared.
  public var origin: SourceLocation?

  /// Creates a node.
  public init(
    _ id: NodeID, _ kind: Kind = .image, duration: TimeRange? = nil, tier: String? = nil,
    origin: SourceLocation? = nil
  ) {
    self.id = id
    self.kind = kind
    self.duration = duration
    self.tier = tier
    self.origin = origin
  }
}
