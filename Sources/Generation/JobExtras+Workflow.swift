internal import Manifest
internal import Workflows
internal import YAML

extension JobExtras {
  /// Whether nothing is passed through.
  var isEmpty: Bool {
    secrets.isEmpty && ssh == nil && env == nil && before == nil && after == nil
      && permissions.isEmpty && environment == nil && runner == nil
  }

  /// The permissions beyond those that wfgen needs.
  var grants: Permissions {
    var grants: Permissions = [:]
    for (scope, access) in permissions { grants.grant(access.value, to: scope.value) }
    return grants
  }

  /// The environment variables, in the order of the manifest.
  var environmentVariables: [(name: String, value: String)] {
    (env?.entries.map { $0 } ?? []).compactMap { entry in
      entry.key.text.map { ($0, entry.value.text ?? "") }
    }
  }

  /// The environment variables that carry the build's secrets, each once: the input `secrets` ends a
  /// value at its first line break, see docker/build-push-action#210.
  var secretVariables: [(name: String, value: String)] {
    var seen: Set<String> = []
    return secrets.filter { seen.insert(Self.variable(of: $0.secret)).inserted }.map {
      (Self.variable(of: $0.secret), "${{ secrets.\($0.secret.value) }}")
    }
  }

  /// The environment variable that carries a secret; named for the secret, because an id may hold
  /// characters that no variable's name can.
  static func variable(of secret: Located<String>) -> String {
    // Case does not count in the names of secrets.
    "WFGEN_SECRET_\(secret.value.uppercased())"
  }

  /// The steps of a list, as they stand in the manifest, each with the time limit that it states.
  static func steps(_ list: Node?) -> [Step] {
    (list?.items.map { $0 } ?? []).compactMap { node in
      YAMLValue(node).map { value in
        var minutes: Int?
        if case .int(let stated)? = node["timeout-minutes"]?.value { minutes = stated }
        return Step("", timeout: minutes, .verbatim(value))
      }
    }
  }
}
