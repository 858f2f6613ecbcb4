/// A model of GitHub for one repository: what starts runs, and what they do.
///
/// A class, because it is one thing with a state that tests and runs change in turn.
public final class GitHub {
  /// The repository's name, in which alone the workflows publish.
  public let repository: String
  /// The repository itself.
  public let origin: Origin
  /// All runs so far, by their number, from 1.
  public internal(set) var runs: [Run] = []
  /// Events that started nothing, because the chain had become too long.
  public internal(set) var lost: [String] = []
  /// Of several running jobs, which ends first.
  public var order = Order.first
  /// The machines that its jobs run on.
  public let machine: Machine
  /// Looks at every job that has ended, and may end the test.
  public var watch: (Run, Leg) throws -> Void = { _, _ in }
  /// How many jobs have started.
  var started = 0
  private var known: [String: String] = [:]
  /// The number of each branch's pull request.
  var proposals: [String: Int] = [:]
  private var files: [String: [WorkflowFile]] = [:]

  /// How many `workflow_run` links may follow each other.
  static let maximumDepth = 3

  init(repository: String, origin: Origin, machine: Machine) {
    self.repository = repository
    self.origin = origin
    self.machine = machine
  }

  /// The workflows of a commit.
  public func workflows(at commit: String) async throws -> [WorkflowFile] {
    if let known = files[commit] { return known }
    let read = try await origin.workflows(at: commit)
    files[commit] = read
    return read
  }

  /// Notices a push that was made to the origin.
  /// - Parameter isSkipped: whether its message says `[skip ci]`.
  public func notice(pushTo branch: String = "main", isSkipped: Bool = false) async throws {
    guard let sha = try await origin.tip(of: branch), known[branch] != sha else { return }
    let changed = try await origin.changedFiles(from: known[branch], to: sha)
    known[branch] = sha
    if isSkipped { return }
    for workflow in try await workflows(at: sha) {
      guard let push = workflow.triggers.push, push.branches?.matches(branch) ?? true,
        push.paths?.matches(anyOf: changed) ?? true
      else { continue }
      start(workflow, .push, sha, branch, payload: ["ref": .string("refs/heads/" + branch)])
    }
  }

  /// A person starts a workflow, by its file.
  public func dispatch(
    _ file: String, on branch: String = "main", _ inputs: [String: String] = [:]
  ) async throws {
    guard let sha = try await origin.tip(of: branch),
      let workflow = try await workflows(at: sha).first(where: { $0.file == file }),
      let defaults = workflow.triggers.dispatch
    else { throw Unsupported("a dispatch of \(file)") }
    for name in inputs.keys where defaults[name] == nil { throw Unsupported("the input \(name)") }
    start(
      workflow, .dispatch(inputs), sha, branch, payload: [:],
      inputs: defaults.merging(inputs) { $1 })
  }

  /// The clock reaches every schedule of the default branch.
  public func schedule() async throws {
    guard let sha = try await origin.tip(of: "main") else { return }
    for workflow in try await workflows(at: sha) {
      for line in workflow.triggers.schedule {
        start(workflow, .schedule(line), sha, "main", payload: ["schedule": .string(line)])
      }
    }
  }

  /// A person runs all jobs of a run again.
  public func rerun(_ id: Int) throws {
    var run = runs[id - 1]
    guard run.status == .completed else { throw Unsupported("a re-run of run \(id), which runs") }
    for job in run.jobs.keys { run.jobs[job] = JobState() }
    run.attempt += 1
    run.status = .queued
    runs[id - 1] = run
  }

  /// A person runs again what failed in a run, and what depends on it.
  public func rerunFailedJobs(of id: Int) throws {
    var run = runs[id - 1]
    guard run.status == .completed else { throw Unsupported("a re-run of run \(id), which runs") }
    for job in run.workflow.jobs {
      let again =
        [.failure, .cancelled].contains(run.jobs[job.id]?.result)
        || job.needs.contains { run.jobs[$0]?.phase == .waiting }
      if again { run.jobs[job.id] = JobState() }
    }
    run.attempt += 1
    run.status = .queued
    runs[id - 1] = run
  }

  /// A person cancels a run that has not ended: of its jobs, those that have not ended do nothing.
  public func cancel(_ id: Int) throws {
    guard runs[id - 1].status != .completed, !runs[id - 1].isInTheMidst else {
      throw Unsupported("a cancellation of run \(id), which is over or in the midst of a job")
    }
    cancel(at: id - 1)
  }

  /// Every workflow that waits for this one by its name gets a run, however it ended.
  func completed(_ run: Run) async throws {
    guard let sha = try await origin.tip(of: "main") else { return }
    for workflow in try await workflows(at: sha) {
      guard let trigger = workflow.triggers.workflowRun,
        trigger.workflows.contains(run.workflow.name),
        trigger.branches?.matches(run.branch) ?? true
      else { continue }
      guard run.depth < Self.maximumDepth else {
        lost.append("\(workflow.name) after run \(run.id) of \(run.workflow.name)")
        continue
      }
      let payload: Value = .object([
        "id": .number(Double(run.id)), "run_attempt": .number(Double(run.attempt)),
        "name": .string(run.workflow.name), "path": .string(run.workflow.path),
        "event": .string(run.event.name), "head_branch": .string(run.branch),
        "head_sha": .string(run.sha), "conclusion": .string(run.conclusion?.rawValue ?? ""),
      ])
      start(
        workflow, .completed(run.id), sha, "main", payload: ["workflow_run": payload],
        depth: run.depth + 1)
    }
  }

  func start(
    _ workflow: WorkflowFile, _ event: Event, _ sha: String, _ branch: String,
    payload: [String: Value], inputs: [String: String] = [:], depth: Int = 0
  ) {
    var run = Run(
      id: runs.count + 1, workflow: workflow, event: event, sha: sha, branch: branch, depth: depth,
      payload: .object(payload), inputs: .object(inputs.mapValues { .string($0) }))
    for job in workflow.jobs { run.jobs[job.id] = JobState() }
    runs.append(run)
  }
}
