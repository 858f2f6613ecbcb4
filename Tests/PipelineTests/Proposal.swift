import PipelineDriver

/// What came of a pull request or of a group in the merge queue.
struct Proposal: CustomStringConvertible {
  let run: Run
  private let trials: [Trial]

  init(_ run: Run, _ trials: [Trial]) {
    self.run = run
    self.trials = trials
  }

  /// The images that were built, in their order, by job.
  var built: [[String]] {
    var rest = trials[...]
    return run.legs.filter { $0.job == "build" }.compactMap { leg in
      let names = leg.matrix["images"].items.map(\.text)
      let mine = rest.prefix { names.contains($0.image) }
      rest = rest.dropFirst(mine.count)
      return mine.isEmpty ? nil : mine.map(\.image)
    }
  }

  /// Where images were pushed.
  var places: [String] { trials.compactMap(\.place) }
  var event: String { run.event.name }
  var conclusion: Conclusion? { run.conclusion }
  var results: [String: Conclusion?] { run.jobs.mapValues(\.result) }
  /// All that was written for the summary page.
  var summary: String { run.legs.map(\.summary).joined() }
  /// All messages that GitHub shows.
  var annotations: String {
    run.legs.flatMap(\.steps).flatMap(\.annotations).map(\.text).joined(separator: "\n")
  }
  var description: String {
    run.legs.map { leg in
      "\(leg.job) \(leg.result):\n" + leg.steps.map(\.log).joined(separator: "\n")
    }.joined(separator: "\n")
  }
}

extension Trial {
  fileprivate var image: String { String(file.prefix { $0 != "." }) }
}

extension World {
  /// Takes the clone back to what is on the branch.
  func restart() async throws {
    try await git("reset", "--quiet", "--hard", "refs/remotes/origin/main")
  }

  /// Changes a file and pushes it to a branch.
  func push(_ text: String, to path: String, on branch: String) async throws {
    try clone.write(text, to: path)
    try await push(branch)
  }

  /// Changes files on a branch of their own, which begins at the tip, and opens a pull request or
  /// pushes to it; nothing may be published.
  func propose(_ changes: [String: String], isFork: Bool = false) async throws -> Proposal {
    try await restart()
    for (path, text) in changes { try clone.write(text, to: path) }
    try await push("topic")
    try await github.propose("topic", isFork: isFork)
    return try await settled()
  }

  /// What becomes of the newest run.
  func settled() async throws -> Proposal {
    let before = try await published()
    let builds = github.machine.builds.count
    let trials = github.machine.trials.count
    try await github.settle()
    guard try await published() == before, github.machine.builds.count == builds else {
      throw Broken("something was published")
    }
    guard let run = github.runs.last else { throw Broken("nothing has run") }
    if run.legs.contains(where: \.leavesToken) { throw Broken("a token is left") }
    return Proposal(run, github.machine.trials.dropFirst(trials).filter { $0.run == run.id })
  }

  /// All tags of the registry.
  private func published() async throws -> [String] {
    var all: [String] = []
    for name in try await registry.repositories() {
      all += try await registry.tags(of: name).map { "\(name):\($0)" }
    }
    return all
  }
}
