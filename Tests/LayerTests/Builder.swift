import FoundationEssentials

/// What a build made, as far as it does not tell when and how.
struct BuiltImage: Equatable, Sendable {
  /// The digests of the uncompressed layers, from the bottom up, parents' first.
  let layers: [String]
  /// What containers of it start with.
  let configuration: Configuration

  /// The parts of an image's configuration that instructions of the fixtures set.
  struct Configuration: Codable, Equatable, Sendable {
    let environment: [String]?
    let command: [String]?
    let folder: String?

    private enum CodingKeys: String, CodingKey {
      case environment = "Env"
      case command = "Cmd"
      case folder = "WorkingDir"
    }
  }
}

/// Builds with buildah, without a daemon, a registry or a cache, at one fixed point in time.
struct Builder: Sendable {
  let workshop: Workshop

  private var buildah: [String] {
    [
      "buildah", "--storage-driver", "vfs", "--root", workshop.root + "/images", "--runroot",
      workshop.root + "/state",
    ]
  }

  /// Builds an image; its parents are those that have their names in the storage at this moment.
  /// - Returns: the id of the image.
  func build(
    _ dockerfile: String, context: String, target: String = "", as name: String
  ) async throws -> String {
    let printed = try await workshop.tool(
      buildah + [
        "bud", "--quiet", "--isolation", "chroot", "--pull=never", "--layers=false",
        "--timestamp", "0", "--file", dockerfile, "--tag", name,
      ] + (target.isEmpty ? [] : ["--target", target]) + [context])
    return printed.split(separator: "\n").last.map(String.init) ?? ""
  }

  /// Gives an image a name, which another one may lose by it.
  func tag(_ id: String, as name: String) async throws {
    try await workshop.tool(buildah + ["tag", id, name])
  }

  /// Takes images away; none of them may have a name.
  func remove(_ ids: [String]) async throws {
    if !ids.isEmpty { try await workshop.tool(buildah + ["rmi", "--force"] + ids) }
  }

  /// What an image consists of.
  func inspect(_ id: String) async throws -> BuiltImage {
    let printed = try await workshop.tool(buildah + ["inspect", "--type", "image", id])
    let answer = try JSONDecoder().decode(Inspection.self, from: Data(printed.utf8))
    return BuiltImage(
      layers: answer.image.rootfs.layers, configuration: answer.image.config)
  }
}

private struct Inspection: Codable {
  let image: Image

  struct Image: Codable {
    let config: BuiltImage.Configuration
    let rootfs: Rootfs
  }

  struct Rootfs: Codable {
    let layers: [String]

    enum CodingKeys: String, CodingKey {
      case layers = "diff_ids"
    }
  }

  enum CodingKeys: String, CodingKey {
    case image = "OCIv1"
  }
}
