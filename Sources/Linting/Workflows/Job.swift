import YAML

/// One job of a workflow: a view on its tree.
struct Job: Sendable {
  /// Its id.
  let id: String
  /// Where it is named.
  let key: Node
  /// What it says.
  let body: Node

  /// The ids that it needs, as they are written.
  var needs: [Node] {
    guard let needs = body["needs"] else { return [] }
    return needs.kind == .sequence ? Array(needs.items) : [needs]
  }

  /// Whether the combinations of its matrix run one after the other, in their order.
  var runsOneByOne: Bool { body["strategy"]?["max-parallel"]?.text == "1" }

  /// Its steps, in order.
  var steps: [Step] {
    body["steps"]?.items.map { Step(body: $0) } ?? []
  }
}

/// One step of a job: a view on its tree.
struct Step: Sendable {
  /// What it says.
  let body: Node

  /// The name that other steps call it by.
  var id: String? { body["id"]?.text }

  /// The script that it runs.
  var run: Node? { body["run"] }

  /// The action that it uses, without version; `nil` when it runs a script.
  var action: Substring? {
    body["uses"]?.text.map { uses in uses.prefix { $0 != "@" } }
  }

  /// An input of its action.
  func input(_ name: String) -> Node? { body["with"]?[name] }
}

extension WorkflowFile {
  /// Which jobs need which, directly or through others, by their positions.
  ///
  /// GitHub compares job ids without regard to case.
  static func ancestors(of jobs: [Job]) -> [Set<Int>] {
    let positions = Dictionary(
      jobs.enumerated().map { ($1.id.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    let needs = jobs.map { job in
      job.needs.compactMap { need in need.text.flatMap { positions[$0.lowercased()] } }
    }
    return jobs.indices.map { job in
      var found: Set<Int> = []
      var waiting = needs[job]
      while let next = waiting.popLast() {
        if found.insert(next).inserted { waiting += needs[next] }
      }
      return found
    }
  }
}
