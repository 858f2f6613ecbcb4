/// What makes a node of the graph itself: its name, variant and platform.
///
/// Two variants of one repository, or one image for two platforms, are different nodes; to identify
/// them by the repository name alone would draw cycles that do not exist.
public struct NodeID: Hashable, Sendable {
  /// The name of the image or task.
  public var name: String
  /// Which of several images of that name, such as `phase2`.
  public var variant: String?
  /// The platform when the node is of one platform alone, such as `linux/arm64`.
  public var platform: String?

  /// Creates an identity.
  public init(_ name: String, variant: String? = nil, platform: String? = nil) {
    self.name = name
    self.variant = variant
    self.platform = platform
  }
}

extension NodeID: Comparable {
  /// By name, then variant, then platform; what is absent comes first.
  public static func < (left: NodeID, right: NodeID) -> Bool {
    if left.name != right.name { return left.name < right.name }
    if left.variant != right.variant { return absentFirst(left.variant, right.variant) }
    return absentFirst(left.platform, right.platform)
  }

  private static func absentFirst(_ left: String?, _ right: String?) -> Bool {
    guard let right else { return false }
    guard let left else { return true }
    return left < right
  }
}

extension NodeID: CustomStringConvertible {
  /// `python-ml`, `stt:phase2`, `base[linux/arm64]`.
  public var description: String {
    var text = name
    if let variant { text += ":\(variant)" }
    if let platform { text += "[\(platform)]" }
    return text
  }
}

extension NodeID: ExpressibleByStringLiteral {
  /// The node of that name, without variant or platform: the literal is not taken apart.
  public init(stringLiteral name: String) {
    self.init(name)
  }
}
