internal import BuildGraph
internal import Dockerfiles
internal import SourceText

/// A policy class as a proposal has it.
public struct ProposedTier: Sendable, Hashable {
  /// The name by which images refer to it.
  public var name: String
  /// The name of its workflow.
  public var title: String
  /// Whether its images, or what they are built on, download gigabytes: they are built two at a
  /// time, on a disk made free.
  public var isHeavy: Bool
}

extension ManifestProposal {
  /// Sorts the images by what is built on them, level by level, and by what their builds download.
  ///
  /// A tier for each level of images that others are built on keeps one workflow from waiting for
  /// another twice; all others share one.
  mutating func settleTiers(in files: some FileTree) {
    let file = SourceFile(name: "wfgen.yml", text: text)
    guard let manifest = Manifest.read(file).manifest else { return }
    let graph = Project(manifest, in: files).graph
    guard graph.cycles.isEmpty else { return }
    let heavy = Set(
      images.filter { Self.isHeavy($0, in: files) }.map { NodeID($0.name) }
        .flatMap { [$0] + graph.descendants(of: $0) })
    var tiers: [ProposedTier: Int] = [:]
    for index in images.indices {
      let id = NodeID(images[index].name)
      let level = graph.children(of: id).isEmpty ? nil : graph.level(of: id)
      let isHeavy = heavy.contains(id)
      let number = level.map { $0 == 0 ? "" : "-\($0 + 1)" } ?? ""
      let name = (level == nil ? "apps" : "base") + number + (isHeavy ? "-heavy" : "")
      let words = (level == nil ? "Images" : "Base images") + number.replacing("-", with: " ")
      let tier = ProposedTier(
        name: name, title: words + (isHeavy ? ", heavy" : ""), isHeavy: isHeavy)
      images[index].tier = name
      tiers[tier] = level ?? .max
    }
    guard tiers.count > 1 || tiers.keys.contains(where: \.isHeavy) else {
      for index in images.indices { images[index].tier = nil }
      return
    }
    self.tiers = tiers.sorted { ($0.value, $0.key.name) < ($1.value, $1.key.name) }.map(\.key)
  }

  /// Whether a Dockerfile names something that is gigabytes large; a guess, and only a default.
  private static func isHeavy(_ image: Image, in files: some FileTree) -> Bool {
    guard let text = files.read(image.dockerfile)?.text.lowercased() else { return false }
    return ["torch", "tensorflow", "nvidia", "cuda", "jax"].contains(where: text.contains)
  }
}
