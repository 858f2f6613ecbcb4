#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A registry on this machine, asked with curl.
public struct Registry: Sendable {
  /// The actor of all runs, and the token of all jobs; user and password of the registry.
  package static let credentials = (user: "octo", token: "s3cret")

  /// Host and port.
  public let host: String
  /// Those at which the driver itself reaches it.
  let inside: String

  /// A registry that listens there.
  package init(host: String, inside: String? = nil) {
    self.host = host
    self.inside = inside ?? host
  }

  static let indexType = "application/vnd.oci.image.index.v1+json"
  static let manifestType = "application/vnd.oci.image.manifest.v1+json"

  /// The repositories that hold something.
  public func repositories() async throws -> [String] {
    strings(try await get("/v2/_catalog")["repositories"])
  }

  /// The tags of a repository, sorted.
  public func tags(of repository: String) async throws -> [String] {
    strings(try await get("/v2/\(repository)/tags/list")["tags"]).sorted()
  }

  /// A manifest with its digest, by a reference with a tag or a digest; `nil` when it is absent.
  public func manifest(_ reference: String) async throws -> (digest: String, body: Value)? {
    let (name, version) = Self.parts(of: reference)
    let text = try await tool(
      "curl", "-s", "-u", Self.login, "-D", "-", "-H",
      "Accept: \(Self.indexType), \(Self.manifestType)",
      "http://\(inside)/v2/\(name)/manifests/\(version)")
    guard let end = text.firstRange(of: "\r\n\r\n") else {
      throw ToolFailure(message: "no answer about \(reference)")
    }
    guard let digest = Self.digest(in: text[..<end.lowerBound]) else { return nil }
    return (digest, try Value(json: String(text[end.upperBound...])))
  }

  /// The configuration of an image.
  public func blob(_ repository: String, _ digest: String) async throws -> Value {
    try await get("/v2/\(repository)/blobs/\(digest)")
  }

  /// Puts a manifest at a tag and says its digest.
  @discardableResult
  package func put(_ body: Value, at reference: String) async throws -> String {
    let (name, version) = Self.parts(of: reference)
    guard case .string(let type) = body["mediaType"] else { throw Unsupported("a manifest") }
    let text = try await tool(
      "curl", "-s", "-u", Self.login, "-D", "-", "-X", "PUT", "-H", "Content-Type: \(type)",
      "--data-binary",
      try body.json(), "http://\(inside)/v2/\(name)/manifests/\(version)")
    guard let digest = Self.digest(in: text[...]) else { throw StepFailure("push: \(text)") }
    return digest
  }

  /// An index of such entries.
  package static func index(of manifests: [Value], annotations: [String: Value] = [:]) -> Value {
    var index: [String: Value] = [
      "schemaVersion": .number(2), "mediaType": .string(indexType), "manifests": .array(manifests),
    ]
    if !annotations.isEmpty { index["annotations"] = .object(annotations) }
    return .object(index)
  }

  private static let login = "\(credentials.user):\(credentials.token)"

  /// What tools read that ask this registry.
  var authenticationFile: String {
    let login = Data(Self.login.utf8).base64EncodedString()
    return #"{"auths": {"\#(host)": {"auth": "\#(login)"}}}"#
  }

  private func get(_ path: String) async throws -> Value {
    try Value(json: try await tool("curl", "-s", "-u", Self.login, "http://\(inside)\(path)"))
  }

  private func strings(_ value: Value) -> [String] {
    guard case .array(let items) = value else { return [] }
    return items.map(\.text)
  }

  private static func digest(in headers: Substring) -> String? {
    let line = headers.split(separator: "\r\n").first {
      $0.lowercased().hasPrefix("docker-content-digest:")
    }
    return line.map { String($0.drop { $0 != ":" }.dropFirst(2)) }
  }

  /// The name of the repository without the host, and the tag or the digest.
  private static func parts(of reference: String) -> (name: String, version: String) {
    let path = reference.drop { $0 != "/" }.dropFirst()
    let separator = path.firstIndex(of: "@") ?? path.lastIndex(of: ":") ?? path.endIndex
    return (String(path[..<separator]), String(path[separator...].dropFirst()))
  }
}
