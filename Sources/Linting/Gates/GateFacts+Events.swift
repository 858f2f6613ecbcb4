import Expressions
import YAML

extension GateFacts {
  /// What the files tell about each kind of run of a job: one for each event that starts it.
  static func runs(of job: Job, in workflow: WorkflowFile, _ repository: Repository) -> [GateFacts]
  {
    let inside = constants(of: job, in: workflow)
    return workflow.triggers.map { trigger in
      var facts = inside
      // A called workflow sees the event of its caller.
      if trigger.event == "workflow_call" {
        facts.take(inputsOf: trigger, isDispatch: false)
      } else {
        facts.take(trigger, repository)
      }
      return facts
    }
  }

  /// The words that values have in any run of a job, whatever starts it.
  static func words(of job: Job, in workflow: WorkflowFile) -> GateFacts {
    var facts = constants(of: job, in: workflow)
    for trigger in workflow.triggers {
      if trigger.event == "workflow_dispatch" { facts.take(inputsOf: trigger, isDispatch: true) }
      if trigger.event == "workflow_call" { facts.take(inputsOf: trigger, isDispatch: false) }
    }
    facts.dropInputsOfTwoTypes(workflow)
    return facts
  }

  /// Forgets inputs that a call and a person give in different types.
  private mutating func dropInputsOfTwoTypes(_ workflow: WorkflowFile) {
    var types: [String: String] = [:]
    for trigger in workflow.triggers {
      for input in trigger.options?["inputs"]?.entries.map(\.self) ?? [] {
        guard let name = input.key.text?.lowercased() else { continue }
        let type = input.value["type"]?.text ?? "string"
        if let other = types.updateValue(type, forKey: name), other != type {
          values["inputs.\(name)"] = .unknown
        }
      }
    }
  }

  /// What is the same in every run of a job.
  private static func constants(of job: Job, in workflow: WorkflowFile) -> GateFacts {
    var facts = GateFacts()
    for need in job.needs {
      guard let id = need.text?.lowercased() else { continue }
      facts.values["needs.\(id).result"] = .anyResult
    }
    for id in job.steps.compactMap({ $0.id?.lowercased() }) {
      for name in ["outcome", "conclusion"] { facts.values["steps.\(id).\(name)"] = .anyResult }
    }
    facts.values["job.status"] = .oneOf(["success", "failure", "cancelled"])
    facts.values["runner.os"] = .oneOf(["linux", "windows", "macos"])
    facts.values["runner.arch"] = .oneOf(["x86", "x64", "arm", "arm64"])
    facts.values["runner.environment"] = .oneOf(["github-hosted", "self-hosted"])
    facts.values["github.ref"] = .starting(["refs/"])
    for name in ["github.ref_name", "github.base_ref", "github.head_ref"] {
      facts.values[name] = .shortName
    }
    facts.values["github.ref_type"] = .oneOf(["branch", "tag"])
    facts.values["github.event.workflow_run.head_branch"] = .shortName
    facts.values["github.event.workflow_run.conclusion"] = .oneOf(conclusions)
    facts.values["github.event.workflow_run.status"] = .oneOf(statuses)
    facts.values["github.event_name"] = .oneOf(events)
    facts.fallback = { path in
      switch (path[0], path.count) {
      case ("needs", 4) where path[2] == "outputs", ("steps", 4) where path[2] == "outputs": .text
      case ("env", 2), ("vars", 2): .text
      default: .unknown
      }
    }
    return facts
  }

  /// Source: GitHub docs, "Workflow runs", conclusions and statuses.
  private static let conclusions: Set<String> = [
    "success", "failure", "cancelled", "skipped", "timed_out", "action_required", "neutral",
    "stale",
    "startup_failure",
  ]
  private static let statuses: Set<String> = [
    "requested", "queued", "pending", "waiting", "in_progress", "completed",
  ]
  /// Source: GitHub docs, "Events that trigger workflows".
  private static let events: Set<String> = [
    "branch_protection_rule", "check_run", "check_suite", "create", "delete", "deployment",
    "deployment_status", "discussion", "discussion_comment", "dynamic", "fork", "gollum",
    "image_version", "issue_comment", "issues", "label", "merge_group", "milestone", "page_build",
    "project", "project_card", "project_column", "public", "pull_request", "pull_request_comment",
    "pull_request_review", "pull_request_review_comment", "pull_request_target", "push",
    "registry_package", "release", "repository_dispatch", "schedule", "status", "watch",
    "workflow_call", "workflow_dispatch", "workflow_run",
  ]

