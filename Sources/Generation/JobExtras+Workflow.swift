internal import Manifest
internal import Workflows
internal import YAML

extension JobExtras {
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
