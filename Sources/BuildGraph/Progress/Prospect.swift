/// Whether something that is not there yet will come.
public enum Prospect: Hashable, Sendable {
  /// A run that may lead to it is queued or under way.
  case coming(WorkflowRun)
  /// It will not come by itself: the run that should have built it has failed.
  case stopped(WorkflowRun)
  /// Nothing says either: a run that has ended may be about to start another one.
  case open
}

extension CommitStatus {
  /// Whether an image that is not fresh will come.
  ///
  /// A failed run counts only where it was about this commit: the run of an earlier push says nothing
  /// about one that GitHub is just making. Nor does it count when a run before it in the chain has
  /// ended since, for that starts it again.
  ///
  /// - Parameters:
  ///   - commit: the commit, 40 digits.
  ///   - isNew: whether a run began after somebody started to wait, so that it worked on this commit
  ///     or on a later one.
  public func prospect(
    of image: Image, in runs: RunHistory, commit: String,
    isNew: (WorkflowRun) -> Bool = { _ in false }
  ) -> Prospect {
    if let run = runs.active(of: image.workflows) { return .coming(run) }
    guard let last = runs.latest(of: image.next), last.hasFailed,
      last.commit == commit || isNew(last)
    else { return .open }
    let upstream = image.workflows.drop { $0 != image.next }.dropFirst()
    let isFollowed = upstream.contains { name in
      runs.latest(of: name).map { $0.updated >= last.started } ?? false
    }
    return isFollowed ? .open : .stopped(last)
  }

  /// The run to show beside an image: the one that may lead to it, or else the last one that should
  /// have built it. None for an image that is fresh.
  public func run(for image: Image, in runs: RunHistory) -> WorkflowRun? {
    guard image.state != .fresh else { return nil }
    return runs.active(of: image.workflows) ?? runs.latest(of: image.next)
  }
}
