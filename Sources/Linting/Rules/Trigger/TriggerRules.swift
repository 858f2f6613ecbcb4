extension Rule {
  /// The rules about what starts workflows, sorted by id.
  static let trigger: [Rule] = [
    chainTooLong,
    doubleStart,
    duplicateWorkflowName,
    earlyStart,
    foreignPayload,
    idleUpstream,
    missingJoin,
    missingTypes,
    refusedDispatch,
    silentTokenEvent,
    unfilteredListener,
    ungatedListener,
    unknownRunField,
    unknownUpstream,
    unreachableBranches,
    untestedCommit,
    wrongCommitName,
  ]
}
