extension Rule {
  /// The rules about what GitHub's parser refuses, sorted by id.
  static let syntax: [Rule] = []
}
