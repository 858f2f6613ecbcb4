internal import BuildGraph
internal import SourceText
internal import YAML

extension ManifestReader {
  /// A task; `nil` when it does not say which image it uses.
  mutating func task(_ name: Located<String>, _ node: Node) -> TaskSpec? {
    let values = section(node, .task)
    guard let uses = string(values["uses"], "uses") else {
      report("missing-key", "task '\(name.value)' does not say which image it uses", at: name.range)
      return nil
    }
    var task = TaskSpec(
      name: name, title: string(values["title"], "title")?.value ?? name.value.asTitle, uses: uses)
    task.paths = strings(values["paths"], "paths").compactMap { checkedPath($0, "paths") }
    task.minutes = minutes(values["minutes"])
    task.timeout = integer(values["timeout"], "timeout", in: 1...360)?.value ?? task.timeout
    task.afterManualUpstream =
      choice(
        values["after-manual-upstream"], "after-manual-upstream", of: ["run", "skip"],
        PipelineData.Task.AfterManualUpstream.init) ?? task.afterManualUpstream
    task.onPush =
      choice(values["on-push"], "on-push", of: ["wait", "at-once"], PipelineData.Task.OnPush.init)
      ?? task.onPush
    task.upstreamFailed =
      choice(
        values["upstream-failed"], "upstream-failed", of: ["skip", "use-previous"],
        PipelineData.Task.UpstreamFailed.init) ?? task.upstreamFailed
    task.steps = steps(values["steps"], "steps")
    if task.steps == nil {
      report("missing-key", "task '\(name.value)' has no steps", at: name.range)
    }
    task.extras = extras(values, over: task.extras)
    return task
  }

  /// What the generated job passes through, laid over what was there.
  mutating func extras(_ values: [String: Node], over base: JobExtras) -> JobExtras {
    var extras = base
    extras.secrets += pairs(values["secrets"], "secrets").map { (id: $0.name, secret: $0.value) }
    for (_, secret) in extras.secrets where !secret.value.utf8.allSatisfy(\.isNameByte) {
      report(
        "invalid-secret", "'\(secret.value)' is no name of a secret", at: secret.range,
        help: "write the name alone, such as NPM_TOKEN")
    }
    extras.ssh = string(values["ssh"], "ssh") ?? extras.ssh
    if let env = values["env"] {
      _ = pairs(env, "env")
      extras.env = env
    }
    extras.before = steps(values["before"], "before") ?? extras.before
    extras.after = steps(values["after"], "after") ?? extras.after
    for (scope, access) in pairs(values["permissions"], "permissions") {
      if ["read", "write", "none"].contains(access.value) {
        extras.permissions.append((scope, access))
      } else {
        report(
          "unknown-value", "permission '\(scope.value)' is '\(access.value)'", at: access.range,
          help: "write read, write or none")
      }
    }
    extras.environment = string(values["environment"], "environment") ?? extras.environment
    extras.runner = string(values["runner"], "runner") ?? extras.runner
    return extras
  }

  /// A list of steps, each of which has to run or use something.
  mutating func steps(_ node: Node?, _ what: String) -> Node? {
    guard let node, node.value != .null else { return nil }
    guard node.kind == .sequence else {
      report("wrong-type", "'\(what)' must be a list of steps", at: node.range)
      return nil
    }
    for step in node.items {
      let works = ["run", "uses"].filter { step[$0] != nil }
      if step.kind != .mapping || works.count != 1 {
        report(
          "invalid-step", "a step of '\(what)' must have exactly one of 'run' and 'uses'",
          at: step.range)
      }
    }
    return node
  }
}
