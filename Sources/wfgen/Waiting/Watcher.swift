internal import BuildGraph
internal import Generation
internal import Manifest
internal import Reporting
internal import SourceText

/// Looks at a commit: once, or again and again until there is nothing left to wait for.
struct Watcher {
  private let view: CommitView
  private let names: [String]
  private let console: Console
  private let start: Double
  private let registry: RegistryLookup
  private var github: RunLookup?
  private let repository: String
  /// What to say when something is not there.
  private let remark: String?
  /// What was last said of GitHub's silence.
  private var silence: String?
  /// The images that were not fresh at the first look.
  private var work: Set<String>?

  /// - Parameters:
  ///   - names: the images that are asked about; all when there are none.
  ///   - remark: what to say when one of them is not there.
  init(
    _ view: CommitView, _ names: [String], remark: String?, _ scripts: ScriptFolder,
    _ console: Console
  ) throws {
    self.view = view
    self.remark = remark
    self.console = console
    self.names = names.isEmpty ? view.data.images.map(\.name) : names
    start = console.pace.now()
    let manifest = view.project.manifest
    registry = try RegistryLookup(
      scripts, references: CommitStatus.references(of: view.data, tags: view.tags),
      host: String(manifest.registry.value.prefix { $0 != "/" }), environment: console.environment)
    repository = manifest.repository.value
    github = RunLookup(
      scripts, repository: repository, branch: manifest.branch, environment: console.environment)
    if github == nil {
      console.error(
        "note: without GITHUB_TOKEN only the registry is asked, so nobody knows which runs are "
          + "under way\n")
    }
  }

  /// Looks once.
  mutating func lookOnce() async throws -> ProgressReport {
    var report = try await look()
    let states = report.status.images.filter { report.selection.contains($0.name) }.map(\.state)
    report.verdict =
      states.contains(.unknown) ? .unknown : states.allSatisfy { $0 == .fresh } ? .fresh : .open
    report.isSynchronous = false
    return finished(report)
  }

  /// Looks until everything is there, something will not come, or the time is up. What changes is
  /// said on the way.
  mutating func waitUntilDone(minutes: Int) async throws -> ProgressReport {
    var watch = Watch(commit: view.commit, start: start, limit: Double(minutes) * 60)
    var lines: [String: String] = [:]
    while true {
      var report = try await look()
      let news = report.progress(since: lines)
      lines = news.all
      for line in news.new { console.error(line + "\n") }
      let step = watch.step(
        report.status, images: report.selection, runs: report.runs, at: console.pace.now())
      switch step {
      case .again(let seconds):
        try await console.pace.pause(seconds)
        continue
      case .done: report.verdict = .fresh
      case .unclear: report.verdict = .unknown
      case .timedOut: report.verdict = .timedOut
      case .failed(let failures):
        report.verdict = .failed
        report.failures = failures
      }
      return finished(report)
    }
  }

  /// The report with what the wait is to be compared with.
  private func finished(_ report: ProgressReport) -> ProgressReport {
    var report = report
    let work = work ?? []
    report.hadWork = !work.isEmpty
    report.total = work.isEmpty ? nil : view.time(of: work)
    return report
  }

  private mutating func look() async throws -> ProgressReport {
    var status = try await ask()
    let selection = status.closure(of: names)
    let runs = try await runs { [status, commit = view.commit] history in
      status.images.contains { image in
        guard selection.contains(image.name), image.state != .fresh else { return false }
        let prospect = status.prospect(of: image, in: history, commit: commit)
        if case .coming = prospect { return false }
        return true
      }
    }
    // A run that has ended meanwhile may have pushed between both questions.
    if runs.isThorough { status = try await ask() }
    let left = status.images.filter { selection.contains($0.name) && $0.state != .fresh }
    if work == nil {
      work = Set(left.map(\.name))
      if !left.isEmpty, let remark { console.error("note: \(remark)\n") }
    }
    return ProgressReport(
      commit: view.commit, repository: repository, status: status, selection: selection,
      runs: runs.history, silence: silence, verdict: .open, isSynchronous: true,
      waited: Int((console.pace.now() - start).rounded()))
  }

  private func ask() async throws -> CommitStatus {
    CommitStatus(of: view.data, tags: view.tags, answers: try await registry.answers())
  }

  /// What GitHub says. One request will do while everything is on its way; whether nothing is, only
  /// more can tell.
  private mutating func runs(isOpen: (RunHistory) -> Bool) async throws
    -> (history: RunHistory?, isThorough: Bool)
  {
    guard var github else {
      silence = "there is no GITHUB_TOKEN"
      return (nil, false)
    }
    defer { self.github = github }
    var answer = try await github.latest(at: console.pace.date())
    var isThorough = false
    if case .runs(let latest) = answer, isOpen(RunHistory(latest)) {
      isThorough = true
      answer = try await github.active(at: console.pace.date())
      if case .runs(let active) = answer { answer = .runs(latest + active) }
    }
    switch answer {
    case .runs(let runs):
      silence = nil
      return (RunHistory(runs), isThorough)
    case .unknown(let reason):
      if silence != reason { console.error("note: \(reason); only the registry is asked\n") }
      silence = reason
      return (nil, false)
    }
  }
}
