internal import Manifest

extension StagePlanner {
  /// For each matrix of a workflow, given by its level and its images, those that it waits for so that
  /// its tier's `max-parallel` holds.
  ///
  /// GitHub counts the legs of one matrix and has no limit for several. So the matrices of a tier
  /// and a level go in rounds: those that the cap holds together run at once, and a round waits for
  /// the one before.
  static func waits(of matrices: [(depth: Int, images: [ResolvedImage])]) -> [[Int]] {
    var rounds: [String: (open: [Int], before: [Int], legs: Int)] = [:]
    return matrices.enumerated().map { index, matrix in
      guard let tier = matrix.images.first?.tier, let cap = tier.maxParallel?.value else {
        return []
      }
      let legs = min(matrix.images.count, cap)
      let level = "\(matrix.depth) \(tier.name.value)"
      var round = rounds[level] ?? ([], [], 0)
      if round.legs + legs > cap { round = ([], round.open, 0) }
      round.open.append(index)
      round.legs += legs
      rounds[level] = round
      return round.before
    }
  }
}
