import SourceText
import YAML

extension Repository {
  /// Why a build certainly uses the driver of a Docker engine that exports neither caches nor several
  /// platforms, for messages; `nil` when it may not.
  func builderState(before build: Int) -> String? {
    let place = effects.builds[build].place
    let done = effects.effects(ofJob: place.job, in: place.workflow)
    let own = done.firstIndex { effect in
      if case .build(build) = effect.kind { true } else { false }
    }
    guard effects.builds[build].options?.builder == nil, let own else { return nil }
    let setups = Effects.sameRunner(as: own, in: done).compactMap { position in
      if case .setUpBuilder(let driver) = done[position].kind {
        return (isBefore: position < own, driver: driver)
      }
      return nil
    }
    let before = setups.filter(\.isBefore)
    let (workflow, job) = innermostJob(at: place)
    let action = effects.builds[build].options?.step?.action
    guard before.allSatisfy({ $0.driver.text == "docker" }), hasClassicImageStore(at: place),
      action?.hasPrefix("docker/") ?? true, !workflow.file.text.contains("BUILDX_BUILDER"),
      !steps(upTo: place).contains(where: mayMakeBuilder)
    else { return nil }
    if before.isEmpty {
      return setups.isEmpty
        ? "job '\(job.id)' sets up no builder"
        : "job '\(job.id)' sets up its builder only afterwards"
    }
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
    return script.holdsScriptName(
      or: ["buildx create", "buildx use", "BUILDX", "make ", "context create"])
  }
}
