import Dockerfiles
import SourceText
import YAML

extension Repository {
  /// How two builds that leave layers in one place differ, for messages; `nil` when they may be
  /// builds of one image.
  func difference(between one: Int, and other: Int) -> String? {
    let (one, other) = (effects.builds[one], effects.builds[other])
    if differ(one.dockerfile, other.dockerfile)
      || differ(normal(one.context), normal(other.context))
    {
      return "another image"
    }
    let (platforms, others) = (self.platforms(of: one), self.platforms(of: other))
    if !platforms.isEmpty, !others.isEmpty, platforms.isDisjoint(with: others) {
      return "another platform"
    }
    // One step in several combinations of a matrix, or for several callers.
    guard let step = one.options?.step, let second = other.options?.step,
      location(of: one).file == location(of: other).file, step.body.range == second.body.range,
      !one.place.isOnRunner(of: other.place)
    else { return nil }
    if let target = one.target?.text, let second = other.target?.text, target != second {
      return "another stage"
    }
    if let arguments = one.arguments, let second = other.arguments {
      let isOther = arguments.contains { name, value in
        second[name].map { differ(known(value), known($0)) } ?? false
      }
      if isOther { return "another image" }
    }
    return namesDiffer(one, other) ? "another image" : nil
  }

  private func differ(_ one: String?, _ other: String?) -> Bool {
    one != nil && other != nil && one != other
  }

  private func known(_ value: String) -> String? { PartialText(pattern: value).text }

  private func normal(_ context: String?) -> String? { context == "." ? "" : context }

  private func namesDiffer(_ one: ImageBuild, _ other: ImageBuild) -> Bool {
    func repositories(_ build: ImageBuild) -> Set<String> {
      Set(build.names.compactMap { ImageName($0)?.repository })
    }
    let (names, others) = (repositories(one), repositories(other))
    return !names.isEmpty && !others.isEmpty && names.isDisjoint(with: others)
  }

  /// The platforms that a build is for: those it names, or else that of its machine.
  private func platforms(of build: ImageBuild) -> Set<Platform> {
    if !build.platforms.isEmpty {
      let known = build.platforms.compactMap { $0.text.flatMap { Platform($0) } }
      return known.count == build.platforms.count ? Set(known) : []
    }
    return runner(at: build.place)?.platform.map { [$0] } ?? []
  }
}
