public import SourceText

/// Where something is stated, and how.
public struct Evidence: Hashable, Sendable {
  /// The place that states it.
  public var location: SourceLocation
  /// What stands there, such as `FROM in services/base/Dockerfile.tools`.
  public var reason: String

  /// Creates a piece of evidence.
  public init(_ reason: String, at location: SourceLocation) {
    self.reason = reason
    self.location = location
  }
}

/// A child that needs its parent first, and why.
public struct BuildEdge: Hashable, Sendable {
  /// In which way the child needs its parent.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The child's Dockerfile is `FROM` the parent.
    case from
    /// The child copies files out of the parent: `COPY --from`.
    case copy
    /// The child mounts the parent: `RUN --mount=from`.
    case mount
    /// The parent is a named build context of the child.
    case context
    /// The child includes files that the parent makes.
    case input
    /// A task runs in the parent, or otherwise uses it.
    case uses
    /// The manifest says so.
    case stated
  }

  /// What must be there first.
  public var parent: NodeID
  /// What needs it.
  public var child: NodeID
  /// In which way.
  public var kind: Kind
  /// Where it is stated.
  public var reasons: [Evidence]

  /// Creates an edge.
  public init(
    from parent: NodeID, to child: NodeID, _ kind: Kind = .from, reasons: [Evidence] = []
  ) {
    self.parent = parent
    self.child = child
    self.kind = kind
    self.reasons = reasons
  }
}

/// A pair of nodes with at least one edge between them, whatever its kind.
public struct Link: Hashable, Sendable, CustomStringConvertible {
  /// What must be there first.
  public var parent: NodeID
  /// What needs it.
  public var child: NodeID

  /// Creates a link.
  public init(from parent: NodeID, to child: NodeID) {
    self.parent = parent
    self.child = child
  }

  /// `python-base → tools`.
  public var description: String { "\(parent) → \(child)" }
}
