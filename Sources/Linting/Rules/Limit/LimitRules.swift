extension Rule {
  /// The rules about where GitHub itself stops, sorted by id.
  static let limit: [Rule] = [
    callTimeout,
    deepCalls,
    oversizedExpression,
    oversizedFile,
    repeatedArtifact,
    tooManyInputs,
    tooManyJobs,
  ]
}
