extension Rule {
  /// The rules about what goes to and comes from registries, sorted by id.
  static let registry: [Rule] = [
    buildResultDiscarded,
    containerWithoutPermission,
    digestOfUnpushedImage,
    exportWithoutBuilder,
    incompleteLogin,
    invalidImageTag,
    missingEmulation,
    multiPlatformLoad,
    nestedHubName,
    pullWithoutLogin,
    pushFromFork,
    pushOfMissingImage,
    pushWithoutLogin,
    pushWithoutName,
    pushWithoutPermission,
    taggedPushByDigest,
    unusedBuildArgument,
    upperCaseImageName,
  ]
}
