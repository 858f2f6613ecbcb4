import SourceText
import YAML

extension Repository {
  /// Why a build certainly uses the driver of a Docker engine that exports neither caches nor several
  /// platforms, for messages; `nil` when it may not.
  func builderState(before build: Int) -> String? {
    let place = effects.builds[build].place
    guard effects.builds[build].options?.builder == nil, hasClassicImageStore(at: place) else {
      return nil
    }
    let (workflow, job) = innermostJob(at: place)
    let action = effects.builds[build].options?.step?.action
    guard action?.hasPrefix("docker/") ?? true, !workflow.file.text.contains("BUILDX_BUILDER"),
      !steps(upTo: place).contains(where: mayMakeBuilder)
    else { return nil }
    let done = Array(effects.effects(ofJob: place.job, in: place.workflow))
    let own = done.firstIndex { effect in
      if case .build(build) = effect.kind { true } else { false }
    }
    let setups = done.enumerated().compactMap { position, effect -> (Bool, PartialText)? in
      guard case .setUpBuilder(let driver) = effect.kind, effect.place.isOnRunner(of: place) else {
        return nil
      }
      return (position < own ?? 0, driver)
    }
    let before = setups.filter(\.0)
    if before.isEmpty {
      return setups.isEmpty
        ? "job '\(job.id)' sets up no builder"
        : "job '\(job.id)' sets up its builder only afterwards"
    }
    guard before.allSatisfy({ $0.1.text == "docker" }) else { return nil }
    return "the builder uses the driver 'docker'"
  }

  /// Whether a step may make a builder by means that effects do not show.
  private func mayMakeBuilder(_ step: Step) -> Bool {
    if let action = step.action?.lowercased() {
      if action == "docker/setup-buildx-action" { return false }
      return action.hasPrefix("./") || action.hasPrefix("$/")
        || (action.contains("build") && action != "docker/build-push-action")
    }
    let script = step.run?.text ?? ""
    return ["buildx create", "buildx use", "BUILDX", ".sh", "make ", "context create"].contains {
      script.contains($0)
    }
  }
}
