import SourceText
import YAML

/// Something that a job sends to a registry: an image, or the layers of a build.
struct RegistryPush: Sendable {
  /// Where that happens.
  var place: Place
  /// The registry.
  var host: String
  /// What it is, for messages.
  var title: String
  /// Where it is stated, in the workflow or in an action.
  var location: SourceLocation
  /// What names it best in the file of the workflow.
  var range: SourceRange
  /// The step that does it; `nil` when that is not known.
  var step: Step?
  /// Whether the step stands in an action or in a called workflow.
  var isCalled: Bool
  /// Whether layers for later builds are sent rather than an image.
  var isCache: Bool
  /// The position among the effects of the job.
  var position: Int
}

extension Repository {
  /// What a job sends to registries that are known, in order.
  func pushes(ofJob job: Int, in workflow: Int) -> [RegistryPush] {
    let effects = effects.effects(ofJob: job, in: workflow)
    return effects.indices.flatMap { position -> [RegistryPush] in
      let effect = effects[position]
      func push(_ host: String?, _ name: String, _ location: SourceLocation?, _ isCache: Bool)
        -> RegistryPush?
      {
        host.map { host in
          let text = PartialText(pattern: name)
          // Of a name that is not known as a whole, the repository may be.
          let shown = name.contains("${{") ? nil : text.text ?? ImageName(text)?.repository
          return RegistryPush(
            place: effect.place, host: host, title: shown.map { "'\($0)'" } ?? "an image",
            location: location ?? effect.detail
              ?? SourceLocation(file(at: effect.place), effect.range),
            range: effect.range, step: effect.step, isCalled: effect.detail != nil,
            isCache: isCache, position: position)
        }
      }
      switch effect.kind {
      case .push(let name):
        return push(RegistryHost.of(name), name.pattern, nil, false).map { [$0] } ?? []
      case .build(let build):
        let exports = self.effects.builds[build].options?.exports ?? []
        return exports.compactMap { export in
          guard export.backend == .registry, let ref = export.options["ref"] else { return nil }
          let start = ref.firstRange(of: "${{").map { String(ref[..<$0.lowerBound]) + "\u{FFFC}" }
          let host = RegistryHost.of(PartialText(pattern: start ?? ref))
          return push(host, ref, export.location, true)
        }
      default: return []
      }
    }
  }
}
