import BuildGraph
import RandomPipelines

/// One random repository, made from a seed; the same seed always makes the same.
struct RandomCase {
  let seed: UInt64
  var random: SplitMix
  /// The commit as git lists it.
  let tree: [TreeEntry]
  var data: PipelineData
  /// The images that the script is asked for, a few of all.
  let wanted: [String]

  /// The seeds of a run: `WFGEN_SEED` asks for one, `WFGEN_FULL=1` for a thousand.
  static let seeds: [UInt64] = {
    if let seed = Workshop.variable("WFGEN_SEED").flatMap(UInt64.init) { return [seed] }
    return Array(1...(isFullRun ? 1000 : 60))
  }()

  static let isFullRun = Workshop.variable("WFGEN_FULL") == "1"

  /// The commands for `git fast-import` that make the commit of a seed.
  static func commit(_ seed: UInt64) -> [UInt8] {
    var random = SplitMix(seed: seed)
    var stream = Array(
      "commit refs/heads/r\(seed)\ncommitter T <t@example.org> 0 +0000\ndata 0\n\n".utf8)
    for entry in RandomTree.make(using: &random) {
      let isSubmodule = entry.mode == "160000"
      stream += Array("M \(entry.mode) \(isSubmodule ? entry.id : "inline") \"".utf8)
      for byte in entry.path {
        switch byte {
        case UInt8(ascii: "\n"): stream += Array("\\n".utf8)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): stream += [UInt8(ascii: "\\"), byte]
        default: stream.append(byte)
        }
      }
      stream += Array("\"\n".utf8)
      if !isSubmodule { stream += Array("data 40\n\(entry.id)\n".utf8) }
    }
    return stream
  }

  /// The case of a seed, for the commit as git lists it.
  init?(seed: UInt64, listing: [UInt8]) {
    guard let tree = TreeEntry.list(fromTree: listing) else { return nil }
    self.seed = seed
    self.tree = tree
    var random = SplitMix(seed: seed &+ 0x5EED_0000)
    data = RandomPipeline.make(for: tree, using: &random)
    if random.chance(4), !data.images.isEmpty { data.images[0].dockerfile = "no/Dockerfile 100%" }
    wanted = random.some(data.images.map(\.name), atMost: 2)
    self.random = random
  }

  /// The named images and all that they are built on.
  func withAncestors(_ names: [String]) -> Set<String> {
    var needed = Set(names)
    for image in data.images.reversed() where needed.contains(image.name) {
      needed.formUnion(image.parents.compactMap(\.image))
    }
    return needed
  }
}
