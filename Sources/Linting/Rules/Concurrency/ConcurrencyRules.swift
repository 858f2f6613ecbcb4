extension Rule {
  /// The rules about runs beside each other, sorted by id.
  static let concurrency: [Rule] = [
    cancelledPublisher,
    crowdedGroup,
    deadlockedGroup,
    foreignGroup,
    mergedBranches,
    unserializedPublisher,
  ]
}
