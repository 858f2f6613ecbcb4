import SourceText

@testable import Linting

extension Repository {
  /// A repository of one workflow with one job, and other files.
  init(steps: String, job: String = "", _ files: [String: String] = [:]) {
    let workflow =
      "on: push\nenv: {REGISTRY: ghcr.io}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n\(job)"
      + "    steps:\n\(steps)"
    let all = files.merging([".github/workflows/ci.yml": workflow]) { $1 }
    self.init(
      RepositoryView(
        files: all.map { SourceFile(name: $0.key, text: $0.value) }, slug: "acme/shop"))
  }

  /// Everything that is done, each thing as one line.
  var summary: [String] {
    effects.all.map { effect in
      switch effect.kind {
      case .build(let position):
        let build = effects.builds[position]
        let names = build.names.map(\.pattern).joined(separator: " ")
        return "build \(build.dockerfile ?? "?") in \(build.context ?? "?") as \(names)"
      case .write(let position): return "write \(effects.writes[position].reference)"
      case .run(let image): return "run \(image.pattern)"
      case .pull(let image): return "pull \(image.pattern)"
      case .login(let registry): return "login \(registry.pattern)"
      case .checkOut: return "check out"
      case .setUpBuilder: return "set up"
      }
    }
  }
}
