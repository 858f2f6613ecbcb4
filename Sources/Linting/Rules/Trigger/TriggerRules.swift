extension Rule {
  /// The rules about what starts workflows, sorted by id.
  static let trigger: [Rule] = [
    chainTooLong,
    doubleStart,
    duplicateWorkflowName,
    earlyStart,
    idleUpstream,
    missingJoin,
    missingTypes,
    ungatedListener,
    unknownUpstream,
  ]
}
