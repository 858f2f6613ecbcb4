import SourceText

/// One image being built.
struct ImageBuild: Sendable {
  /// Where it is built.
  var place: Place
  /// What names it best in the file of the workflow: the value of a matrix, the context, the command,
  /// or the step or job that calls what builds it.
  var range: SourceRange
  /// Where a called workflow or an action says so, when that is in another file.
  var detail: SourceLocation?
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
  /// The names of build arguments that are there for a family of images, of which not each has to
  /// declare them all: a bake file hands them on to every target that inherits them.
  var sharedArguments: Set<String> = []
  /// What replaces images that the Dockerfile names, by their names there; `nil` when not known.
  var contexts: [String: PartialText]?
  /// The ids of the secrets that it is given.
  var secrets: [PartialText] = []
  /// The SSH agents and keys that it is given.
  var agents: [PartialText] = []
  /// The names that the image has on the runner.
  var names: [PartialText]
  /// The names under which it is published.
  var published: [ImageName] = []
  /// What decides whether it runs.
  var conditions: Conditions
  /// The command that builds it together with others, all at once, by a number of its runner's;
  /// `nil` when it is built alone.
  var bake: Int?
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
  /// Where a called workflow or an action says so, when that is in another file.
  var detail: SourceLocation?
  /// The platforms that the image is built for; empty when they are not given.
  var platforms: Set<String>
  /// Whether what is written is an index of images that are in the registry already.
  var isManifest: Bool
  /// What decides whether it happens.
  var conditions: Conditions
}
