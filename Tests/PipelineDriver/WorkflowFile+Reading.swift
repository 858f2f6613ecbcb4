internal import SourceText
internal import YAML

extension WorkflowFile {
  /// Reads a workflow; throws `Unsupported` at whatever is not modelled.
  public init(path: String, text: String) throws {
    let document = YAMLDocument(parsing: SourceFile(name: path, text: text))
    if let problem = document.diagnostics.first { throw Unsupported("\(path): \(problem.message)") }
    var fields = try Fields(document.root, path)
    self.path = path
    name = try fields.text("name") ?? path
    triggers = try Triggers(try fields.fields("on"), path)
    permissions = Dictionary(uniqueKeysWithValues: try fields.pairs("permissions") ?? [])
    concurrency = try Group(fields.fields("concurrency"))
    guard let jobs = fields.node("jobs") else { throw Unsupported("\(path) without jobs") }
    self.jobs = try jobs.entries.map { entry in
      try Job(entry.key.text ?? "", Fields(entry.value, "job \(entry.key.text ?? "")"))
    }
    try fields.end()
  }
}

extension WorkflowFile.Triggers {
  fileprivate init(_ fields: Fields?, _ path: String) throws {
    guard var fields else { throw Unsupported("\(path) without triggers") }
    if var push = try fields.fields("push") {
      self.push = WorkflowFile.Push(
        branches: try push.texts("branches").map(PathFilter.init),
        paths: try push.texts("paths").map(PathFilter.init))
      try push.end()
    }
    for key in ["pull_request", "merge_group"] {
      guard let node = fields.node(key) else { continue }
      guard node.value == .null else { throw Unsupported("'\(key)' with filters in \(path)") }
      if key == "merge_group" { mergeGroup = true } else { pullRequest = true }
    }
    if var run = try fields.fields("workflow_run") {
      workflowRun = WorkflowFile.Upstream(
        workflows: try run.texts("workflows") ?? [],
        branches: try run.texts("branches").map(PathFilter.init))
      for name in workflowRun?.workflows ?? []
      where name.contains(where: { "*?+[]!\\".contains($0) }) {
        throw Unsupported("the workflow name '\(name)', which is a pattern")
      }
      guard try run.texts("types") == ["completed"] else {
        throw Unsupported("workflow_run without 'types: [completed]' in \(path)")
      }
      try run.end()
    }
    if let dispatch = fields.node("workflow_dispatch") {
      self.dispatch = [:]
      for input in dispatch["inputs"].map({ Array($0.entries) }) ?? [] {
        var fields = try Fields(input.value, "an input of \(path)")
        self.dispatch?[input.key.text ?? ""] = try fields.text("default") ?? ""
        for key in ["description", "type", "options"] { _ = fields.node(key) }
        try fields.end()
      }
    }
    for item in fields.node("schedule").map({ Array($0.items) }) ?? [] {
      var fields = try Fields(item, "a schedule of \(path)")
      schedule.append(try fields.text("cron") ?? "")
      try fields.end()
    }
    try fields.end()
  }
}

extension WorkflowFile.Group {
  fileprivate init?(_ fields: Fields?) throws {
    guard var fields else { return nil }
    guard let name = try fields.text("group") else { throw Unsupported("a group without a name") }
    self.name = name
    cancelsRunning = try fields.flag("cancel-in-progress") ?? false
    try fields.end()
  }
}

extension WorkflowFile.Job {
  fileprivate init(_ id: String, _ all: Fields) throws {
    var fields = all
    self.id = id
    name = try fields.text("name") ?? id
    needs = try fields.texts("needs") ?? []
    condition = try fields.text("if")
    permissions = try fields.pairs("permissions").map { Dictionary(uniqueKeysWithValues: $0) }
    outputs = try fields.pairs("outputs") ?? []
    if var strategy = try fields.fields("strategy") {
      failFast = try strategy.flag("fail-fast") ?? true
      _ = try strategy.text("max-parallel")
      var matrix = try strategy.fields("matrix")
      include = try matrix?.text("include")
      try matrix?.end()
      try strategy.end()
    } else {
      include = nil
      failFast = true
    }
    concurrency = try WorkflowFile.Group(fields.fields("concurrency"))
    if concurrency?.cancelsRunning == true {
      throw Unsupported("a job that ends others of its concurrency group")
    }
    services = try Self.services(fields.node("services"))
    if var container = try fields.fields("container") {
      var credentials = try container.fields("credentials")
      self.container = WorkflowFile.Container(
        image: try container.text("image") ?? "",
        credentials: try credentials.map { _ in
          (try credentials?.text("username") ?? "", try credentials?.text("password") ?? "")
        })
      try credentials?.end()
      try container.end()
    } else {
      container = nil
    }
    env = try fields.pairs("env") ?? []
    guard try fields.text("runs-on") != nil else { throw Unsupported("job \(id) without runs-on") }
    _ = try fields.text("timeout-minutes")
    guard let steps = fields.node("steps") else { throw Unsupported("job \(id) without steps") }
    self.steps = try steps.items.map { try WorkflowFile.Step(Fields($0, "a step of job \(id)")) }
    try fields.end()
  }
}

extension WorkflowFile.Job {
  /// Of all services, only a registry pinned by its digest is modelled.
  private static func services(_ node: Node?) throws -> [String] {
    guard let node else { return [] }
    guard node.kind == .mapping, node.entries.count > 0 else { throw Unsupported("services") }
    return try node.entries.map { entry in
      var fields = try Fields(entry.value, "a service")
      let image = try fields.text("image") ?? ""
      guard image.hasPrefix("registry:"), image.contains("@sha256:"),
        try fields.texts("ports") == ["5000"]
      else { throw Unsupported("the service '\(image)'") }
      try fields.end()
      return entry.key.text ?? ""
    }
  }
}

extension WorkflowFile.Step {
  fileprivate init(_ all: Fields) throws {
    var fields = all
    id = try fields.text("id")
    condition = try fields.text("if")
    env = try fields.pairs("env") ?? []
    continueOnError = try fields.flag("continue-on-error") ?? false
    timeout = try fields.text("timeout-minutes").flatMap { Int($0) }
    let with = try fields.pairs("with") ?? []
    let stated = try fields.text("name")
    if let script = try fields.text("run") {
      work = .run(script)
      name = stated ?? script
    } else if let action = try fields.text("uses") {
      let parts = action.split(separator: "@")
      guard parts.count == 2, parts[1].count == 40, parts[1].allSatisfy(\.isHexDigit) else {
        throw Unsupported("'\(action)', which is not pinned by a commit")
      }
      work = .uses(String(parts[0]), with: with)
      name = stated ?? action
    } else {
      throw Unsupported("a step that does nothing")
    }
    try fields.end()
  }
}
