extension Rule {
  /// The rules about what GitHub's parser refuses, sorted by id.
  static let syntax: [Rule] = [
    absentKey,
    contradictoryInput,
    duplicateKey,
    idleMatrix,
    impossibleFilter,
    impossibleNeeds,
    impossibleSchedule,
    invalidIdentifier,
    malformedReference,
    mergeConflict,
    missingInput,
    missingSecret,
    repeatedKey,
    severalDocuments,
    uncallableWorkflow,
    unexpectedKey,
    unexpectedShape,
    unexpectedValue,
    unknownInput,
    unknownSecret,
    unusedIgnore,
    yamlSyntax,
  ]
}
