internal import SourceText
internal import YAML

extension WorkflowCheck {
  /// Jobs that need others which are not there, or in the end themselves.
  @Sendable static func needs(_ root: Node) -> [SchemaProblem] {
    let jobs = jobs(root)
    var problems: [SchemaProblem] = []
    if let node = root["jobs"], node.kind == .mapping, jobs.isEmpty {
      problems.append(
        SchemaProblem(.invalidNeeds, "a workflow needs at least one job", at: node.range))
    }
    var positions: [String: Int] = [:]
    for (position, job) in jobs.enumerated() {
      // The names of jobs are compared without regard to case.
      if let id = job.key.text?.lowercased(), positions[id] == nil { positions[id] = position }
    }
    var edges: [[Int]] = []
    for job in jobs {
      var targets: [Int] = []
      for need in texts(job.value["needs"]) where !need.text.isEmpty && !need.text.holdsExpression {
        if let target = positions[need.text.lowercased()] {
          targets.append(target)
        } else {
          let meant = closestSpelling(of: need.text, among: jobs.compactMap(\.key.text))
          problems.append(
            SchemaProblem(
              .invalidNeeds, "there is no job '\(need.text)' in this workflow", at: need.node.range,
              help: meant.map { "did you mean '\($0)'?" }))
        }
      }
      edges.append(targets)
    }
    if let cycle = cycle(in: edges), let first = cycle.first {
      let names = (cycle + [first]).map { jobs[$0].key.text ?? "" }
      problems.append(
        SchemaProblem(
          .invalidNeeds, "these jobs wait for each other: \(names.joined(separator: " → "))",
          at: jobs[first].key.range))
    }
    return problems
  }

  /// The positions along one cycle, the first in the file first; `nil` when there is none.
  private static func cycle(in edges: [[Int]]) -> [Int]? {
    var isDone = edges.map { _ in false }
    for start in edges.indices where !isDone[start] {
      var way = [start]
      var rest = [edges[start][...]]
      while let position = way.last {
        guard let next = rest[rest.count - 1].popFirst() else {
          isDone[position] = true
          way.removeLast()
          rest.removeLast()
          continue
        }
        if let place = way.firstIndex(of: next) {
          let cycle = way[place...]
          guard let first = cycle.min(), let turn = cycle.firstIndex(of: first) else { return nil }
          return Array(cycle[turn...] + cycle[..<turn])
        }
        guard !isDone[next] else { continue }
        way.append(next)
        rest.append(edges[next][...])
      }
    }
    return nil
  }
}
