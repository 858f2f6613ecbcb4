/// What a build is made from.
struct BuildRequest: Sendable {
  /// Directory of the context.
  var context: String
  /// Path of the Dockerfile.
  var file: String
  var target: String?
  var platform: String
  var arguments: [String]
  /// `NAME=docker-image://REFERENCE`.
  var contexts: [String]
  var labels: [String]
  /// Where it is pushed, without a tag.
  var repository: String
  /// Where signing in leaves what it was told.
  var authenticationFile: String
  var seconds: Int
}

/// One image for one platform, in the registry under its digest.
struct PushedManifest: Sendable {
  let digest: String
  let size: Int
  let platform: String

  /// The entry for it in an index.
  var entry: Value {
    let parts = platform.split(separator: "/").map { Value.string(String($0)) }
    return .object([
      "mediaType": .string(Registry.manifestType), "digest": .string(digest),
      "size": .number(Double(size)),
      "platform": .object(["os": parts.first ?? .null, "architecture": parts.last ?? .null]),
    ])
  }
}

/// A container that a job runs in.
struct JobContainer: Sendable {
  let name: String
}

/// Builds images and runs steps in them.
protocol ImageBuilder: Sendable {
  /// Builds and pushes; throws `StepFailure` when the build fails.
  func build(_ request: BuildRequest, scratch: Folder) async throws -> PushedManifest
  /// Pulls an image, as `user:password`, and makes a container of it; throws `StepFailure` when
  /// there is no such image.
  func start(_ image: String, _ login: String?, folder: Folder) async throws -> JobContainer
  /// Runs a command in a container, which sees the folder of the job at the same path.
  func run(
    _ command: [String], in container: JobContainer, _ work: Folder,
    _ environment: [String: String], seconds: Int
  ) async throws -> Finished
  /// Lines that define `builder` for a shell: the builder's own command, for what is given behind it.
  func shell(_ authenticationFile: String) -> String
  /// Removes a container.
  func stop(_ container: JobContainer) async throws
}

/// One build of an image by a command, which may be pushed nowhere.
public struct Trial: Sendable, Hashable {
  /// The Dockerfile, as the command names it.
  public let file: String
  /// Where it was pushed; `nil` for nowhere.
  public let place: String?
  /// The run that built it.
  public let run: Int
}

/// One push of an image by a workflow.
public struct Build: Sendable {
  /// Where it was pushed: repository and tag.
  public let reference: String
  /// The digest of the index.
  public let digest: String
  /// The commit that the context was checked out from.
  public let commit: String
  /// The parents that it says it was built on: JSON of reference and digest.
  public let bases: String
  /// The run that built it.
  public let run: Int
  /// What the builder was made of.
  public let builder: String
  /// What the attestation tells.
  public let provenance: String
  /// Whether the cache that it was told to use was there.
  public let foundCache: Bool

  /// The repository.
  public var repository: String {
    String(reference[..<(reference.lastIndex(of: ":") ?? reference.endIndex)])
  }

  /// The last part of the repository.
  public var image: String { String(repository.split(separator: "/").last ?? "") }
}
