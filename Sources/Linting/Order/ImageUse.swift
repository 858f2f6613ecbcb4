import SourceText

/// One place where a workflow takes an image that somebody must have made before.
struct ImageUse: Sendable {
  /// What the image is taken for.
  enum Purpose: Hashable, Sendable {
    /// Another image is built on it, or takes files from it.
    case parent
    /// The job, or a service of it, runs in it; it is pulled before the first step.
    case container
    /// A step runs it.
    case run
    /// A step pulls it.
    case pull
  }

  /// Where it is taken.
  var place: Place
  /// When, among all effects of the repository.
  var position: Int
  /// What names the use best in the workflow.
  var range: SourceRange
  /// Where a called workflow or an action says so, when that is in another file.
  var detail: SourceLocation?
  /// The image.
  var name: ImageName
  /// What it is taken for.
  var purpose: Purpose
  /// The position of the build that stands on it.
  var build: Int?
  /// What the Dockerfile of that build says about it.
  var parent: ImageParent?
  /// What decides whether it is taken.
  var conditions: Conditions

  /// What messages call the image.
  var title: String { name.reference ?? name.repository }

  /// Whether an earlier step may have left the image on the runner.
  var mayBeLocal: Bool { purpose != .container }
}
