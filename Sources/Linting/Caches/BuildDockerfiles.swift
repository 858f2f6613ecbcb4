import Dockerfiles

/// Reads the Dockerfiles of builds, each once.
struct BuildDockerfiles {
  private let view: RepositoryView
  private var known: [String: Dockerfile?] = [:]

  init(_ view: RepositoryView) { self.view = view }

  /// The Dockerfile of a build; `nil` when it is not known, or another frontend than Docker's reads
  /// it.
  mutating func of(_ build: ImageBuild) -> Dockerfile? {
    guard let path = build.dockerfile else { return nil }
    if let known = known[path] { return known }
    var dockerfile = view.read(path).map { Dockerfile(parsing: $0) }
    if let syntax = dockerfile?.syntax?.text, !syntax.hasPrefix("docker/dockerfile") {
      dockerfile = nil
    }
    known[path] = dockerfile
    return dockerfile
  }
}
