internal import Dockerfiles
internal import SourceText

/// Which images there are, and where they go.
extension ManifestProposal {
  /// Adds the images of Dockerfiles; what workflows publish counts before what compose files build,
  /// and a Dockerfile that nothing builds is one image.
  ///
  /// - Returns: where images are published now, by their names here.
  mutating func propose(
    _ dockerfiles: [String], workflows: [ProposedBuild], compose: [ProposedBuild], root: String,
    in files: some FileTree
  ) -> [String: String] {
    var published: [String: String] = [:]
    var names: Set<String> = []
    for path in dockerfiles {
      let plain = Self.name(of: path, root: root)
      let own = workflows.filter { $0.dockerfile == path }
      let builds = Self.different(own.isEmpty ? compose.filter { $0.dockerfile == path } : own)
      guard !builds.isEmpty else {
        images.append(
          Image(
            name: Self.unique(plain, &names), dockerfile: path,
            context: Self.context(of: path, files)))
        continue
      }
      let declared = files.read(path).map { Dockerfile(parsing: $0).declaredArguments } ?? []
      for build in builds {
        let last = build.repositories.first?.split(separator: "/").last.map(String.init)
        let several = builds.count > 1 ? build.target.map { "\(plain)-\($0)" } : nil
        let name = Self.asImageName(last ?? build.name ?? several ?? plain)
        var image = Image(
          name: Self.unique(name, &names), dockerfile: path, context: build.context)
        image.target = build.target
        image.arguments = build.arguments.filter { declared.contains($0.key) }
        image.platforms = build.platforms == [Manifest.defaultPlatform] ? [] : build.platforms
        image.tags = build.tags == ["latest"] ? [] : build.tags
        image.origin = build.origin
        remarks += Self.remarks(on: build, as: image.name, declared: declared)
        published[image.name] = build.repositories.first { $0.namesHost }
        images.append(image)
      }
    }
    return published
  }

  /// Builds of one Dockerfile that make different images; of equal ones the published one.
  private static func different(_ builds: [ProposedBuild]) -> [ProposedBuild] {
    let sorted = builds.filter { !$0.repositories.isEmpty } + builds.filter(\.repositories.isEmpty)
    var seen: Set<ProposedBuild> = []
    return sorted.filter { build in
      seen.insert(
        ProposedBuild(
          origin: "", dockerfile: build.dockerfile, context: build.context, target: build.target,
          arguments: build.arguments)
      ).inserted
    }
  }

  private static func unique(_ name: String, _ taken: inout Set<String>) -> String {
    var unique = name
    var number = 1
    while !taken.insert(unique).inserted {
      number += 1
      unique = "\(name)-\(number)"
    }
    return unique
  }

  /// Finds the registry: the place that what is published now has in common, or else the one that
  /// the Dockerfiles' own references to images of these names begin with.
  mutating func settleRegistry(_ published: [String: String], in files: some FileTree) {
    let names = Set(images.map(\.name))
    let places =
      published.isEmpty
      ? images.flatMap { Self.references(of: $0, in: files) }.filter { reference in
        names.contains(String(reference.split(separator: "/").last ?? ""))
      } : published.values.sorted()
    registry = Self.commonPlace(of: places) ?? Self.mostFrequentPlace(of: places)
    guard let registry else { return }
    for index in images.indices {
      guard let place = published[images[index].name], place.hasPrefix(registry + "/") else {
        continue
      }
      let rest = String(place.dropFirst(registry.count + 1))
      images[index].repository = rest == images[index].name ? nil : rest
    }
  }

  /// The repositories of the images that an image's Dockerfile names with a host.
  private static func references(of image: Image, in files: some FileTree) -> [String] {
    guard let file = files.read(image.dockerfile) else { return [] }
    return Dockerfile(parsing: file).resolve(target: image.target, buildArguments: image.arguments)
      .references.filter { $0.value.value?.namesHost ?? false }.compactMap { $0.image?.repository }
  }

  /// The directory of more repositories than of any other; `nil` when there is no such one.
  private static func mostFrequentPlace(of repositories: [String]) -> String? {
    let places = repositories.map { $0.split(separator: "/").dropLast() }.filter { $0.count > 1 }
    let counts = Dictionary(grouping: places, by: \.self).mapValues(\.count)
    let most = counts.values.max()
    let winners = counts.filter { $0.value == most }
    return winners.count == 1 ? winners.first?.key.joined(separator: "/") : nil
  }

  /// The longest path that all repositories lie below: a host and at least one name.
  private static func commonPlace(of repositories: [String]) -> String? {
    guard let first = repositories.first else { return nil }
    var common = first.split(separator: "/").dropLast()
    for repository in repositories.dropFirst() {
      let parts = repository.split(separator: "/").dropLast()
      common = common.prefix(zip(common, parts).prefix { $0 == $1 }.count)
    }
    return common.count < 2 ? nil : common.joined(separator: "/")
  }
}
