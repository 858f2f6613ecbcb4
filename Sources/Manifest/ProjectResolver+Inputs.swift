internal import Dockerfiles
internal import SourceText

extension ProjectResolver {
  /// What a build reads of the repository, and what the manifest says that it reads.
  mutating func inputs(
    of image: Image, _ resolutions: [Resolution], _ ignoreFile: IgnoreFile?,
    in files: some FileTree
  ) -> [ResolvedImage.Input] {
    let context = SourceLinks(in: files, from: image.context.value, ignoreFile)
    var result: [ResolvedImage.Input] = []
    for read in resolutions.flatMap(\.inputs) {
      let source = ResolvedImage.Input(
        pattern: read.pattern.value ?? read.directory, isInContext: true, excludes: read.excludes,
        location: read.location)
      for one in context.inputs(of: source, linkDepth: read.linkDepth) {
        let isNew = !result.contains {
          $0.pattern == one.pattern && $0.excludes == one.excludes
            && $0.followsLinks == one.followsLinks
        }
        if isNew { result.append(one) }
      }
    }
    // What the manifest states is relative to the repository, and no ignore file concerns it.
    let repository = SourceLinks(in: files, from: ".", nil)
    result += image.inputs.flatMap { stated in
      let pattern = GlobPattern(copyingParents: Array(stated.value.utf8))
      return repository.inputs(
        of: ResolvedImage.Input(
          pattern: pattern, isInContext: false, excludes: [],
          location: SourceLocation(manifest.file, stated.range)),
        linkDepth: pattern.linkDepth)
    }
    let submodules = self.submodules ?? Submodules(in: files)
    self.submodules = submodules
    return result.map { input in
      var input = input
      let pattern = input.pattern
      input.submodule = submodules.around(
        pattern.isLiteral ? pattern.literalPrefix : pattern.literalDirectory)
      return input
    }
  }
}
