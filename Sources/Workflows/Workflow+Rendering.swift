public import YAML

extension Workflow {
  /// The text of the workflow file below a header.
  public func rendered(header: [String]) -> String {
    YAMLWriter.write(yaml, header: header)
  }

  /// The workflow as a YAML value, keys in the order in which GitHub documents them.
  public var yaml: YAMLValue {
    var pairs: [(String, YAMLValue)] = [
      ("name", .string(name)),
      ("on", triggers.yaml.afterBlankLine()),
      ("permissions", permissions.yaml.afterBlankLine()),
    ]
    if let concurrency { pairs.append(("concurrency", concurrency.yaml.afterBlankLine())) }
    let jobs = jobs.enumerated().map { index, job in
      (job.id, index == 0 ? job.yaml : job.yaml.afterBlankLine())
    }
    pairs.append(("jobs", YAMLValue.mapping(jobs).afterBlankLine()))
    return .mapping(pairs)
  }
}

extension Permissions {
  /// `{}` when nothing is granted.
  var yaml: YAMLValue {
    entries.isEmpty
      ? YAMLValue.mapping([]).flow() : .mapping(entries.map { ($0.scope, .string($0.access)) })
  }
}

extension Concurrency {
  var yaml: YAMLValue {
    .mapping([("group", .string(group)), ("cancel-in-progress", .bool(cancelInProgress))])
  }
}

extension Triggers {
  /// The events as a YAML value: what stands under `on`.
  public var yaml: YAMLValue {
    var pairs: [(String, YAMLValue)] = []
    if let push {
      var filter = [("branches", YAMLValue.names(push.branches))]
      if !push.paths.isEmpty { filter.append(("paths", .strings(push.paths))) }
      pairs.append(("push", .mapping(filter)))
    }
    if pullRequest { pairs.append(("pull_request", .null)) }
    if mergeGroup { pairs.append(("merge_group", .null)) }
    if let workflowRun {
      let filter = YAMLValue.mapping([
        ("workflows", YAMLValue.names(workflowRun.workflows)),
        ("types", YAMLValue.strings(["completed"]).flow()),
        ("branches", YAMLValue.names(workflowRun.branches)),
      ])
      pairs.append(("workflow_run", filter.commented(workflowRun.remark)))
    }
    if let dispatch {
      let inputs = YAMLValue.mapping(dispatch.map { ($0.name, $0.yaml) })
      pairs.append(
        ("workflow_dispatch", dispatch.isEmpty ? .null : .mapping([("inputs", inputs)])))
    }
    if !schedule.isEmpty {
      pairs.append(("schedule", .sequence(schedule.map { .mapping([("cron", .string($0))]) })))
    }
    return .mapping(pairs)
  }
}

extension YAMLValue {
  /// Names in a place where GitHub reads patterns.
  fileprivate static func names(_ names: [String]) -> YAMLValue {
    YAMLValue.strings(names.map(\.asFilterPattern)).flow()
  }
}

extension Triggers.Choice {
  var yaml: YAMLValue {
    .mapping([
      ("description", .string(description)),
      ("type", "choice"),
      ("options", YAMLValue.strings(options).flow()),
      ("default", .string(options.first ?? "")),
    ])
  }
}
