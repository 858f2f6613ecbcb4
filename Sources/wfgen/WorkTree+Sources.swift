internal import Manifest
internal import SourceText

extension WorkTree {
  /// Warnings for sources that lie on this disk alone. None when git does not answer, or does not
  /// want the manifest either: then there is no repository to compare with.
  func sourcesOnThisDiskAlone(of project: Project) async -> [Diagnostic] {
    let manifest = project.manifest.file.name
    let places = Set(project.sources.map(\.place) + [manifest]).sorted()
    // A command line has its limits.
    let asked = places.count < 1000 ? places : ["."]
    guard places.count > 1, Git.isMarked(root),
      let paths = try? await Git(directory: root).committedPaths(at: asked),
      paths.contains(manifest)
    else { return [] }
    return project.sourcesMissing(from: paths)
  }
}
