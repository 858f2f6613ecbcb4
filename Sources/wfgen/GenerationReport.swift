internal import Generation
internal import Manifest
internal import SourceText

/// What `generate` says when it is done: what it did, what to commit, and what will follow.
struct GenerationReport {
  let changes: [FileChange]
  let pipeline: Pipeline
  let isDry: Bool

  var text: String {
    var lines = changes.compactMap(line)
    let count = changes.count { $0.isCurrent }
    if count > 0 { lines.append("  unchanged  \(count) of \(changes.count) files") }
    guard changes.contains(where: { !$0.isCurrent }) else {
      return lines.joined(separator: "\n") + "\n"
    }
    lines += ["", isDry ? "Nothing was written." : "Commit them with wfgen.yml:"]
    if !isDry { lines.append("  git add wfgen.yml .github/workflows .github/wfgen") }
    lines += ["", pushSentence, chainSentence]
    return lines.joined(separator: "\n") + "\n"
  }

  private func line(_ change: FileChange) -> String? {
    switch change.kind {
    case .current(let pins):
      guard !pins.isEmpty else { return nil }
      let kept = pins.map { "\($0.action) \($0.version)" }.joined(separator: ", ")
      return "  kept       \(change.path) (\(kept))"
    case .missing: return "  \(isDry ? "would add " : "added     ") \(change.path)"
    case .outdated: return "  \(isDry ? "would edit" : "updated   ") \(change.path)"
    case .orphan: return "  \(isDry ? "would drop" : "removed   ") \(change.path)"
    case .foreign, .blocked: return nil
    }
  }

  /// The stages whose push trigger matches the data file, which every change of the graph touches.
  private var pushSentence: String {
    let started = (pipeline.stages + pipeline.existing).filter(isStarted).map { "'\($0.title)'" }
    guard !started.isEmpty else { return "A push of them alone starts nothing." }
    return
      "Pushed to \(pipeline.project.manifest.branch), they start \(started.joined(separator: ", "))."
  }

  /// Whether the push of the generated files starts a stage.
  private func isStarted(_ stage: Stage) -> Bool {
    pipeline.listensToPushes(stage)
      && changes.contains { !$0.isCurrent && pipeline.isStarted(stage, byChangeOf: $0.path) }
  }

  private var chainSentence: String {
    "GitHub follows the chain once the files are on the default branch."
  }
}
