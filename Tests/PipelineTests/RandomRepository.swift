import RandomPipelines

/// A small repository whose images build on each other as chance will have it.
struct RandomRepository {
  /// One image.
  struct Image {
    let name: String
    let tier: Int
    /// Whether it names its base by an argument, or in the FROM itself.
    let hasArgument: Bool
    /// The images it is built on: the first by FROM, the others by COPY --from. Without any it is
    /// built on a public one.
    let parents: [String]
    /// The files that it copies.
    let files: [String]
  }

  /// Parents before children.
  private(set) var images: [Image] = []
  let layout: String

  static let name = "example/random"
  static let publicBase = "library/public:1"

  /// 3 to 6 images in 2 or 3 tiers.
  init(using random: inout SplitMix) {
    layout = random.pick(["tier", "tier", "tier", "level", "image", "single"], or: "tier")
    let count = random.pick([3, 3, 4, 4, 5, 6], or: 3)
    let tiers = Int.random(in: 2...3, using: &random)
    for index in 0..<count {
      let name = "abcdef".map(String.init)[index]
      let tier = index * tiers / count
      let below = images.filter { $0.tier < tier }.map(\.name)
      let beside = images.filter { $0.tier == tier }.map(\.name)
      var parents = Array(random.some(below, atMost: 2))
      if parents.isEmpty, random.chance(85) { parents = below.prefix(1).map { $0 } }
      if parents.count < 2, random.chance(30) { parents += beside.prefix(1) }
      images.append(
        Image(
          name: name, tier: tier, hasArgument: random.chance(50), parents: parents,
          files: ["\(name).txt"] + (random.chance(25) ? ["shared.txt"] : [])))
    }
  }

  /// All its files by path, for `World.take`.
  var files: [String: String] {
    let tiers = Set(images.map(\.tier)).sorted().map { "t\($0): {}" }.joined(separator: ", ")
    let list = images.map { "  \($0.name): {dockerfile: \($0.name).Dockerfile, tier: t\($0.tier)}" }
    var files = [
      "wfgen.yml": """
      version: 1
      repository: \(Self.name)
      registry: ghcr.io/\(Self.name)
      layout: \(layout)
      tiers: {\(tiers)}
      images:
      \(list.joined(separator: "\n"))
      """
    ]
    for image in images {
      files["\(image.name).Dockerfile"] = Self.dockerfile(of: image)
      for file in image.files { files[file] = "1" }
    }
    return files
  }

  /// The names of all files that images copy.
  var sources: [String] { Set(images.flatMap(\.files)).sorted() }

  private static func dockerfile(of image: Image) -> String {
    let references = image.parents.map { "ghcr.io/\(name)/\($0):latest" }
    let base = references.first ?? "REGISTRY/\(publicBase)"
    var lines = image.hasArgument ? ["ARG BASE=\(base)", "FROM ${BASE}"] : ["FROM \(base)"]
    lines += zip(references, image.parents).dropFirst().map {
      "COPY --from=\($0) /\($1).txt /from-\($1).txt"
    }
    lines.append("COPY \(image.files.joined(separator: " ")) /")
    return lines.joined(separator: "\n") + "\n"
  }
}
