extension Rule {
  /// The rules about what decides whether things run, sorted by id.
  static let condition: [Rule] = [
    alwaysTrueCondition, deadStatusCheck, failurePassesAsSkipped, falseTextIsTrue, gateNeverMet,
    halfAConclusion, impossibleComparison, skippedByGrandparent, undeclaredNeed, undeclaredOutput,
    unguardedAlternative, unknownCheck, unknownStep, workAfterFailure,
  ]
}
