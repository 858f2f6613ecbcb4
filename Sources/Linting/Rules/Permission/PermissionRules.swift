extension Rule {
  /// The rules about tokens and secrets, sorted by id.
  static let permission: [Rule] = [
    calleeExceedsCaller,
    forkWithoutRights,
    missingPermission,
    scriptInjection,
    secretAsOutput,
    secretInImage,
    secretNotPassed,
    untrustedCheckout,
  ]
}
