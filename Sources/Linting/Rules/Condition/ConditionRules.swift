extension Rule {
  /// The rules about what decides whether things run, sorted by id.
  static let condition: [Rule] = [
    alwaysTrueCondition, deadStatusCheck, failurePassesAsSkipped, gateNeverMet,
    impossibleComparison, undeclaredNeed, undeclaredOutput, unguardedAlternative, unknownCheck,
    unknownStep, workAfterFailure,
  ]
}
