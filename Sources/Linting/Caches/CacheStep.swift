import SourceText
import YAML

/// A step that uses `actions/cache` or one of its halves.
struct CacheStep: Sendable {
  /// The workflow.
  var workflow: WorkflowFile
  /// The position of the job in it.
  var job: Int
  /// The step.
  var step: Step
  /// Where the action is named.
  var location: SourceLocation

  /// Whether it saves files at the end of the job, or at once.
  var saves: Bool { step.action != "actions/cache/restore" && step.input("lookup-only") == nil }
  /// Whether it brings files back.
  var restores: Bool { step.action != "actions/cache/save" }
  /// The files.
  var path: Node? { step.input("path") }
  /// The name under which they are kept.
  var key: Node? { step.input("key") }

  /// Every such step of a repository, in order.
  static func all(in repository: Repository) -> [CacheStep] {
    repository.workflows.flatMap { workflow in
      workflow.jobs.indices.flatMap { job in
        workflow.jobs[job].steps.compactMap { step in
          guard let action = step.action, let uses = step.body["uses"],
            ["actions/cache", "actions/cache/save", "actions/cache/restore"].contains(action)
          else { return nil }
          return CacheStep(
            workflow: workflow, job: job, step: step, location: workflow.location(uses))
        }
      }
    }
  }
}
