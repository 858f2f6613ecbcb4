/// What a registry says about one reference.
public enum RegistryAnswer: Hashable, Sendable {
  /// It is there.
  case present(Published)
  /// The registry says that it is not there.
  case absent
  /// The registry said neither, and why: an answer that allows no conclusion.
  case unknown(String)

  /// A published image index.
  public struct Published: Hashable, Sendable {
    /// The digest of the index.
    public var digest: String
    /// What it records about its parents: reference to digest; `nil` when wfgen did not make it.
    public var bases: [String: String]?
    /// The run that built it, as `ID.ATTEMPT`, when that is recorded.
    public var run: String?

    /// Creates a description of an index.
    public init(digest: String, bases: [String: String]? = nil, run: String? = nil) {
      self.digest = digest
      self.bases = bases
      self.run = run
    }
  }

  /// What is published, when it is known to be.
  public var published: Published? {
    if case .present(let published) = self { published } else { nil }
  }
}
