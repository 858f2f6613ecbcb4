public import YAML

extension Job {
  /// The job as a YAML value, keys in the order in which a reader asks for them.
  public var yaml: YAMLValue {
    var pairs: [(String, YAMLValue)] = [("name", .string(name))]
    switch needs.count {
    case 0: break
    case 1: pairs.append(("needs", .string(needs[0])))
    default: pairs.append(("needs", YAMLValue.strings(needs).flow()))
    }
    if let condition { pairs.append(("if", .string("${{ \(condition) }}"))) }
    pairs.append(("runs-on", .string(runner)))
    pairs.append(("timeout-minutes", timeoutExpression.map { .string($0) } ?? .int(timeout)))
    if !permissions.entries.isEmpty { pairs.append(("permissions", permissions.yaml)) }
    if let environment { pairs.append(("environment", .string(environment))) }
    if let concurrency { pairs.append(("concurrency", concurrency.yaml)) }
    if let strategy { pairs.append(("strategy", strategy.yaml)) }
    if let container { pairs.append(("container", container.yaml)) }
    if !services.isEmpty {
      pairs.append(("services", .mapping(services.map { ($0.name, $0.yaml) })))
    }
    if !outputs.isEmpty { pairs.append(("outputs", .mapping(outputs.asStrings))) }
    if !env.isEmpty { pairs.append(("env", .mapping(env.asStrings))) }
    pairs.append(("steps", .sequence(steps.map(\.yaml))))
    return .mapping(pairs)
  }
}

extension Job.Strategy {
  var yaml: YAMLValue {
    var pairs: [(String, YAMLValue)] = [("fail-fast", false)]
    if let maxParallel { pairs.append(("max-parallel", .int(maxParallel))) }
    pairs.append(("matrix", .mapping([("include", .string(include))])))
    return .mapping(pairs)
  }
}

extension Job.Container {
  var yaml: YAMLValue {
    var pairs: [(String, YAMLValue)] = [("image", .string(image))]
    if let credentials {
      pairs.append(
        (
          "credentials",
          .mapping([
            ("username", .string(credentials.username)),
            ("password", .string(credentials.password)),
          ])
        ))
    }
    return .mapping(pairs)
  }
}

extension Job.Service {
  var yaml: YAMLValue {
    .mapping([
      ("image", .string(image)),
      ("ports", YAMLValue.sequence(ports.map { .int($0) }).flow()),
    ])
  }
}

extension Step {
  /// The step as a YAML value.
  public var yaml: YAMLValue {
    if case .verbatim(let value) = work { return value }
    var pairs: [(String, YAMLValue)] = [("name", .string(name))]
    if let id { pairs.append(("id", .string(id))) }
    if let condition { pairs.append(("if", .string("${{ \(condition) }}"))) }
    if continueOnError { pairs.append(("continue-on-error", true)) }
    if let timeout { pairs.append(("timeout-minutes", .int(timeout))) }
    if !env.isEmpty { pairs.append(("env", .mapping(env.asStrings))) }
    switch work {
    case .uses(let pin, let inputs):
      pairs.append(
        ("uses", YAMLValue.string("\(pin.action)@\(pin.commit)").commented(pin.version)))
      if !inputs.isEmpty { pairs.append(("with", .mapping(inputs.map { ($0.name, $0.value) }))) }
    case .run(let command):
      pairs.append(("run", .string(command)))
    case .verbatim:
      break
    }
    return .mapping(pairs)
  }
}

extension [(name: String, value: String)] {
  /// Pairs of a mapping of strings.
  var asStrings: [(String, YAMLValue)] {
    map { ($0.name, .string($0.value)) }
  }
}
