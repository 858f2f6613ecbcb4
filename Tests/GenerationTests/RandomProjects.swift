import Fixtures
import Manifest
import SourceText

/// A generator whose numbers follow from its seed alone.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

/// A repository of random images whose Dockerfiles state random edges.
func randomRepository(images count: Int, seed: UInt64, layout: Layout = .tier) -> MemoryTree {
  var random = SeededGenerator(seed: seed)
  var manifest = "version: 1\nrepository: o/r\nregistry: ghcr.io/o/r\nlayout: \(layout)\n"
  manifest += "tiers:\n"
  let tiers = Int.random(in: 1...6, using: &random)
  for tier in 0..<tiers {
    manifest += "  t\(tier): {build-timeout: \(Int.random(in: 5...200, using: &random))"
    if Bool.random(using: &random) { manifest += ", max-parallel: 2, cleanup: prune" }
    manifest += "}\n"
  }
  manifest += "images:\n"
  var files: [String: String] = [:]
  for image in 0..<count {
    manifest +=
      "  i\(image): {dockerfile: d/i\(image), tier: t\(Int.random(in: 0..<tiers, using: &random))"
    manifest += ", minutes: \(Int.random(in: 1...30, using: &random))}\n"
    var text = ""
    for _ in 0..<Int.random(in: 0...2, using: &random) where image > 0 {
      let parent = Int.random(in: 0..<image, using: &random)
      text += "FROM ghcr.io/o/r/i\(parent) AS p\(parent)\n"
    }
    text += "FROM alpine:3.22\n"
    for line in text.split(separator: "\n") where line.contains(" AS ") {
      text += "COPY --from=\(line.split(separator: " ").last ?? "") /x /x\n"
    }
    files["d/i\(image)"] = text
  }
  if Bool.random(using: &random) {
    manifest += "tasks:\n  check: {uses: i\(count - 1), steps: [{run: 'true'}]}\n"
  }
  files["wfgen.yml"] = manifest
  return MemoryTree(files)
}
