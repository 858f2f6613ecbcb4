import PipelineDriver

/// An image as the tip of the branch wants it.
struct WantedImage: Sendable {
  let name: String
  let repository: String
  let tag: String
  /// The mutable tags.
  let tags: [String]
  let platforms: [String]
  /// References of its parents.
  let parents: [String]
  /// Those of them that the repository does not build.
  let publicBases: [String]
  /// The reference of its base.
  let base: String?

  var reference: String { "\(repository):\(tag)" }
  /// The repository without the registry.
  var path: String { String(repository.drop { $0 != "/" }.dropFirst()) }
}

/// What the tip of the branch wants, and what of it the registry holds.
struct Tip: Sendable {
  var images: [WantedImage] = []
  /// The manifests of the images, and of their parents, by reference.
  var present: [String: (digest: String, body: Value)] = [:]
}

extension World {
  /// Looks at the tip, and asks the registry.
  func tip() async throws -> Tip {
    let tags = try await contentTags()
    let data = try Value(json: clone.read(".github/wfgen/images.json"))
    let images = data["images"].items
    func reference(_ image: Value) -> String {
      "\(image["repository"].text):\(tags[image["name"].text] ?? "")"
    }
    var tip = Tip()
    for image in images {
      let parents = image["parents"].items.map { parent in
        images.first { $0["name"] == parent["image"] }.map(reference) ?? parent["reference"].text
      }
      let base = Int(image["base"].text).map { parents[$0] }
      tip.images.append(
        WantedImage(
          name: image["name"].text, repository: image["repository"].text,
          tag: tags[image["name"].text] ?? "", tags: image["tags"].items.map(\.text),
          platforms: image["platforms"].text.split(separator: ",").map(String.init),
          parents: parents,
          publicBases: image["parents"].items.filter { $0["external"].isTrue }
            .map { $0["reference"].text }, base: base))
    }
    for reference in Set(tip.images.flatMap { [$0.reference] + $0.parents }) {
      tip.present[reference] = try await registry.manifest(reference)
    }
    return tip
  }
}

extension Tip {
  /// Compares what the registry holds of an image with what the tip wants.
  func judge(
    _ image: WantedImage, _ index: (digest: String, body: Value), _ outcome: Outcome,
    _ world: World
  ) async throws {
    let annotations = index.body["annotations"]
    guard annotations["dev.wfgen.content"].text == image.tag else {
      throw Broken("\(image.reference) says that it is \(annotations["dev.wfgen.content"].text)")
    }
    let recorded = try Value(json: annotations["dev.wfgen.bases"].text)
    let isOutdated = outcome.outdated.contains(image.name)
    var now: [String: Value] = [:]
    for parent in image.parents {
      // A public base may have moved since: only by night does that matter.
      let isAsRecorded = image.publicBases.contains(parent) && !outcome.comparesPublic
      now[parent] =
        isAsRecorded ? recorded[parent] : .string(present[parent]?.digest ?? "absent")
    }
    guard (recorded == .object(now)) != isOutdated else {
      throw Broken("\(image.reference) was built on \(try recorded.json()), now \(now)")
    }
    let source = annotations["org.opencontainers.image.revision"].text
    guard try await world.contentTags(of: source)[image.name] == image.tag else {
      throw Broken("\(image.reference) is said to be of \(source)")
    }
    let platforms = index.body["manifests"].items.map {
      "\($0["platform"]["os"].text)/\($0["platform"]["architecture"].text)"
    }
    guard platforms == image.platforms else {
      throw Broken("\(image.reference) is made for \(platforms)")
    }
    let configuration = try await world.configuration(of: image.repository, index.body)
    let label = configuration["config"]["Labels"]["org.opencontainers.image.source"].text
    guard label == "https://github.com/\(world.github.repository)" else {
      throw Broken("\(image.reference) does not say where it comes from")
    }
    guard configuration["config"]["Labels"]["debug"] == .null else {
      throw Broken("\(image.reference) is made of the stage for debugging")
    }
    let stamp = configuration["config"]["Labels"]["stamp"]
    let run = annotations["dev.wfgen.run"].text
    guard stamp == .null || run.hasPrefix(stamp.text + "."), stamp != "" else {
      throw Broken("\(image.reference) has the stamp \(stamp.text), not that of run \(run)")
    }
    // What it was really built on, which its tag may no longer hold.
    let base = annotations["org.opencontainers.image.base.name"].text
    let digest = annotations["org.opencontainers.image.base.digest"].text
    let repository = String(base[..<(base.lastIndex(of: ":") ?? base.endIndex)])
    guard recorded[base].text == digest, base == image.base || isOutdated,
      let below = try await world.registry.manifest("\(repository)@\(digest)")
    else { throw Broken("\(image.reference) says that its base is \(base)@\(digest)") }
    let lower = try await world.configuration(of: repository, below.body).layers
    guard configuration.layers.starts(with: lower) else {
      throw Broken("\(image.reference) does not begin with the layers of \(base)")
    }
  }
}

extension World {
  /// The configuration of the first image of an index.
  fileprivate func configuration(of repository: String, _ index: Value) async throws -> Value {
    let digest = index["manifests"].items.first?["digest"].text ?? ""
    guard let manifest = try await registry.manifest("\(repository)@\(digest)") else {
      throw Broken("\(repository)@\(digest) is not there")
    }
    let path = String(repository.drop { $0 != "/" }.dropFirst())
    return try await registry.blob(path, manifest.body["config"]["digest"].text)
  }

  /// What has happened so far, one run on a line.
  var timeline: String {
    github.runs.map { run in
      let legs = run.legs.map { leg in
        "\(leg.job) \(leg.matrix["image"].text) \(leg.result)\(leg.failures)"
      }
      return "\(run.id) \(run.workflow.name) by \(run.event.name) at \(run.sha.prefix(8)): "
        + "\(run.conclusion?.rawValue ?? "runs") [\(legs.joined(separator: ", "))]"
    }.joined(separator: "\n")
  }
}

extension Leg {
  /// What its failed steps say.
  var failures: String {
    steps.filter { $0.conclusion == .failure }
      .map { "\n      \($0.name): \($0.log.suffix(600))" }.joined()
  }
}

extension Value {
  /// The items of an array; none of anything else.
  var items: [Value] {
    if case .array(let items) = self { items } else { [] }
  }

  fileprivate var layers: [Value] { self["rootfs"]["diff_ids"].items }
}
