import SourceText
import YAML

extension LegReader {
  /// Reads `docker buildx bake`.
  mutating func add(
    _ options: DockerCommand.Bake, in directory: String?, at range: SourceRange,
    if conditions: Conditions
  ) {
    guard !options.isShown else { return }
    let directory = isRepositoryAtRoot ? directory : nil
    let set = directory.flatMap { bakeSet(of: options.files, in: $0) }
    var conditions = conditions
    var isPushed = false
    switch options.push?.text {
    case "true"?: isPushed = true
    case "false"?: break
    case nil where options.push == nil: break
    default:
      isPushed = true
      conditions.requireUnknown(at: "\(place): \(range)")
    }
    let builds = options.isOpaque ? nil : set.flatMap { targets(options, of: $0) }
    note(
      builds, in: directory, at: range, isPushed: isPushed, isBaked: true, if: conditions)
  }

  /// Reads `docker compose build` and `docker compose push`.
  mutating func add(
    _ options: DockerCommand.Compose, in directory: String?, at range: SourceRange,
    if conditions: Conditions
  ) {
    let services = options.services.compactMap(\.text)
    guard isRepositoryAtRoot, !options.isOpaque, services.count == options.services.count,
      let directory, let (project, all) = composeBuilds(of: options.files, in: directory)
    else {
      if case .build = options.action {
        note(nil, in: nil, at: range, isPushed: false, if: conditions)
      }
      return
    }
    var builds = all.filter { services.isEmpty || services.contains($0.name) }
    let arguments = Self.arguments(options.arguments)
    for index in builds.indices {
      let given = arguments?.mapValues { PartialText(pattern: $0) }
      builds[index].arguments = given.flatMap { builds[index].arguments?.merging($0) { $1 } }
    }
    switch options.action {
    case .build(let isPushed):
      note(
        builds.map { ($0, true) }, in: project, at: range, isPushed: isPushed, if: conditions)
    case .push:
      for name in builds.compactMap(\.tags.first) where name.isKnown {
        publish(name, of: build(named: name), platforms: [], at: range, if: conditions)
      }
    }
  }

  /// Notes builds that a file describes; one of which nothing is known when there are none.
  mutating func note(
    _ defined: [(build: DefinedBuild, isAskedFor: Bool)]?, in directory: String?,
    at range: SourceRange, isPushed: Bool, isBaked: Bool = false, if conditions: Conditions
  ) {
    guard let defined, let directory else {
      let build = ImageBuild(place: place, range: range, names: [], conditions: conditions)
      return note(build, from: nil)
    }
    let bake = isBaked ? builds.count : nil
    for (defined, isAskedFor) in defined {
      let context = defined.context.text.flatMap { path in
        Self.isRemote(path) ? nil : RepositoryPath.join(directory, path)
      }
      var build = ImageBuild(
        place: place, range: range,
        dockerfile: context.flatMap { context in
          defined.dockerfile.text.flatMap { RepositoryPath.join(context, $0) }
        },
        context: context, platforms: defined.platforms, target: defined.target,
        arguments: defined.arguments?.mapValues(\.pattern), contexts: defined.contexts,
        names: isAskedFor ? defined.tags : [], conditions: conditions)
      build.bake = bake
      build.sharedArguments = defined.inheritedArguments
      build.secrets = defined.secrets
      build.agents = defined.agents
      build.detail = defined.location
      if isAskedFor { build.options = options(of: defined) }
      note(build, from: nil)
      let outputs = defined.outputs.map(BuildOutput.init)
      guard isAskedFor, isPushed || outputs.contains(where: \.isPushed),
        !outputs.contains(where: \.isByDigest)
      else { continue }
      for name in defined.tags + outputs.flatMap(\.names) {
        publish(name, of: builds.count - 1, platforms: defined.platforms, at: range, if: conditions)
      }
    }
  }

  /// The value of a variable for a command of the present step; `nil` for one that nothing sets.
  ///
  /// What the script sets or takes from elsewhere is not known.
  private func environment(_ name: String) -> PartialText? {
    let isSet = ["\(name)=", "source ", "eval ", "\n. "].contains { script.contains($0) }
    return isSet || script.hasPrefix(". ") ? .unknown : scope.variable(name)
  }

  /// What bake files describe; `nil` when one of them cannot be read.
  func bakeSet(of names: [PartialText], in directory: String) -> BakeSet? {
    var paths = names.map { name in
      name.text.flatMap { name in
        RepositoryPath.join(directory, name.hasPrefix("cwd://") ? String(name.dropFirst(6)) : name)
      }
    }
    if names.isEmpty {
      paths = BakeSet.defaultFiles.map { RepositoryPath.join(directory, $0) }
        .filter { $0.map(files.view.exists) ?? false }
    }
    var set = BakeSet()
    for path in paths {
      guard let path, let file = files.view.read(path),
        set.add(
          file,
          compose: { document in
            ComposeFile(document) { environment($0) }.builds
          })
      else { return nil }
    }
    return set
  }

  /// The builds that options of bake ask for.
  func targets(
    _ options: DockerCommand.Bake, of set: BakeSet
  ) -> [(build: DefinedBuild, isAskedFor: Bool)]? {
    let names = options.targets.isEmpty ? [PartialText(pattern: "default")] : options.targets
    return BakeResolver(set) { environment($0) }
      .builds(of: names, overrides: options.overrides)
  }

  /// What Compose files describe, and the directory that their paths start from.
  private func composeBuilds(
    of names: [PartialText], in directory: String
  ) -> (project: String, builds: [DefinedBuild])? {
    func path(_ name: String) -> String? { RepositoryPath.join(directory, name) }
    var paths = names.map { $0.text.flatMap(path) }
    if names.isEmpty {
      let first = ComposeFile.defaultFiles.compactMap(path).first(where: files.view.exists)
      let overrides = [
        "compose.override.yaml", "compose.override.yml", "docker-compose.override.yml",
      ]
      guard !overrides.compactMap(path).contains(where: files.view.exists) else { return nil }
      paths = [first]
    }
    // Two files may both describe a service; that is not followed.
    guard paths.count == 1, let path = paths[0], let file = files.view.read(path) else {
      return nil
    }
    let project = path.split(separator: "/").dropLast().joined(separator: "/")
    let hasVariables = files.view.exists(project.isEmpty ? ".env" : project + "/.env")
    let builds = ComposeFile(YAMLDocument(parsing: file)) { name in
      environment(name) ?? (hasVariables ? .unknown : nil)
    }.builds
    return (project, builds)
  }
}
