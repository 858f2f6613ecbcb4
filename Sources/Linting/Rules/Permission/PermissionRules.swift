extension Rule {
  /// The rules about tokens and secrets, sorted by id.
  static let permission: [Rule] = [
    calleeExceedsCaller,
    missingPermission,
    scriptInjection,
    secretInImage,
  ]
}
