internal import BuildGraph
internal import Manifest

extension Pipeline {
  /// Whether pushes can start a stage.
  ///
  /// With path filters all that build can be, each by its own inputs. Without them a push starts
  /// the roots alone, and the chain follows. A task is started by the paths that it names, and with
  /// filters by what its image is made of.
  public func listensToPushes(_ stage: Stage) -> Bool {
    switch stage.work {
    case .builds: filtersPaths || stage.isRoot
    case .task(let task, let image) where task.existing != nil && !filtersPaths:
      // Every push starts the chain, and that leads here.
      !task.paths.isEmpty && (task.onPush == .atOnce || !image.isBuiltHere)
    case .task: !pushPaths(of: stage).isEmpty
    }
  }
}
