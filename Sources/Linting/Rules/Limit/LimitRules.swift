extension Rule {
  /// The rules about GitHub's own limits, sorted by id.
  static let limit: [Rule] = []
}
