extension Rule {
  /// Every rule, sorted by id.
  public static let all: [Rule] = [
    chainTooLong,
    duplicateWorkflowName,
    imageBesideItsParent,
    twoWriters,
    unknownCheck,
    unknownUpstream,
  ]
}
