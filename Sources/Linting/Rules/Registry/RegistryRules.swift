extension Rule {
  /// The rules about what is pushed and pulled, sorted by id.
  static let registry: [Rule] = [buildResultDiscarded]
}
