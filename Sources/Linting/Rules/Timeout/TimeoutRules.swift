extension Rule {
  /// The rules about limits of time, sorted by id.
  static let timeout: [Rule] = [
    cleanUpBehindJobLimit,
    imageJobWithoutLimit,
    innerLimitTooLong,
    limitBeyondRunner,
    stepsLongerThanJob,
  ]
}
