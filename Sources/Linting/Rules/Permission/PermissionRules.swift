extension Rule {
  /// The rules about tokens and secrets, sorted by id.
  static let permission: [Rule] = [
    calleeExceedsCaller,
    forkWithoutRights,
    missingPermission,
    pushWithoutCredentials,
    readsWithoutPermission,
    scriptInjection,
    secretAsOutput,
    secretInImage,
    secretNotPassed,
    unpinnedAction,
    untrustedCheckout,
  ]
}
