extension Rule {
  /// The rules about failures that nobody sees, sorted by id.
  static let result: [Rule] = [
    bashismInSh, checkAlwaysPasses, digestOfAnotherImage, maskedFailure, matrixOutputOverwritten,
    pipeWithoutPipefail, publicationBeforeTest, siblingsCancelled, skippedCheck, toleratedFailure,
    unknownStepOutput,
  ]
}
