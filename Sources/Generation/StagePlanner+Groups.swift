internal import BuildGraph
internal import Manifest
internal import SourceText

/// Images that share a workflow, before the workflow is divided into jobs.
struct StageGroup {
  /// What files and messages call it.
  var id: String
  /// The workflow's name, without the prefix.
  var title: String
  /// The images.
  var images: [ResolvedImage]
}

extension StagePlanner {
  /// The groups that the layout asks for; where grouping by tier would be cyclic, the tier is split.
  mutating func groups(of images: [ResolvedImage]) -> [StageGroup] {
    let byID = Dictionary(images.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    let parts = graph.tierGroups(declared: manifest.tiers.map(\.name.value)) { node in
      byID[node.id].map(groupName)
    }
    let groups = (parts ?? []).compactMap { part in part.tier.map { (part, $0) } }
    for tier in Set(groups.map(\.1)).sorted() {
      reportSplit(tier, groups.filter { $0.1 == tier }.map(\.0.name))
    }
    return groups.map { part, tier in
      let number = part.name.dropFirst(tier.count).map { $0 == "-" ? " " : $0 }
      return StageGroup(
        id: String(part.name.map { Self.isPlain($0) ? $0 : "-" }),
        title: (manifest.tier(named: tier)?.title ?? title(ofGroup: tier)) + String(number),
        images: part.members.compactMap { byID[$0] })
    }
  }

  private func groupName(of image: ResolvedImage) -> String {
    switch manifest.layout {
    case .tier: image.tier.name.value
    case .level: "level-\(graph.level(of: image.id) ?? 0)"
    case .image: image.name
    case .single: "images"
    }
  }

  private mutating func reportSplit(_ tier: String, _ names: [String]) {
    guard names.count > 1 else { return }
    let range = manifest.tier(named: tier)?.name.range ?? SourceRange.at(0)
    diagnostics.append(
      Diagnostic(
        "tier-split", .info,
        "tier '\(tier)' is built in \(names.map { "'\($0)'" }.joined(separator: " and ")), because "
          + "an image of another tier lies between them",
        at: SourceLocation(manifest.file, range)))
  }

  /// Groups that share a workflow because the chain would otherwise have more hops than GitHub makes.
  ///
  /// The levels of the chain are spread over as many workflows as there may be in a row; of those
  /// that fall together, the ones that depend on each other become one workflow.
  mutating func folded(_ groups: [StageGroup]) -> [StageGroup] {
    let members = Dictionary(
      uniqueKeysWithValues: groups.enumerated().flatMap { index, group in
        group.images.map { ($0.id, index) }
      })
    let parents = groups.enumerated().map { index, group in
      Set(group.images.flatMap { graph.parents(of: $0.id) }.compactMap { members[$0] })
        .subtracting([index])
    }
    let most = Pipeline.maximumHops + 1 - (manifest.tasks.isEmpty ? 0 : 1)
    let begins = groups.map { foreignHops(behind: $0.images) }
    let levels = Self.levels(parents, from: begins)
    let depth = (levels.max() ?? 0) + 1
    guard depth > most else { return groups }
    // What stands before a foreign workflow ends stays where it is. One row is left at the least:
    // what does not fit then is refused when the stages are linked.
    let begin = min(begins.max() ?? 0, most - 1)
    let room = most - begin
    let rows = levels.map { level in
      level < begin ? level : begin + (level - begin) * room / (depth - begin)
    }
    let merged = Self.components(of: groups.indices, joinedBy: { rows[$0] == rows[$1] }, parents)
    return merged.map { indices in
      guard indices.count > 1 else { return groups[indices[0]] }
      let parts = indices.map { groups[$0] }
      reportFolding(parts, depth: depth)
      return StageGroup(
        id: Self.joined(parts.map(\.id), by: "-"), title: Self.joined(parts.map(\.title), by: ", "),
        images: parts.flatMap(\.images))
    }
  }

  /// How many hops it takes to images whose parents foreign workflows publish; 0 without any.
  private func foreignHops(behind images: [ResolvedImage]) -> Int {
    images.flatMap { graph.parents(of: $0.id) }
      .compactMap { project.image($0)?.image.builtBy }.map { $0.hops + 1 }.max() ?? 0
  }

  /// One name for several: all of them, or the first with the number of the others where file and
  /// workflow could not be called that: file systems end names at 255 bytes.
  private static func joined(_ names: [String], by separator: String) -> String {
    let all = names.joined(separator: separator)
    guard all.utf8.count > 100 else { return all }
    let words = [names[0], "and", String(names.count - 1), "more"]
    return words.joined(separator: separator == "-" ? "-" : " ")
  }

  private mutating func reportFolding(_ parts: [StageGroup], depth: Int) {
    let names = parts.map { "'\($0.title)'" }.joined(separator: ", ")
    let range = parts[0].images.first?.tier.name.range ?? SourceRange.at(0)
    diagnostics.append(
      Diagnostic(
        "folded-stages", .info,
        "\(names) share a workflow: a chain of \(depth) workflows would need more than the "
          + "\(Pipeline.maximumHops) hops that GitHub makes",
        at: SourceLocation(manifest.file, range)))
  }

  /// The length of the longest path to each index, where some begin further down.
  private static func levels(_ parents: [Set<Int>], from begins: [Int]) -> [Int] {
    var levels = [Int?](repeating: nil, count: parents.count)
    func level(_ index: Int) -> Int {
      if let known = levels[index] { return known }
      let value = max(begins[index], parents[index].map { level($0) + 1 }.max() ?? 0)
      levels[index] = value
      return value
    }
    return parents.indices.map(level)
  }

  /// The connected components of indices, looking at the joined pairs alone, in order.
  static func components(
    of indices: Range<Int>, joinedBy joined: (Int, Int) -> Bool, _ parents: [Set<Int>]
  ) -> [[Int]] {
    var component = Array(indices)
    func root(_ index: Int) -> Int {
      var index = index
      while component[index] != index { index = component[index] }
      return index
    }
    for index in indices {
      for parent in parents[index] where joined(index, parent) {
        let (left, right) = (root(index), root(parent))
        component[max(left, right)] = min(left, right)
      }
    }
    return Dictionary(grouping: indices, by: root).sorted { $0.key < $1.key }.map {
      $0.value.sorted()
    }
  }

  static func isPlain(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || "-_".contains(character))
  }

  /// The name of a workflow whose group is no declared tier.
  private func title(ofGroup name: String) -> String {
    switch manifest.layout {
    case .tier, .level, .single: name.asTitle
    case .image: name
    }
  }
}
