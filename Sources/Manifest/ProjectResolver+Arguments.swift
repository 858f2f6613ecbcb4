internal import BuildGraph
internal import Dockerfiles
internal import SourceText

extension ProjectResolver {
  /// Warns of build arguments that no ARG takes: they change no layer.
  ///
  /// What several variants take over from their entry is of use when one of them takes it.
  mutating func checkArguments(_ images: [ResolvedImage]) {
    var places: [Located<String>] = []
    var owners: [Located<String>: [ResolvedImage]] = [:]
    for image in images where image.dockerfile != nil {
      for name in (image.image.buildArgs + image.image.volatileArgs).map(\.name) {
        if owners[name] == nil { places.append(name) }
        owners[name, default: []].append(image)
      }
    }
    for name in places {
      let owners = owners[name] ?? []
      guard let image = owners.first, !owners.contains(where: { takes($0, name.value) }) else {
        continue
      }
      reportIdle(name, image)
    }
  }

  /// Whether an argument can have an effect on an image.
  private func takes(_ image: ResolvedImage, _ name: String) -> Bool {
    guard let path = image.dockerfile?.name, let dockerfile = dockerfiles[path],
      let resolutions = resolutions[image.id]
    else { return true }
    return dockerfile.knows(argument: name)
      // An own parent may have left an ARG with ONBUILD, and so may a foreign one that says so.
      || resolutions.contains { $0.usedArguments.contains(name) }
      || resolutions.flatMap(\.references).contains { $0.value.value?.contains("onbuild") ?? true }
  }

  private mutating func reportIdle(_ name: Located<String>, _ image: ResolvedImage) {
    guard let path = image.dockerfile?.name, let dockerfile = dockerfiles[path] else { return }
    let isHashed = image.image.buildArgs.contains { $0.name == name }
    // What it passes already cannot be meant by another one.
    let open = dockerfile.declaredArguments.subtracting(
      (image.image.buildArgs + image.image.volatileArgs).map(\.name.value))
    let meant = closestSpelling(of: name.value, among: open.sorted())
    diagnostics.append(
      Diagnostic(
        "undeclared-build-arg", .warning,
        "no ARG in \(path) declares '\(name.value)': its value changes "
          + (isHashed ? "the content tag, and no layer" : "nothing"),
        at: SourceLocation(manifest.file, name.range),
        help: meant.map { "did you mean '\($0)'?" }
          ?? "declare it with 'ARG \(name.value)', or leave it out",
        fixes: meant.map { [Fix("Write '\($0)'", .suggestion, [Edit(name.range, $0)])] } ?? []))
  }
}
