/// Which images of a workflow share a job; from fine to coarse.
///
/// The legs of a matrix end together for whoever waits for them, so what shares a job shares its
/// fate in time.
enum JobDivision: CaseIterable {
  /// Images with equal parents and equal children in the workflow: none waits for an image that it
  /// is not built on.
  case byEdges
  /// Images with equal parents: their children also wait for those that share a job with a parent.
  case byParents
  /// Images of one level.
  case byLevel
}
