internal import Dockerfiles
internal import SourceText

/// Warns of sources that nobody knows, and of those that lead nowhere.
extension ProjectResolver {
  /// Warns of a source of the context that only the build knows: more files than it reads then count
  /// as inputs, and where even a directory is unknown, all of them.
  mutating func checkUnknownSources(of image: ResolvedImage, _ resolutions: [Resolution]) {
    for resolution in resolutions {
      for input in resolution.inputs {
        guard let name = input.pattern.missingArgument else { continue }
        let isVolatile = image.image.volatileArgs.contains { $0.name.value == name }
        let directory = input.directory.below(Array(image.image.context.value.utf8)).description
        let all = directory == "." ? "the whole repository" : "all of '\(directory)'"
        let remedy =
          if isVolatile {
            "state it under 'build-args', or copy a directory that holds every choice"
          } else if Platform.isArgumentOfBuilder(name) {
            "give it a value under 'build-args' of the image"
          } else if resolution.usedArguments.contains(name) {
            "give it a value under 'build-args' of the image, or a default in its ARG"
          } else {
            "only the base image may set it: write the value out, or set it by ENV before"
          }
        let problem = Diagnostic(
          "unknown-source", .warning,
          "'\(input.text)' depends on '\(name)', "
            + (isVolatile ? "which changes from run to run" : "which has no value here")
            + ", so \(all) counts as read by image '\(image.name)'",
          at: input.location, help: remedy)
        diagnostics.appendOnce(problem)
      }
    }
  }

  /// Warns of a source of the context that is not there, unless a step before the build may make it.
  mutating func checkSources(
    of image: ResolvedImage, _ resolutions: [Resolution], in files: some FileTree
  ) {
    guard image.image.extras.before == nil else { return }
    let context = image.image.context.value
    let links = SourceLinks(in: files, from: context, image.ignoreFile)
    for input in resolutions.flatMap(\.inputs) {
      guard let pattern = input.pattern.value else { continue }
      switch links.find(pattern, linkDepth: input.linkDepth) {
      case .found where isIgnored(pattern, of: image, in: files):
        warn(
          .warning,
          "'\(input.text)' is left out by \(image.ignoreFile?.file.name ?? "an ignore file"), so the "
            + "build of image '\(image.name)' will not find it", at: input.location,
          help: "take it out of there, or add '!\(pattern)' below")
      case .found(let real):
        // A wildcard may be there to make a file optional.
        guard pattern.isLiteral || input.isOnlySource else { continue }
        add(Project.Source(pattern: real, image: image.name, location: input.location))
      case .missing(let lack, let followsLink):
        warn(
          .warning, "\(lack), which image '\(image.name)' needs", at: input.location,
          help: followsLink
            ? "links of a context stay in it: '/' is its root, and '..' leads no further up"
            : "sources are relative to the context, here '\(context)'")
      case .empty:
        guard input.isOnlySource else { continue }
        warn(
          .info, "no file matches '\(input.text)', so the build copies nothing", at: input.location,
          help: "sources are relative to the context, here '\(context)'")
      }
    }
  }

  /// Whether it is certain that an ignore file keeps a source from the build: a directory of which
  /// exceptions may bring a file back is there.
  private func isIgnored(
    _ pattern: GlobPattern, of image: ResolvedImage, in files: some FileTree
  ) -> Bool {
    guard pattern.isLiteral, !pattern.literalPrefix.isEmpty, let rules = image.ignoreFile?.patterns,
      IgnorePattern.ignores(pattern.literalPrefix, by: rules)
    else { return false }
    let path = RepositoryPath.join(image.image.context.value, pattern.description)
    return files.kind(of: path) == .file || !rules.contains(where: \.isException)
  }

  /// Warns of an input stated in the manifest that is not there, unless a step may make it.
  mutating func checkStatedInputs(of image: ResolvedImage, in files: some FileTree) {
    guard image.image.extras.before == nil else { return }
    let links = SourceLinks(in: files, from: ".", nil)
    for stated in image.image.inputs {
      let pattern = GlobPattern(copyingParents: Array(stated.value.utf8))
      let location = SourceLocation(manifest.file, stated.range)
      switch links.find(pattern, linkDepth: pattern.linkDepth) {
      case .found(let real):
        add(Project.Source(pattern: real, image: image.name, location: location))
      case .missing(let lack, _):
        warn(.warning, "\(lack), which image '\(image.name)' states as an input", at: location)
      case .empty:
        warn(
          .warning, "no file matches '\(stated.value)', an input of image '\(image.name)'",
          at: location)
      }
    }
  }

  private mutating func add(_ source: Project.Source) {
    // The whole repository holds at least the Dockerfile, and a submodule has commits of its own.
    if source.pattern.maximumDepth == 0 { return }
    if submodules?.around(Array(source.place.utf8)) != nil { return }
    if knownSources.insert(source).inserted { sources.append(source) }
  }

  private mutating func warn(
    _ severity: Severity, _ message: String, at location: SourceLocation, help: String? = nil
  ) {
    let problem = Diagnostic("missing-source", severity, message, at: location, help: help)
    diagnostics.appendOnce(problem)
  }
}

extension GlobPattern {
  /// How deep links are followed for an input that the manifest states: what a wildcard matches
  /// counts as it is.
  var linkDepth: Int? {
    isLiteral ? nil : literalDirectory.split(separator: UInt8(ascii: "/")).count
  }
}
