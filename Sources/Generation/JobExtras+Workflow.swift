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

  /// The environment variables that carry the build's secrets, each once: the input `secrets` ends a
  /// value at its first line break, see docker/build-push-action#210.
  var secretVariables: [(name: String, value: String)] {
    var seen: Set<String> = []
    return secrets.filter { seen.insert(Self.variable(of: $0.secret)).inserted }.map {
      (Self.variable(of: $0.secret), "${{ secrets.\($0.secret.value) }}")
    }
  }

  /// Expressions that give the names of those of the build's secrets that a run does not get; `nil`
  /// for a build without secrets.
  var missingSecrets: String? {
    let names = Set(secrets.map { $0.secret.value.uppercased() }).sorted().map {
      "${{ secrets.\($0) == '' && '\($0) ' || '' }}"
    }
    return names.isEmpty ? nil : names.joined()
  }

  /// The environment variable that carries a secret; named for the secret, because an id may hold
  /// characters that no variable's name can.
  static func variable(of secret: Located<String>) -> String {
    // Case does not count in the names of secrets.
    "WFGEN_SECRET_\(secret.value.uppercased())"
  }

  /// The steps of a list, as they stand in the manifest, each with the time limit that it states.
  ///
  /// - Parameter condition: when a step is run that states no `if` of its own.
  static func steps(_ list: Node?, if condition: String? = nil) -> [Step] {
    (list?.items.map { $0 } ?? []).compactMap { node in
      YAMLValue(node).map { value in
        Step(
          "", timeout: minutes(of: node), .verbatim(condition.map { value.run(if: $0) } ?? value))
      }
    }
  }

  /// How long a step may hold up those behind it, in minutes, where it says so: one in the background
  /// does not, and of steps in parallel the longest does.
  static func minutes(of step: Node) -> Int? {
    if let steps = step["parallel"]?.items { return steps.compactMap(minutes).max() }
    if step["background"]?.text == "true" { return nil }
    guard case .int(let stated)? = step["timeout-minutes"]?.value else { return nil }
    return stated
  }
}

extension YAMLValue {
  /// The step with a condition, unless it states one.
  ///
  /// Steps that wait for others take none; those of a `parallel` have their own.
  fileprivate func run(if condition: String) -> YAMLValue {
    guard case .mapping(var pairs) = content else { return self }
    let keys = Set(pairs.map(\.key))
    var step = self
    if let index = pairs.firstIndex(where: { $0.key == "parallel" }) {
      guard case .sequence(let steps) = pairs[index].value.content else { return self }
      pairs[index].value.content = .sequence(steps.map { $0.run(if: condition) })
    } else if keys.isDisjoint(with: ["if", "wait", "wait-all", "cancel"]) {
      // Where a person would write it: behind the name.
      let place = pairs.prefix { ["name", "id"].contains($0.key) }.count
      pairs.insert(Pair("if", .string(condition)), at: place)
    }
    step.content = .mapping(pairs)
    return step
  }
}
