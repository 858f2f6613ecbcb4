internal import SourceText

extension PipelineData {
  /// The registry of the images: which host the credentials are for, and how its answers are read.
  public struct Registry: Equatable, Sendable {
    /// The host, with its port.
    public var host: String
    /// What runs it, as the manifest calls it.
    public var kind: String
    /// The statuses of HTTP that mean "no such image".
    public var absent: [Int]
    /// The path of the certificates of the authority that vouches for the host; empty for none.
    public var authority: String
    /// Whether a tag that is there can never hold anything else: an image that is built anew for the
    /// same content then gets a counter, and the highest one counts.
    public var hasImmutableTags: Bool

    /// Creates a description.
    public init(
      host: String, kind: String = "generic", absent: [Int] = [404], authority: String = "",
      hasImmutableTags: Bool = false
    ) {
      self.host = host
      self.kind = kind
      self.absent = absent
      self.authority = authority
      self.hasImmutableTags = hasImmutableTags
    }
  }
}

extension PipelineData.Registry {
  var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("host", .string(host)), .init("kind", .string(kind)),
      .init("absent", .array(absent.map(JSONValue.integer))),
    ]
    if !authority.isEmpty { members.append(.init("ca", .string(authority))) }
    if hasImmutableTags { members.append(.init("immutable", .bool(true))) }
    return .object(members)
  }
}
