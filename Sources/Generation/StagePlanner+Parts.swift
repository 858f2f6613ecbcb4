internal import BuildGraph
internal import Manifest

extension StagePlanner {
  /// The stages of a group: one, or several when it has more images than a matrix may have legs.
  ///
  /// Only images that do not depend on each other come apart, for that costs nothing. The others
  /// stay in one workflow, in several matrices; so does everything that is to be a single one.
  func divided(_ group: StageGroup) -> [Stage] {
    let limit = Pipeline.maximumMatrixJobs
    guard group.images.count > limit, manifest.layout != .single else {
      return [stage(group.id, group.title, group.images)]
    }
    let index = Dictionary(uniqueKeysWithValues: group.images.enumerated().map { ($1.id, $0) })
    let parents = group.images.map { image in
      Set(graph.parents(of: image.id).compactMap { index[$0] })
    }
    let families = Self.components(
      of: group.images.indices, joinedBy: { _, _ in true }, parents)
    var parts: [[Int]] = [[]]
    for family in families {
      if (parts.last?.count ?? 0) + family.count > limit, parts.last != [] { parts.append([]) }
      parts[parts.count - 1] += family
    }
    return parts.enumerated().map { number, members in
      let images = members.sorted().map { group.images[$0] }
      return number == 0
        ? stage(group.id, group.title, images)
        : stage("\(group.id)-part-\(number + 1)", "\(group.title), part \(number + 1)", images)
    }
  }

  private func stage(_ id: String, _ title: String, _ images: [ResolvedImage]) -> Stage {
    Stage(id: id, title: manifest.prefix + title, work: .builds(jobs(of: images)))
  }
}
