import FoundationEssentials
import PipelineDriver

/// What happens in the world.
extension Place {
  /// Publishes images, parents first, as builds of the commit that is checked out would.
  func publish(_ names: String...) async throws {
    let data = try Value(json: repository.read(".github/wfgen/images.json"))
    let tags = try await contentTags()
    for name in names {
      var bases: [String: Value] = [:]
      for parent in items(try image(name, in: data)["parents"]) {
        if case .string(let reference) = parent["reference"] {
          bases[reference] = .string("sha256:0")
        } else {
          let reference =
            "\(repositoryName(parent["image"].text)):\(tags[parent["image"].text] ?? "")"
          bases[reference] = try await registry.manifest(reference).map { .string($0.digest) }
        }
      }
      let index = Registry.index(
        of: [],
        annotations: [
          "dev.wfgen.content": .string(tags[name] ?? ""), "dev.wfgen.run": .string("7.1"),
          "dev.wfgen.bases": .string(try Value.object(bases).json()),
        ])
      try await registry.put(index, at: "\(repositoryName(name)):\(tags[name] ?? "")")
    }
  }

  private func repositoryName(_ image: String) -> String {
    "\(registry.host)/example/chatbot/\(image)"
  }

  private func image(_ name: String, in data: Value) throws -> Value {
    guard let image = items(data["images"]).first(where: { $0["name"].text == name }) else {
      throw Unexpected(text: "no image \(name)")
    }
    return image
  }

  private func items(_ value: Value) -> [Value] {
    if case .array(let items) = value { items } else { [] }
  }

  /// The content tags of the commit that is checked out.
  func contentTags() async throws -> [String: String] {
    var tags: [String: String] = [:]
    for line in await wfgen("plan", "--tags").output.split(separator: "\n") {
      let parts = line.split(separator: "\t").map(String.init)
      if parts.count == 2 { tags[parts[0]] = parts[1] }
    }
    return tags
  }
}

/// GitHub's API as it answers.
extension Place {
  /// A run, in the shape of GitHub's answers; only a part of the fields is of interest.
  static func run(
    _ id: Int, _ workflow: String, _ status: String, of commit: String, minute: Int = 0
  ) -> Value {
    let isOver = ["success", "failure", "cancelled", "timed_out"].contains(status)
    let time = Value.string("2026-01-01T08:\(minute < 10 ? "0" : "")\(minute):00Z")
    return .object([
      "id": .number(Double(id)), "name": .string(workflow), "run_attempt": .number(1),
      "node_id": .string("WFR_kwLO"), "head_branch": .string("main"), "head_sha": .string(commit),
      "path": .string(".github/workflows/wfgen-\(workflow).yml"), "event": .string("push"),
      "status": .string(isOver ? "completed" : status),
      "conclusion": isOver ? .string(status) : .null,
      "html_url": .string("https://github.com/example/chatbot/actions/runs/\(id)"),
      "created_at": time, "run_started_at": time, "updated_at": time,
      "pull_requests": .array([]), "triggering_actor": .object(["login": .string("octo")]),
    ])
  }

  /// Has the API answer with these runs, each also where runs of its state are asked for.
  func tell(_ runs: Value..., total: Int? = nil) throws {
    let states = ["queued", "in_progress", "pending", "requested", "waiting"]
    let path = "GET /repos/example/chatbot/actions/runs\\?branch=main"
    var rules = states.map { state in
      Self.rule("\(path)&status=\(state)&", runs.filter { $0["status"].text == state })
    }
    rules.append(Self.rule("\(path)&per_page=100&page=1$", runs))
    try server.write(try Value.array(rules).json(), to: "rules.json")
  }

  /// One rule of the server: a list of runs.
  static func rule(_ path: String, _ runs: [Value], total: Int? = nil) -> Value {
    answer(
      path, 200,
      .object([
        "total_count": .number(Double(total ?? runs.count)), "workflow_runs": .array(runs),
      ]))
  }

  /// One rule of the server; nothing is told to who shows another token.
  static func answer(
    _ path: String, _ status: Int, _ body: Value, _ headers: [String: String] = [:]
  )
    -> Value
  {
    .object([
      "path": .string(path), "status": .number(Double(status)), "body": body,
      "headers": .object(headers.mapValues { .string($0) }),
      "authorization": .string("Bearer \(token)"),
    ])
  }

  /// What the API was asked, line by line.
  var requests: [String] {
    server.read("requests").split(separator: "\n").map(String.init)
  }
}
