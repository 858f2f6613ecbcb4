extension Rule {
  /// The rules about what starts workflows, sorted by id.
  static let trigger: [Rule] = [
    chainTooLong,
    doubleStart,
    duplicateWorkflowName,
    earlyStart,
    emptyTag,
    foreignPayload,
    idleUpstream,
    listenerWithoutUpstream,
    missingJoin,
    missingTypes,
    refusedDispatch,
    silentTokenEvent,
    unfilteredListener,
    unfilteredPublisher,
    ungatedListener,
    unknownRunField,
    unknownUpstream,
    unreachableBranches,
    untestedCommit,
    wrongCommitName,
  ]
}
