import Workflows
import YAML

extension WorkflowFile {
  /// The events of which one starts both workflows for certain, by name, `push` first.
  ///
  /// Filters of paths do not part two workflows: one push may change files of both.
  func events(sharedWith other: WorkflowFile) -> [String] {
    var events: [String] = []
    for trigger in triggers {
      for rival in other.triggers where rival.event == trigger.event {
        if !events.contains(trigger.event), trigger.mayShareEvent(with: rival) {
          events.append(trigger.event)
        }
      }
    }
    return events.filter { $0 == "push" } + events.filter { $0 != "push" }.sorted()
  }
}

extension Trigger {
  /// Whether one event is certain to fit both triggers, which are for the same kind of event.
  fileprivate func mayShareEvent(with other: Trigger) -> Bool {
    switch event {
    case "push", "pull_request", "pull_request_target", "merge_group":
      return shareTypes(with: other) && shareReferences(with: other)
    case "schedule":
      return !lines.isDisjoint(with: other.lines)
    case "workflow_run":
      return shareTypes(with: other) && !upstreamNames.isDisjoint(with: other.upstreamNames)
        && shareReferences(with: other)
    case "release", "create", "delete", "registry_package", "repository_dispatch":
      return shareTypes(with: other)
    default: return false
    }
  }

  private func texts(_ key: String) -> [String]? {
    guard let node = options?[key] else { return nil }
    return node.kind == .sequence ? node.items.compactMap(\.text) : node.text.map { [$0] } ?? []
  }

  private var upstreamNames: Set<String> { Set(texts("workflows") ?? []) }

  private func shareTypes(with other: Trigger) -> Bool {
    guard let types = texts("types"), let others = other.texts("types") else { return true }
    return !Set(types).isDisjoint(with: others)
  }

  /// The times of a schedule, each as it is written with its zone.
  private var lines: Set<String> {
    var lines: Set<String> = []
    for item in options?.items.map({ $0 }) ?? [] {
      guard let cron = item["cron"]?.text else { continue }
      let fields = cron.split(separator: " ").joined(separator: " ")
      lines.insert("\(fields) \(item["timezone"]?.text ?? "UTC")")
    }
    return lines
  }

  /// Whether a branch, or a tag, passes the filters of both.
  private func shareReferences(with other: Trigger) -> Bool {
    func hasOnlyTags(_ trigger: Trigger) -> Bool {
      let hasTags = trigger.options?["tags"] != nil || trigger.options?["tags-ignore"] != nil
      return hasTags && trigger.texts("branches") == nil
        && trigger.options?["branches-ignore"] == nil
    }
    switch (hasOnlyTags(self), hasOnlyTags(other)) {
    case (true, true): return share("tags", with: other)
    case (false, false): return share("branches", with: other)
    default: return false
    }
  }

  /// Whether some name passes both filters of a kind; without a filter every name does.
  private func share(_ key: String, with other: Trigger) -> Bool {
    let isSimple = options?["\(key)-ignore"] == nil && other.options?["\(key)-ignore"] == nil
    switch (texts(key), other.texts(key)) {
    case (nil, nil): return isSimple
    case (let names?, nil), (nil, let names?):
      return isSimple && names.contains { !$0.hasPrefix("!") }
    case (let names?, let others?):
      let rules = (names + others).filter { $0.hasPrefix("!") }
      guard isSimple, rules.isEmpty else { return names == others }
      return names.contains { name in
        others.contains { other in
          name == other || FilterPattern(other).matches(name) || FilterPattern(name).matches(other)
        }
      }
    }
  }
}
