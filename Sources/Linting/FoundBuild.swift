internal import SourceText

/// A build of an image that a workflow makes, as far as the files tell.
public struct FoundBuild: Sendable, Hashable {
  /// The path of the workflow.
  public var workflow: String
  /// The path of the Dockerfile from the root of the repository.
  public var dockerfile: String
  /// The directory that is built, from the root of the repository.
  public var context: String
  /// The stage; `nil` for the last one.
  public var target: String?
  /// The build arguments whose values are known.
  public var arguments: [String: String]
  /// The build arguments whose values only a run knows, sorted.
  public var openArguments: [String]
  /// The ids of the secrets that it is given, sorted; `…` stands for what only a run knows.
  public var secrets: [String]
  /// The SSH agents and keys that it is given, sorted, as the secrets.
  public var agents: [String]
  /// The platforms, when they are given and known.
  public var platforms: [String]
  /// The names under which it is published, in full but without tags: `ghcr.io/acme/base`.
  public var repositories: [String]
  /// The tags in the first of these that are the same in every run.
  public var tags: [String]
}

/// The builds of Dockerfiles of the repository, in the order of workflows, jobs and steps.
///
/// One whose Dockerfile, context or stage is not known is left out.
public func builds(in view: RepositoryView) -> [FoundBuild] {
  let repository = Repository(view)
  return repository.effects.builds.compactMap { build in
    guard let dockerfile = build.dockerfile, let context = build.context,
      build.target.map(\.isKnown) ?? true, let arguments = build.arguments
    else { return nil }
    var repositories: [String] = []
    for name in build.published where !repositories.contains(name.repository) {
      repositories.append(name.repository)
    }
    var tags: [String] = []
    for name in build.published where name.repository == repositories.first {
      if case .tag(let tag) = name.version, !tags.contains(tag) { tags.append(tag) }
    }
    return FoundBuild(
      workflow: repository.workflows[build.place.workflow].file.name, dockerfile: dockerfile,
      context: context.isEmpty ? "." : context, target: build.target?.text,
      arguments: arguments.filter { PartialText(pattern: $0.value).isKnown },
      openArguments: arguments.filter { !PartialText(pattern: $0.value).isKnown }.keys.sorted(),
      secrets: Set(build.secrets.map(\.title)).sorted(),
      agents: Set(build.agents.map(\.title)).sorted(),
      platforms: build.platforms.compactMap(\.text), repositories: repositories, tags: tags)
  }
}

extension PartialText {
  /// The text; `…` when only a run knows it.
  fileprivate var title: String { text ?? "…" }
}
