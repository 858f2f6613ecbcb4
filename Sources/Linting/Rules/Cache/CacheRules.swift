extension Rule {
  /// The rules about stores of builds, sorted by id.
  static let cache: [Rule] = [
    cacheKeyOfOneRun,
    cacheOfLastStage,
    cacheOfOneTag,
    cacheOverImage,
    cacheWithoutBuilder,
    cacheWithoutToken,
    constantCacheKey,
    ignoredCache,
    incompleteCacheStep,
    lostLocalCache,
    readOnlyCache,
    sharedCache,
    unreadCache,
    unwrittenCache,
    volatileBuildArgument,
  ]
}
