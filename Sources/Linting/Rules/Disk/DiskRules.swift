extension Rule {
  /// The rules about the room on a disk, sorted by id.
  static let disk: [Rule] = [
    buildWithoutDocker,
    cleanUpOnlyAfterSuccess,
    cleanUpTooLate,
    cleanUpWithoutEffect,
    diskCheckInWrongUnit,
    pruneOfNeededImage,
  ]
}
