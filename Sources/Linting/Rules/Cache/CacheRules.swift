extension Rule {
  /// The rules about stores of builds, sorted by id.
  static let cache: [Rule] = [
    cacheOfLastStage,
    cacheOverImage,
    cacheWithoutBuilder,
    readOnlyCache,
    sharedCache,
  ]
}
