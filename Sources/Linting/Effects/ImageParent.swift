import Dockerfiles
import SourceText

/// An image that a build takes something from.
struct ImageParent: Sendable {
  /// Its name.
  var name: ImageName
  /// Where the Dockerfile names it.
  var location: SourceLocation
  /// In which way it is taken.
  var edge = InferredGraph.Edge.Kind.from
  /// Whether the Dockerfile itself spells the name, so that no workflow has a part in it.
  var isLiteral = true
  /// Whether a named context of the build stands in its place, as another target of a bake does.
  var isContext = false
  /// Whether it is taken for the platform that is built, and not for one that the file states.
  var isForTarget = true
}

/// Reads from Dockerfiles what builds stand on, each file once.
struct ParentReader {
  private let view: RepositoryView
  private var dockerfiles: [String: Dockerfile?] = [:]

  init(_ view: RepositoryView) {
    self.view = view
  }

  /// The images that a build takes something from, without those whose names are not known; `nil`
  /// when the Dockerfile or the stage is not known.
  mutating func parents(of build: ImageBuild) -> [ImageParent]? {
    guard let path = build.dockerfile, let dockerfile = dockerfile(at: path),
      let arguments = build.arguments, let contexts = build.contexts, build.target?.isKnown ?? true
    else { return nil }
    let stages = dockerfile.stages.compactMap(\.name?.text)
    guard !contexts.keys.contains(where: { stages.contains($0.lowercased()) }) else { return nil }
    let resolution = dockerfile.resolve(
      target: build.target?.text, buildArguments: arguments)
    return resolution.references.compactMap { reference in
      guard let value = reference.value.value else { return nil }
      let edge = InferredGraph.Edge.Kind(rawValue: reference.kind.rawValue) ?? .from
      let replacement = contexts.first { name, _ in
        name == value
          || ImageName(PartialText(pattern: name)) == ImageName(PartialText(pattern: value))
      }
      guard let replacement else {
        return ImageName(PartialText(pattern: value)).map {
          ImageParent(
            name: $0, location: reference.location, edge: edge,
            isLiteral: reference.text == value || reference.fromDefault,
            isForTarget: reference.platform == nil)
        }
      }
      let scheme = "docker-image://"
      guard replacement.value.pattern.hasPrefix(scheme) else { return nil }
      let name = PartialText(pattern: String(replacement.value.pattern.dropFirst(scheme.count)))
      return ImageName(name).map {
        ImageParent(
          name: $0, location: reference.location, edge: edge, isLiteral: false,
          isContext: true, isForTarget: reference.platform == nil)
      }
    }
  }

  private mutating func dockerfile(at path: String) -> Dockerfile? {
    if let known = dockerfiles[path] { return known }
    let dockerfile = view.read(path).map { Dockerfile(parsing: $0) }
    dockerfiles[path] = dockerfile
    return dockerfile
  }
}
