import YAML

/// What a run may do with the cache of GitHub Actions, as far as the files tell.
///
/// Sources: GitHub docs, "Dependency caching", access restrictions; GitHub changelog of 2026-06-26
/// (read-only cache for untrusted triggers) and of 2026-09-10 (`cache-mode`).
enum ActionsCacheAccess {
  /// The events whose runs use the scope of the default branch and may only read it.
  static let readOnlyEvents: Set<String> = ["workflow_run", "pull_request_target", "issue_comment"]

  /// The mode that a job or its workflow states; `nil` for none.
  static func mode(of job: Job, in workflow: WorkflowFile) -> Node? {
    job.body["cache-mode"] ?? workflow.document.root?["cache-mode"]
  }

  /// Why nothing that a job saves is kept in the runs that its workflow is there for; `nil` when it
  /// may be kept.
  static func refusal(for job: Job, in workflow: WorkflowFile) -> String? {
    if let mode = mode(of: job, in: workflow) {
      switch mode.text {
      case "read", "none": return "'cache-mode: \(mode.text ?? "")' lets nothing be saved"
      default: return nil
      }
    }
    // Runs by hand are not what such a workflow is there for.
    let events = workflow.triggers.map(\.event).filter { $0 != "workflow_dispatch" }
    guard !events.isEmpty, events.allSatisfy(readOnlyEvents.contains), let first = events.first
    else {
      return nil
    }
    return "runs for '\(first)' may only read the Actions cache"
  }

  /// The same for what is done at a place: the modes of a called job count, and the events of the
  /// workflow whose run it is.
  static func refusal(at place: Place, in repository: Repository) -> String? {
    let (inner, job) = repository.innermostJob(at: place)
    if mode(of: job, in: inner) != nil { return refusal(for: job, in: inner) }
    let workflow = repository.workflows[place.workflow]
    return refusal(for: workflow.jobs[place.job], in: workflow)
  }

  /// The kinds of scope that the runs of a workflow save into: `branch`, `pull` or `tag`; empty when
  /// that is not known.
  static func scopes(of workflow: WorkflowFile) -> Set<String> {
    var scopes: Set<String> = []
    for trigger in workflow.triggers {
      switch trigger.event {
      case "pull_request", "pull_request_review": scopes.insert("pull")
      case "release": scopes.insert("tag")
      case "push":
        let options = trigger.options
        let hasTags = options?["tags"] != nil || options?["tags-ignore"] != nil
        let hasBranches = options?["branches"] != nil || options?["branches-ignore"] != nil
        if hasTags || !hasBranches { scopes.insert("tag") }
        if hasBranches || !hasTags { scopes.insert("branch") }
      case "workflow_call": return []
      default: scopes.insert("branch")
      }
    }
    return scopes
  }
}
