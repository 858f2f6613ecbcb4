internal import BuildGraph
internal import Manifest
internal import SourceText

extension StagePlanner {
  /// The stages of a group: one, or several when it has more images than a matrix may have legs.
  ///
  /// Only images that do not depend on each other come apart, for that costs nothing. The others
  /// stay in one workflow, in several matrices.
  func divided(_ group: StageGroup) -> [Stage] {
    let limit = Pipeline.maximumMatrixJobs
    guard group.images.count > limit else {
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

  /// One job per level, tier and shape, or several where one matrix cannot hold them; a level waits
  /// for the jobs of all levels below.
  private func jobs(of images: [ResolvedImage]) -> [Stage.BuildJob] {
    let depth = depths(of: images)
    let keys = images.map { Key(depth[$0.id] ?? 0, $0) }
    var groups: [(key: Key, images: [ResolvedImage])] = []
    for (key, image) in zip(keys, images) {
      if let index = groups.firstIndex(where: { $0.key == key }) {
        groups[index].images.append(image)
      } else {
        groups.append((key, [image]))
      }
    }
    groups.sort { $0.key.depth < $1.key.depth }
    let limit = Pipeline.maximumMatrixJobs
    let rank = Dictionary(
      (times?.longestRemainingFirst ?? []).enumerated().map { ($1, $0) }, uniquingKeysWith: min)
    let parts = groups.flatMap { key, images in
      let sorted = images.sorted { (rank[$0.id] ?? 0) < (rank[$1.id] ?? 0) }
      return stride(from: 0, to: sorted.count, by: limit).map { start in
        (key: key, images: Array(sorted[start..<min(start + limit, sorted.count)]))
      }
    }
    let waits = Self.waits(of: parts.map { ($0.key.depth, $0.images) })
    var jobs: [Stage.BuildJob] = []
    for (number, part) in parts.enumerated() {
      let below = zip(parts, jobs).enumerated().filter { index, other in
        other.0.key.depth < part.key.depth || waits[number].contains(index)
      }.map(\.element.1.id)
      jobs.append(
        Stage.BuildJob(
          id: parts.count == 1 ? "build" : "build-\(number + 1)", images: part.images,
          tier: part.images[0].tier, needs: below))
    }
    return jobs
  }

  /// The length of the longest path to each image among the given ones.
  private func depths(of images: [ResolvedImage]) -> [NodeID: Int] {
    var depths: [NodeID: Int] = [:]
    let inside = Set(images.map(\.id))
    for id in graph.topologicalOrder where inside.contains(id) {
      depths[id] = graph.parents(of: id).compactMap { depths[$0].map { $0 + 1 } }.max() ?? 0
    }
    return depths
  }

  /// What images must share to be the legs of one matrix.
  private struct Key: Equatable {
    let depth: Int
    let tier: String
    /// What is passed through to the job.
    let shape: JobExtras.Shape
    /// The arguments that change from run to run: they are in the environment of the job's step.
    let volatile: [String]

    init(_ depth: Int, _ image: ResolvedImage) {
      self.depth = depth
      tier = image.tier.name.value
      shape = JobExtras.Shape(image.image.extras)
      volatile = image.image.volatileArgs.map { "\($0.name.value)=\($0.value.value)" }.sorted()
    }
  }
}
