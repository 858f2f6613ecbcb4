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
      name: name, title: title(values["title"], "title") ?? name.value.asTitle, uses: uses)
    task.paths = strings(values["paths"], "paths").compactMap { checkedPath($0, "paths") }
    task.minutes = minutes(values["minutes"])
    task.timeout = integer(values["timeout"], "timeout", in: Tier.timeouts)
    task.afterManualUpstream = afterManualUpstream(values) ?? task.afterManualUpstream
    task.onPush =
      choice(values["on-push"], "on-push", of: ["wait", "at-once"], PipelineData.Task.OnPush.init)
      ?? task.onPush
    task.upstreamFailed =
      choice(
        values["upstream-failed"], "upstream-failed", of: ["skip", "use-previous"],
        PipelineData.Task.UpstreamFailed.init) ?? task.upstreamFailed
    task.existing = string(values["workflow"], "workflow").map { ExistingWorkflow($0) }
    if let existing = task.existing {
      checkKeys(values, besides: existing)
      return task
    }
    if let node = values["pull-request"],
      let word = choice(
        node, "pull-request", of: TaskSpec.OnPullRequest.allCases.map(\.rawValue),
        TaskSpec.OnPullRequest.init)
    {
      task.onPullRequest = Located(word, node.range)
    }
    task.steps = steps(values["steps"], "steps")
    if let steps = task.steps, steps.items.isEmpty {
      report("empty-value", "'steps' is empty: the task would do nothing", at: steps.range)
    }
    if task.steps == nil {
      report("missing-key", "task '\(name.value)' has no steps", at: name.range)
    }
    task.extras = extras(values, over: task.extras)
    return task
  }

  /// Reports what is stated of a job that stands in a workflow of other hands.
  private mutating func checkKeys(_ values: [String: Node], besides existing: ExistingWorkflow) {
    for key in ManifestSection.keysOfJob {
      guard let node = values[key], node.value != .null else { continue }
      report(
        "unused-key", "'\(key)' says what '\(existing.stated.value)' says itself", at: node.range,
        help: "write it there, or leave 'workflow' out and let wfgen write the whole file")
    }
  }

  /// What a tier or a task does when a person has started the run before it.
  mutating func afterManualUpstream(
    _ values: [String: Node]
  ) -> PipelineData.Task.AfterManualUpstream? {
    choice(
      values["after-manual-upstream"], "after-manual-upstream", of: ["run", "skip"],
      PipelineData.Task.AfterManualUpstream.init)
  }

  /// What the generated job passes through, laid over what was there.
  mutating func extras(_ values: [String: Node], over base: JobExtras) -> JobExtras {
    var extras = base
    let secrets = self.secrets(values["secrets"])
    let ids = Set(secrets.map(\.id.value))
    extras.secrets = extras.secrets.filter { !ids.contains($0.id.value) } + secrets
    extras.ssh = string(values["ssh"], "ssh") ?? extras.ssh
    if let env = values["env"] {
      if env.value != .null { variables(env, "env") }
      extras.env = env
    }
    for key in ["ssh", "env", "environment"] { checkExpressions(values[key]) }
    extras.before = steps(values["before"], "before") ?? extras.before
    extras.after = steps(values["after"], "after") ?? extras.after
    extras.permissions += permissions(values["permissions"])
    extras.environment = string(values["environment"], "environment") ?? extras.environment
    extras.runner = runner(values["runner"]) ?? extras.runner
    return extras
  }

  /// The label of a runner that has Docker.
  mutating func runner(_ node: Node?) -> Located<String>? {
    guard let label = string(node, "runner") else { return nil }
    checkExpressions(node)
    if !label.value.isOneLine {
      report(
        "invalid-runner", "'runner' is no label of one line, so no runner would take the job",
        at: label.range, help: "write one label, such as ubuntu-24.04")
    }
    // An unprivileged container: docs "GitHub-hosted runners", single-CPU runners.
    if label.value == "ubuntu-slim" {
      report(
        "runner-without-docker",
        "runner 'ubuntu-slim' is itself an unprivileged container, in which Docker cannot build",
        at: label.range, help: "write 'ubuntu-24.04', or leave it out")
    }
    return label
  }

  /// Build secrets: id -> the secret's name in the repository.
  private mutating func secrets(_ node: Node?)
    -> [(id: Located<String>, secret: Located<String>)]
  {
    pairs(node, "secrets").map { id, secret in
      if id.value.isEmpty || !id.value.utf8.allSatisfy({ $0.isNameByte || $0 == UInt8(ascii: ".") })
      {
        report(
          "invalid-secret", "'\(id.value)' is no id of a build secret", at: id.range,
          help: "write it as in RUN --mount=type=secret,id=…: letters, digits and . _ -")
      }
      checkSecret(secret)
      return (id: id, secret: secret)
    }
  }

  /// Reports what cannot be the name of a secret or a variable.
  mutating func checkSecret(_ secret: Located<String>) {
    // Docs "Using secrets in GitHub Actions", naming your secrets; those of variables are the same.
    let bytes = secret.value.utf8
    let startsWell = bytes.first.map { !(48...57).contains($0) } ?? false
    if !startsWell || !bytes.allSatisfy({ $0.isNameByte && $0 != UInt8(ascii: "-") }) {
      report(
        "invalid-secret", "'\(secret.value)' is no name of a secret", at: secret.range,
        help: "write the name alone, such as NPM_TOKEN")
    }
    // Likewise; the token is GitHub's own secret. Case does not count.
    let name = secret.value.uppercased()
    if name.hasPrefix("GITHUB_"), name != "GITHUB_TOKEN" {
      report(
        "invalid-secret",
        "GitHub lets no secret begin with GITHUB_, so '\(secret.value)' would always be empty",
        at: secret.range, help: "give the secret another name")
    }
  }

  /// What a workflow is called, or its name begins with: GitHub shows it, and other workflows list
  /// it. `nil` when it is absent or cannot be that.
  mutating func title(_ node: Node?, _ what: String) -> String? {
    guard let title = string(node, what) else { return nil }
    guard title.value.isOneLine, !title.value.contains("${{") else {
      report(
        "invalid-title", "'\(what)' is part of a workflow's name, which is one line of plain text",
        at: title.range, help: "leave out line breaks and ${{ }}")
      return nil
    }
    return title.value
  }
}

extension String {
  /// Whether it has neither line breaks nor other control characters.
  var isOneLine: Bool { unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F } }
}
