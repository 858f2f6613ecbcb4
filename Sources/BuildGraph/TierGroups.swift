/// A tier, or a part of one, that can be built as a whole before others and after others.
public struct TierGroup: Hashable, Sendable {
  /// The tier's name, with a number behind it when the tier had to be split; for a node without a
  /// tier its own.
  public let name: String
  /// The tier whose policy holds for the members.
  public let tier: String?
  /// Its members, in topological order.
  public let members: [NodeID]
}

extension BuildGraph {
  /// The tiers in an order in which they can be built, each whole where that is possible.
  ///
  /// Where tiers need each other in a circle, those on it are split where the circle closes:
  /// `heavy-1`, `light`, `heavy-2`. There are as few groups as can be (among many tiers in great
  /// disorder, where that would take too long to find out, few), and each node is in the earliest
  /// part of its tier that it can be in. Tiers on no circle are never split. Of groups that could
  /// come next, the one whose tier is declared first does.
  ///
  /// - Parameters:
  ///   - declared: the tiers in the order in which they are declared; others follow by name.
  ///   - tier: the tier of a node; a node without one is a group of its own.
  /// - Returns: `nil` when the graph has a cycle.
  public func tierGroups(
    declared: [String] = [], tier: (BuildNode) -> String? = \.tier
  ) -> [TierGroup]? {
    guard order.count == nodes.count else { return nil }
    let tiers = nodes.map(tier)
    let names = Self.tierNames(tiers, declared: declared)
    let places = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: min)
    var colours = [Int](repeating: 0, count: nodes.count)
    var lone = names.count
    for (node, tier) in tiers.enumerated() {
      colours[node] = tier.flatMap { places[$0] } ?? lone
      if tier == nil { lone += 1 }
    }

    var parts = [Int](repeating: 0, count: nodes.count)
    let tierGraph = shape.contracted(to: lone, by: colours)
    for component in tierGraph.cyclicComponents() {
      for (part, members) in runs(within: Set(component), colours: colours) {
        for node in members { parts[node] = part }
      }
    }
    return groups(colours: colours, parts: parts, tiers: tiers)
  }

  private static func tierNames(_ tiers: [String?], declared: [String]) -> [String] {
    let used = Set(tiers.compactMap { $0 })
    return declared.filter(used.contains) + used.subtracting(declared).sorted()
  }

  /// The runs over the tiers of one circle, each with its number among those of its tier.
  private func runs(within tiers: Set<Int>, colours: [Int]) -> [(part: Int, members: [Int])] {
    let members = order.filter { tiers.contains(colours[$0]) }
    let local = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1, $0) })
    let numbers = Dictionary(uniqueKeysWithValues: tiers.sorted().enumerated().map { ($1, $0) })
    let search = RunSearch(
      parents: members.map { shape.parents(of: $0).compactMap { local[$0] } },
      colours: members.map { numbers[colours[$0], default: 0] })
    var parts: [Int: Int] = [:]
    return search.fewestRuns().map { run in
      let nodes = run.map { members[$0] }
      let colour = nodes.first.map { colours[$0] } ?? 0
      defer { parts[colour, default: 0] += 1 }
      return (parts[colour, default: 0], nodes)
    }
  }

  private func groups(colours: [Int], parts: [Int], tiers: [String?]) -> [TierGroup] {
    let keys = zip(colours, parts).map { GroupKey(colour: $0, part: $1) }
    let sorted = Set(keys).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, $0) })
    let groupOfNode = keys.map { numbers[$0, default: 0] }
    var members = [[Int]](repeating: [], count: sorted.count)
    for node in order { members[groupOfNode[node]].append(node) }

    let isSplit = Set(sorted.filter { $0.part > 0 }.map(\.colour))
    var taken = Set(tiers.compactMap { $0 })
    let names = sorted.enumerated().map { number, key -> String in
      let tier = members[number].first.flatMap { tiers[$0] }
      let plain = tier ?? members[number].first.map { nodes[$0].id.description } ?? ""
      let isFree = tier != nil || taken.insert(plain).inserted
      if isFree, !isSplit.contains(key.colour) { return plain }
      var suffix = 1
      while !taken.insert("\(plain)-\(suffix)").inserted { suffix += 1 }
      return "\(plain)-\(suffix)"
    }
    return shape.contracted(to: sorted.count, by: groupOfNode).smallestFirstOrder().map { group in
      TierGroup(
        name: names[group], tier: members[group].first.flatMap { tiers[$0] },
        members: self.names(members[group]))
    }
  }
}

/// A part of a tier; tiers are numbered in their order.
private struct GroupKey: Hashable, Comparable {
  var colour: Int
  var part: Int

  static func < (left: GroupKey, right: GroupKey) -> Bool {
    (left.colour, left.part) < (right.colour, right.part)
  }
}
