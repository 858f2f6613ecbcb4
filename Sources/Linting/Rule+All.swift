extension Rule {
  /// Every rule, sorted by id.
  public static let all: [Rule] =
    [
      graph, trigger, condition, paths, cache, registry, timeout, disk, permission, result,
      concurrency, limit, syntax, expression,
    ].flatMap(\.self).sorted { $0.id < $1.id }

  /// The rules that speak without being asked for, sorted by id.
  public static let standard: [Rule] = all.filter(\.isOnByDefault)
}
