extension Rule {
  /// The rules about files that workflows name, sorted by id.
  static let paths: [Rule] = [
    deadPathPattern,
    emptyHash,
    ignoredCopySource,
    impossibleValue,
    impossiblePathPattern,
    invalidFilterBlock,
    missingAction,
    missingCheckout,
    missingCopySource,
    missingDependencyFile,
    missingDockerfile,
    missingScript,
    missingWorkingDirectory,
    overriddenPathPattern,
    packageOutsideBuild,
    packageOutsideFilter,
    uncoveredInput,
    unknownFilterOutput,
    unknownStage,
    unusedPathExclusion,
  ]
}
