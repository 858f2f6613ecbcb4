internal import BuildGraph
internal import Manifest

extension StagePlanner {
  /// The jobs of a workflow: images that its division lets share one, in matrices that GitHub can
  /// run; each job after those that it needs.
  func jobs(of images: [ResolvedImage]) -> [Stage.BuildJob] {
    let matrices = matrices(of: images)
    let ids = jobIDs(of: matrices)
    let waits = isExact ? [] : Self.waits(of: matrices.map { ($0.key.depth, $0.images) })
    var jobOfImage: [NodeID: Int] = [:]
    for (number, matrix) in matrices.enumerated() {
      for image in matrix.images { jobOfImage[image.id] = number }
    }
    return matrices.enumerated().map { number, matrix in
      let needs =
        if isExact {
          Set(matrix.images.flatMap { graph.parents(of: $0.id) }.compactMap { jobOfImage[$0] })
            .sorted()
        } else {
          // A barrier: matrices of one tier that overlapped would build more than 'max-parallel'.
          matrices.indices.filter {
            matrices[$0].key.depth < matrix.key.depth || waits[number].contains($0)
          }
        }
      return Stage.BuildJob(
        id: ids[number], images: matrix.images, tier: matrix.images[0].tier,
        needs: needs.map { ids[$0] })
    }
  }

  /// Whether jobs wait for the jobs of their parents alone.
  private var isExact: Bool { manifest.layout == .single }

  /// Images that are the legs of one matrix.
  private struct Matrix {
    let key: Key
    /// Longest remaining path first.
    let images: [ResolvedImage]
  }

  /// By depth, then in the order of the manifest.
  private func matrices(of images: [ResolvedImage]) -> [Matrix] {
    let depth = depths(of: images)
    var groups: [[ResolvedImage]] = []
    var keys: [Key] = []
    var position: [Key: Int] = [:]
    for image in images {
      let key = Key(image, depth: depth[image.id] ?? 0, edges: sharedEdges(of: image, depth))
      if let known = position[key] {
        groups[known].append(image)
      } else {
        position[key] = groups.count
        groups.append([image])
        keys.append(key)
      }
    }
    let order = keys.indices.sorted { (keys[$0].depth, $0) < (keys[$1].depth, $1) }
    let rank = Dictionary(
      (times?.longestRemainingFirst ?? []).enumerated().map { ($1, $0) }, uniquingKeysWith: min)
    let limit = Pipeline.maximumMatrixJobs
    return order.flatMap { index in
      let sorted = groups[index].sorted { (rank[$0.id] ?? 0) < (rank[$1.id] ?? 0) }
      return stride(from: 0, to: sorted.count, by: limit).map { start in
        Matrix(key: keys[index], images: Array(sorted[start..<min(start + limit, sorted.count)]))
      }
    }
  }

  /// The edges inside the workflow that images have to have in common.
  private func sharedEdges(of image: ResolvedImage, _ depth: [NodeID: Int]) -> [[NodeID]] {
    func inside(_ ids: [NodeID]) -> [NodeID] { Set(ids).filter { depth[$0] != nil }.sorted() }
    return switch division {
    case .byEdges: [inside(graph.parents(of: image.id)), inside(graph.children(of: image.id))]
    case .byParents: [inside(graph.parents(of: image.id))]
    case .byLevel: []
    }
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
  private struct Key: Hashable {
    let depth: Int
    let edges: [[NodeID]]
    let tier: String
    /// What is passed through to the job.
    let shape: JobExtras.Shape
    /// The arguments that change from run to run: they are in the environment of the job's step.
    let volatile: [String]

    init(_ image: ResolvedImage, depth: Int, edges: [[NodeID]]) {
      self.depth = depth
      self.edges = edges
      tier = image.tier.name.value
      shape = JobExtras.Shape(image.image.extras)
      volatile = image.image.volatileArgs.map { "\($0.name.value)=\($0.value.value)" }.sorted()
    }
  }
}

/// What jobs are called.
extension StagePlanner {
  /// Numbers for levels. Jobs that follow the edges are named for what they build, so that a new
  /// image seldom gives another job a new id.
  private func jobIDs(of matrices: [Matrix]) -> [String] {
    guard division != .byLevel else {
      return matrices.count == 1 ? ["build"] : matrices.indices.map { "build-\($0 + 1)" }
    }
    var taken: Set<String> = []
    return matrices.map { matrix in
      let first = matrix.images.map(\.name).min() ?? ""
      let rest = matrix.images.count > 1 ? "-and-\(matrix.images.count - 1)-more" : ""
      // Fewer than 100 characters, and case does not count: `id-builder.ts` of
      // actions/languageservices.
      let name = String(first.map { Self.isPlain($0) ? $0 : "-" }).prefix(70)
      let id = "build-" + name + rest
      var unique = id
      var number = 1
      while !taken.insert(unique.lowercased()).inserted {
        number += 1
        unique = "\(id)-\(number)"
      }
      return unique
    }
  }
}
