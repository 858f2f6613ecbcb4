internal import Manifest
internal import SourceText

extension Pipeline {
  /// Platforms that generated jobs cannot build for: they run BuildKit in a container on Linux,
  /// and what a Windows image runs while it is built, only Windows can run.
  ///
  /// An image that another workflow publishes may have any platform.
  var windowsBuilds: [Diagnostic] {
    guard !project.isPlanned else { return [] }
    var places: [Located<String>] = []
    var images: [Located<String>: [ResolvedImage]] = [:]
    for image in project.images where image.isBuiltHere {
      for platform in project.manifest.platforms(of: image.image)
      where platform.value.lowercased().hasPrefix("windows/") {
        if images[platform] == nil { places.append(platform) }
        images[platform, default: []].append(image)
      }
    }
    let file = project.manifest.file
    return places.map { platform in
      let names = (images[platform] ?? []).prefix(3).map { image in
        Diagnostic.Label(
          "image '\(image.name)'", at: SourceLocation(file, image.image.name.range))
      }
      return Diagnostic(
        "windows-platform", .error,
        "generated jobs run BuildKit on Linux, which cannot build for '\(platform.value)'",
        at: SourceLocation(file, platform.range), labels: names,
        help: "build the image in a workflow of your own and name it: "
          + "built-by: {workflow: windows.yml}")
    }
  }
}
