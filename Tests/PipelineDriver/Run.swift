/// How a run, a job or a step ended.
public enum Conclusion: String, Sendable, Hashable {
  case success, failure, cancelled, skipped
}

/// What started a run.
public enum Event: Sendable, Hashable {
  case push
  case dispatch([String: String])
  case schedule(String)
  /// The completion of the run with this number.
  case completed(Int)
  /// A pull request of this number, from a fork or from the repository itself.
  case pullRequest(Int, isFork: Bool)
  /// A group with this pull request in the merge queue.
  case mergeGroup(Int)

  /// `github.event_name`.
  public var name: String {
    switch self {
    case .push: "push"
    case .dispatch: "workflow_dispatch"
    case .schedule: "schedule"
    case .completed: "workflow_run"
    case .pullRequest: "pull_request"
    case .mergeGroup: "merge_group"
    }
  }
}

/// One run of a workflow.
public struct Run: Sendable {
  /// Unique, and growing.
  public let id: Int
  /// From 1; one more with each re-run.
  public internal(set) var attempt = 1
  /// The file as it was when the event came.
  public let workflow: WorkflowFile
  /// What started it.
  public let event: Event
  /// The tip of its branch when the event came.
  public let sha: String
  /// The branch it runs on.
  public let branch: String
  /// `github.ref`.
  public var ref: String {
    if case .pullRequest(let number, _) = event { return "refs/pull/\(number)/merge" }
    return "refs/heads/" + branch
  }
  /// `secrets.GITHUB_TOKEN`. The registry knows nothing of the one that a fork's pull request gets, as
  /// one that takes no tokens of GitHub knows nothing of any.
  var token: String {
    hasSecrets ? Registry.credentials.token : "f0rk"
  }
  /// Whether it is given the secrets of the repository: a fork's pull request is not.
  var hasSecrets: Bool {
    if case .pullRequest(_, isFork: true) = event { false } else { true }
  }
  /// How many completed runs are before it in its chain.
  public let depth: Int
  /// `github.event`.
  let payload: Value
  /// `inputs`.
  let inputs: Value
  /// How far it is.
  public internal(set) var status = Status.queued
  /// Whether a newer run of its group has ended it.
  public internal(set) var isCancelled = false
  /// Its jobs by id.
  public internal(set) var jobs: [String: JobState] = [:]

  /// How far a run is, in the words of GitHub's API.
  public enum Status: String, Sendable {
    case queued, pending
    case inProgress = "in_progress"
    case completed
  }

  /// How it ended; `nil` while it has not.
  public var conclusion: Conclusion? {
    guard status == .completed else { return nil }
    let results = Set(jobs.values.compactMap(\.result))
    if results.contains(.failure) { return .failure }
    if results.contains(.cancelled) { return .cancelled }
    return results == [.skipped] ? .skipped : .success
  }

  /// Whether one of its jobs is doing its steps at this moment.
  public var isInTheMidst: Bool { jobs.values.contains(where: \.isBusy) }

  /// What its jobs did, leg by leg, in the order of the file.
  public var legs: [Leg] {
    workflow.jobs.flatMap { jobs[$0.id]?.legs ?? [] }
  }

  /// Whether it did nothing but look: no image was built and no task was run.
  public var onlyPlanned: Bool {
    legs.allSatisfy { leg in
      leg.job == "plan" || leg.job == "promote"
        || leg.steps.contains { $0.isBuild && $0.conclusion == .skipped }
    }
  }
}

/// How far one job of a run is.
public struct JobState: Sendable {
  enum Phase: Sendable { case waiting, pending, running, done }
  var phase = Phase.waiting
  /// Its place among all jobs in the order in which they started.
  var start = 0
  /// Whether it is doing its steps at this moment, while something else happens in between.
  var isBusy = false
  /// The name of its concurrency group while it is pending or running.
  var group: String?
  /// How it ended; `nil` while it has not.
  public internal(set) var result: Conclusion?
  /// Its outputs.
  public internal(set) var outputs: [String: String] = [:]
  /// What it did: one leg, or one for each entry of its matrix.
  public internal(set) var legs: [Leg] = []
}

/// One job on one machine.
public struct Leg: Sendable {
  /// The id of the job.
  public let job: String
  /// Its entry of the matrix.
  public let matrix: Value
  /// How it ended.
  public internal(set) var result = Conclusion.success
  /// Its steps, in order.
  public internal(set) var steps: [StepReport] = []
  /// The job's outputs, as this leg makes them.
  public internal(set) var outputs: [String: String] = [:]
  /// What its steps wrote for the summary page.
  public internal(set) var summary = ""
  /// Whether a token was left where later steps could read it.
  public internal(set) var leavesToken = false
}

/// What became of one step.
public struct StepReport: Sendable {
  /// Its name.
  public let name: String
  /// Whether it builds an image.
  public let isBuild: Bool
  /// How its work ended.
  public internal(set) var outcome = Conclusion.success
  /// The same, but a success where the workflow says `continue-on-error`.
  public internal(set) var conclusion = Conclusion.success
  /// What it printed.
  public internal(set) var log = ""

  /// The messages that GitHub shows: `error`, `warning` or `notice` with the text.
  public var annotations: [(level: String, text: String)] {
    log.split(separator: "\n").compactMap { line in
      for level in ["error", "warning", "notice"] where line.hasPrefix("::\(level)::") {
        return (level, String(line.dropFirst(level.count + 4)))
      }
      return nil
    }
  }
}
