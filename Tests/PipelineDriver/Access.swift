#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// How the registry wants to be reached.
public enum Access: String, Sendable, CaseIterable {
  /// With GitHub's own token as a password, as ghcr.io does.
  case token
  /// By everybody.
  case open
  /// With a user and a password of its own.
  case basic
  /// With a token for each repository, which user and password are traded for; on its worse days it
  /// answers 429 and 500, and it says 401 of a repository that was never pushed.
  case bearer
  /// By everybody, and a tag that is there stays what it is.
  case immutable

  /// What `WFGEN_ACCESS` asks for; GitHub's token when it asks for nothing.
  public static let current =
    ProcessInfo.processInfo.environment["WFGEN_ACCESS"].flatMap(Access.init) ?? .token

  /// Whether it wants to know who asks.
  var isLocked: Bool { self != .open && self != .immutable }

  /// Whether a variable and a secret of the repository open it.
  var usesSecret: Bool { self == .basic || self == .bearer }

  /// The registry as a manifest states it; `nil` where it is said to be ghcr.io.
  /// - Parameters:
  ///   - host: host and port.
  ///   - namespace: the path below it.
  public func manifest(host: String, namespace: String) -> String? {
    let place = "host: '\(host)', namespace: \(namespace)"
    let login = "login: {secrets: {user: REGISTRY_USERNAME, password: REGISTRY_PASSWORD}}"
    switch self {
    case .token: return nil
    case .open: return "{\(place)}"
    case .immutable: return "{\(place), tags: immutable}"
    case .basic: return "{\(place), \(login)}"
    case .bearer: return "{\(place), \(login), absent: [404, 401]}"
    }
  }
}
