internal import Manifest
public import SourceText

extension Pipeline {
  /// A branch other than the one that GitHub takes workflows from, where chain and schedule stand
  /// still.
  ///
  /// Runs of `workflow_run` and `schedule` are made from the files of the default branch and have its
  /// name as their `github.ref` (docs "Events that trigger workflows"), so they end at the condition
  /// that lets only the published branch build.
  ///
  /// - Parameter name: the default branch; `nil` when it is not known.
  public func unchainedBranch(default name: String?) -> [Diagnostic] {
    let branch = project.manifest.branch
    guard let name, name != branch else { return [] }
    let idle = stages.filter {
      $0.hasUpstreams || (project.manifest.schedule != nil && needsSchedule($0))
    }
    guard !idle.isEmpty else { return [] }
    return [
      Diagnostic(
        "branch-not-default", .warning,
        "GitHub runs chained and scheduled workflows on the default branch, '\(name)', alone: "
          + "\(idle.quotedTitles) \(idle.count == 1 ? "is" : "are") skipped whenever another "
          + "workflow or the clock starts \(idle.count == 1 ? "it" : "them")",
        at: project.manifest.place(of: "branch"),
        help: "make '\(branch)' the default branch on GitHub, or state 'branch: \(name)'")
    ]
  }
}
