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
  /// What names it best.
  var range: SourceRange
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
      func push(_ host: String?, _ name: String, _ range: SourceRange, _ isCache: Bool)
        -> RegistryPush?
      {
        host.map { host in
          let isReadable = !name.unicodeScalars.contains(PartialText.hole) && !name.contains("${{")
          return RegistryPush(
            place: effect.place, host: host, title: isReadable ? "'\(name)'" : "an image",
            range: range, isCache: isCache, position: position)
        }
      }
      switch effect.kind {
      case .push(let name):
        return push(RegistryHost.of(name), name.pattern, effect.range, false).map { [$0] } ?? []
      case .build(let build):
        let exports = self.effects.builds[build].options?.exports ?? []
        return exports.compactMap { export in
          guard export.backend == .registry, let ref = export.options["ref"] else { return nil }
          let start = ref.firstRange(of: "${{").map { String(ref[..<$0.lowerBound]) + "\u{FFFC}" }
          let host = RegistryHost.of(PartialText(pattern: start ?? ref))
          return push(host, ref, export.range, true)
        }
      default: return []
      }
    }
  }
}
