internal import Manifest

extension Stage {
  /// Whether pushes can start it: every stage that builds, and a task that names its own paths.
  public var isStartedByPush: Bool {
    switch work {
    case .builds: true
    case .task(let task, _): !task.paths.isEmpty
    }
  }
}
