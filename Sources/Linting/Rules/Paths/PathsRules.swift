extension Rule {
  /// The rules about files that workflows name, sorted by id.
  static let paths: [Rule] = []
}
