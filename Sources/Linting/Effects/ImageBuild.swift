import SourceText

/// Where in a repository something happens.
struct Place: Hashable, Sendable {
  /// The position of the workflow.
  var workflow: Int
  /// The position of the job in the workflow.
  var job: Int
  /// The position of the combination in the job's matrix.
  var leg: Int
  /// The position of the step in the job.
  var step: Int
}

/// One image being built.
struct ImageBuild: Sendable {
  /// Where it is built.
  var place: Place
  /// What names it best: the value of a matrix, the context, or the command.
  var range: SourceRange
  /// The path of the Dockerfile from the root of the repository; `nil` when it is not known.
  var dockerfile: String?
  /// The directory that is built, from the root of the repository; `nil` when it is not known.
  var context: String?
  /// The platforms, when they are given.
  var platforms: [PartialText] = []
  /// The stage; `nil` for the last one. Unknown when it holds a hole.
  var target: PartialText?
  /// The build arguments by name, those with a hole unknown; `nil` when not even names are known.
  var arguments: [String: String]?
  /// What replaces images that the Dockerfile names, by their names there; `nil` when not known.
  var contexts: [String: PartialText]?
  /// The names that the image has on the runner.
  var names: [PartialText]
  /// The names under which it is published.
  var published: [ImageName] = []
  /// What decides whether it runs.
  var conditions: Conditions
  /// Where its layers come from and its result goes; `nil` when that is not known.
  var options: BuildOptions?
}

/// A tag in a registry being moved.
struct TagWrite: Sendable {
  /// Where that happens.
  var place: Place
  /// The tag in full, as in `ghcr.io/acme/base:latest`.
  var reference: String
  /// What names the tag.
  var range: SourceRange
  /// The platforms that the image is built for; empty when they are not given.
  var platforms: Set<String>
  /// Whether what is written is an index of images that are in the registry already.
  var isManifest: Bool
  /// What decides whether it happens.
  var conditions: Conditions
}