  private mutating func take(_ trigger: Trigger, _ repository: Repository) {
    let event = trigger.event
    values["github.event_name"] = .oneOf([event.lowercased()])
    let isPull = event.hasPrefix("pull_request")
    if !isPull {
      values["github.base_ref"] = .known(.string(""))
      values["github.head_ref"] = .known(.string(""))
    }
    values["github.ref"] = Self.ref(trigger)
    if event == "push" { values["github.ref_type"] = Self.refType(trigger) }
    if let types = Self.types(trigger) { values["github.event.action"] = .oneOf(types) }
    if event == "workflow_run" {
      if let filter = Self.filter(trigger, "branches") {
        values["github.event.workflow_run.head_branch"] = .filtered(prefixes: [""], filter)
      }
      if Self.types(trigger) == ["completed"] {
        values["github.event.workflow_run.status"] = .oneOf(["completed"])
      }
      if let events = Self.upstreamEvents(trigger, repository) {
        values["github.event.workflow_run.event"] = .oneOf(events)
      }
    } else {
      for name in ["conclusion", "status", "head_branch", "event", "head_sha", "name"] {
        values["github.event.workflow_run.\(name)"] = .known(.null)
      }
    }
    if event == "workflow_dispatch" {
      take(inputsOf: trigger, isDispatch: true)
    } else {
      let others = fallback
      fallback = { path in
        let isInput = path[0] == "inputs" || path.starts(with: ["github", "event", "inputs"])
        return isInput && event != "repository_dispatch" ? .known(.null) : others(path)
      }
    }
  }

  private mutating func take(inputsOf trigger: Trigger, isDispatch: Bool) {
    for input in trigger.options?["inputs"]?.entries.map(\.self) ?? [] {
      guard let name = input.key.text?.lowercased() else { continue }
      switch input.value["type"]?.text {
      case "boolean":
        values["inputs.\(name)"] = .bool
        if isDispatch { values["github.event.inputs.\(name)"] = .oneOf(["true", "false"]) }
      case "choice":
        let options = input.value["options"]?.items.compactMap { $0.plainText?.lowercased() } ?? []
        guard !options.isEmpty else { continue }
        values["inputs.\(name)"] = .oneOf(Set(options + [""]))
        if isDispatch { values["github.event.inputs.\(name)"] = .oneOf(Set(options + [""])) }
      default: continue
      }
    }
  }

  /// What `github.ref` may be in runs of an event.
  ///
  /// Source: GitHub docs, "Events that trigger workflows", `GITHUB_REF`.
  private static func ref(_ trigger: Trigger) -> GateValue {
    switch trigger.event {
    case "push":
      let branches = filter(trigger, "branches")
      let tags = filter(trigger, "tags")
      if let branches, tags == nil { return .filtered(prefixes: ["refs/heads/"], branches) }
      if let tags, branches == nil { return .filtered(prefixes: ["refs/tags/"], tags) }
      return .starting(["refs/heads/", "refs/tags/"])
    case "pull_request", "pull_request_review", "pull_request_review_comment":
      // That of a merged pull request is the branch which it was merged into.
      let isOpen = trigger.event == "pull_request" && types(trigger)?.contains("closed") == false
      return isOpen ? .starting(["refs/pull/"]) : .starting(["refs/pull/", "refs/heads/"])
    case "pull_request_target", "workflow_run", "schedule": return .starting(["refs/heads/"])
    case "merge_group": return .starting(["refs/heads/gh-readonly-queue/"])
    default: return .starting(["refs/"])
    }
  }

  private static func refType(_ trigger: Trigger) -> GateValue {
    let (branches, tags) = (filter(trigger, "branches"), filter(trigger, "tags"))
    if branches != nil, tags == nil { return .oneOf(["branch"]) }
    if tags != nil, branches == nil { return .oneOf(["tag"]) }
    return .oneOf(["branch", "tag"])
  }

  /// The filter of a trigger; `nil` without one, and for one that cannot be read.
  private static func filter(_ trigger: Trigger, _ key: String) -> BranchFilter? {
    for (name, isIgnoring) in [(key, false), (key + "-ignore", true)] {
      guard let node = trigger.options?[name] else { continue }
      let nodes = node.kind == .sequence ? Array(node.items) : [node]
      let patterns = nodes.compactMap(\.text)
      guard patterns.count == nodes.count, !patterns.isEmpty else { return nil }
      return BranchFilter(patterns, isIgnoring: isIgnoring)
    }
    return nil
  }

  /// The activities that a trigger waits for; `nil` when they are not known.
  private static func types(_ trigger: Trigger) -> Set<String>? {
    guard let node = trigger.options?["types"] else {
      let isPull = trigger.event == "pull_request" || trigger.event == "pull_request_target"
      return isPull ? ["opened", "synchronize", "reopened"] : nil
    }
    let nodes = node.kind == .sequence ? Array(node.items) : [node]
    let types = nodes.compactMap { $0.text?.lowercased() }
    return types.count == nodes.count && !types.isEmpty ? Set(types) : nil
  }

  /// The events that start the workflows which are listened to; `nil` when they are not known.
  private static func upstreamEvents(_ trigger: Trigger, _ repository: Repository) -> Set<String>? {
    let node = trigger.options?["workflows"]
    let nodes = node.map { $0.kind == .sequence ? Array($0.items) : [$0] } ?? []
    var events: Set<String> = []
    for name in nodes {
      guard let upstream = WorkflowFile.Upstream(name)?.name,
        let positions = repository.positions[upstream], !positions.isEmpty
      else { return nil }
      for position in positions {
        events.formUnion(repository.workflows[position].triggers.map { $0.event.lowercased() })
      }
    }
    return events.isEmpty ? nil : events
  }
}
