public import BuildGraph

/// How a commit stands, for whatever format it is shown in.
public struct ProgressReport: Sendable {
  /// How the look ended, or the waiting.
  public enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// Everything that was asked about is fresh.
    case fresh
    /// Something is not, and nobody waits for it.
    case open
    /// Something will not come.
    case failed
    /// The time was up before everything was there.
    case timedOut = "timed-out"
    /// A registry gave no usable answer.
    case unknown
  }

  /// The commit, 40 digits.
  public var commit: String
  /// The repository on GitHub.
  public var repository: String
  /// What the registry says.
  public var status: CommitStatus
  /// The images that were asked about, with all that they are built on.
  public var selection: Set<String>
  /// What GitHub says; `nil` when it says nothing.
  public var runs: RunHistory?
  /// Why it says nothing; a sentence without a full stop.
  public var silence: String?
  /// How it ended.
  public var verdict: Verdict
  /// Why images will not come.
  public var failures: [Watch.Failure] = []
  /// Whether it was waited.
  public var isSynchronous: Bool
  /// How long the caller had to wait, in whole seconds.
  public var waited: Int
  /// How long everything takes that was not fresh at the first look, when each image is built as soon
  /// as its parents are there; `nil` when nothing was to be built, or nobody states how long it takes.
  public var total: TimeRange?
  /// Whether something was not fresh at the first look.
  public var hadWork = false

  /// Creates a report.
  public init(
    commit: String, repository: String, status: CommitStatus, selection: Set<String>,
    runs: RunHistory?, silence: String?, verdict: Verdict, isSynchronous: Bool, waited: Int
  ) {
    self.commit = commit
    self.repository = repository
    self.status = status
    self.selection = selection
    self.runs = runs
    self.silence = silence
    self.verdict = verdict
    self.isSynchronous = isSynchronous
    self.waited = waited
  }

  /// The images to show.
  var images: [CommitStatus.Image] { status.images.filter { selection.contains($0.name) } }

  /// The tasks to show: those in images that were asked about, and, when that are all, in images that
  /// another workflow publishes.
  var tasks: [CommitStatus.Task] {
    status.tasks.filter { task in
      selection.contains(task.image)
        || status.image(named: task.image) == nil && images.count == status.images.count
    }
  }

  /// The run to show beside an image.
  func run(for image: CommitStatus.Image) -> WorkflowRun? {
    runs.flatMap { status.run(for: image, in: $0) }
  }

  /// The run to show beside a task: the latest one of its workflow.
  func run(for task: CommitStatus.Task) -> WorkflowRun? {
    runs?.latest(of: task.workflow)
  }

  /// The latest runs of the workflows that lead to what is not there, newest first.
  var latestRuns: [WorkflowRun] {
    let workflows = Set(images.filter { $0.state != .fresh }.flatMap(\.workflows))
    return Array((runs?.runs ?? []).filter { workflows.contains($0.workflow) }.prefix(5))
  }

  /// What can be said of a look while somebody waits: one line for each image that is not as it was.
  ///
  /// - Parameter before: the lines of the look before, by image; empty at the first.
  /// - Returns: the lines of this look, and those of them that are new.
  public func progress(since before: [String: String]) -> (all: [String: String], new: [String]) {
    var all: [String: String] = [:]
    var new: [String] = []
    for image in images {
      let run = run(for: image).map { ", \($0.sentence)" } ?? ""
      let blocker = image.blockers.isEmpty ? "" : " by \(image.blockers.joined(separator: " ← "))"
      let reason = image.state == .unknown ? ", \(image.reason)" : ""
      let line = "\(image.name): \(image.state.rawValue)\(blocker)\(reason)\(run)"
      all[image.name] = line
      // What was fresh from the beginning is no news.
      if before[image.name] != line, !(before.isEmpty && image.state == .fresh) {
        new.append("\(TimeRange.clock(waited))  \(line)")
      }
    }
    return (all, new)
  }
}

extension WorkflowRun {
  /// `wfgen-base.yml: in_progress, https://…`.
  var sentence: String {
    "\(workflow): \(conclusion ?? status)" + (page.isEmpty ? "" : ", \(page)")
  }
}

/// What the state of a commit is shown as.
public enum ProgressFormat: String, Hashable, Sendable, CaseIterable {
  /// People: tables, and what to do.
  case text
  /// Programs: everything there is. See ``render(_:options:)`` for the schema.
  case json

  /// The report as a text that ends with a line break.
  ///
  /// The schema of `json`, version 1; keys are never removed or renamed within a version. RUN is
  /// `{ id, attempt, workflow, status, conclusion, commit, url, started, updated }`, or `null` where
  /// there is none, and what is not known is `null`:
  ///
  ///     { version: 1, commit, repository, verdict: "fresh"|"open"|"failed"|"timed-out"|"unknown",
  ///       images: [ { name, state: "fresh"|"outdated"|"missing"|"blocked"|"unknown", reason,
  ///         reference, digest, blockedBy: [name], workflow, run: RUN } ],
  ///       tasks: [ { name, state: "ready"|"blocked"|"unknown", reason, blockedBy: [name], workflow,
  ///         run: RUN } ],
  ///       runsUnknown: null or why GitHub says nothing,
  ///       latestRuns: [RUN], failures: [ { image, workflow, run: RUN } ],
  ///       wait: { synchronous, seconds, total: { low, high } } }
  public func render(_ report: ProgressReport, options: ReportOptions = ReportOptions()) -> String {
    switch self {
    case .text: ProgressText(report: report, options: options).render()
    case .json: ProgressJSON(report: report).render()
    }
  }
}
