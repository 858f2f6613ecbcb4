public import BuildGraph
internal import Dockerfiles
internal import SourceText

/// Descriptions of images that fit a tree: patterns that match some of it, parents, stages, tasks.
public enum RandomPipeline {
  /// A description whose Dockerfiles are files of the tree; when the tree has none that a text can
  /// name, they are not.
  public static func make(for tree: [TreeEntry], using random: inout SplitMix) -> PipelineData {
    let places = tree.map(\.path) + RandomTree.directories(of: tree)
    let links = tree.filter { $0.mode == "120000" }
    let files = (0..<Int.random(in: 1...8, using: &random)).map { _ in
      var set = fileSet(
        among: places + links.map(\.path) + beneath(links, using: &random), using: &random)
      // Most links are known, some with another target.
      for link in links where random.chance(60) {
        set.links[link.path] = random.chance(80) ? link.id : RandomTree.id(using: &random)
      }
      set.followsLinks = random.chance(80)
      return set
    }
    let stages = stages(using: &random)
    let images = images(files: files.count, stages: stages, in: tree, using: &random)
    var data = PipelineData(
      repository: "octo-org/chatbot", branch: "main", stages: stages, files: files, images: images)
    for index in data.stages.indices {
      let names = images.filter { $0.stage == data.stages[index].name }.map(\.name)
      let split = Int.random(in: 0...names.count, using: &random)
      data.stages[index].jobs = [names[..<split], names[split...]].enumerated().map {
        .init(id: "build-\($0 + 1)", images: $1.shuffled(using: &random))
      }
    }
    for image in random.some(images, atMost: 3) {
      let foreign = PipelineData.Task.Foreign(
        repository: "ghcr.io/octo-org/foreign", reference: "ghcr.io/octo-org/foreign:latest",
        workflow: "legacy.yml")
      data.tasks.append(
        .init(
          name: "task-\(image.name)", stage: "tasks", image: image.name,
          foreign: random.chance(15) ? foreign : nil,
          onPush: random.pick([.wait, .atOnce], or: .wait),
          upstreamFailed: random.pick([.skip, .usePrevious], or: .skip)))
    }
    if random.chance(30) {
      // An answer about a content tag is that about its highest counter; most images move no tag.
      data.registry = .init(host: "ghcr.io", kind: "ghcr", hasImmutableTags: true)
      for index in data.images.indices where random.chance(80) { data.images[index].tags = [] }
    }
    return data
  }

  private static func stages(using random: inout SplitMix) -> [PipelineData.Stage] {
    let names = (0..<Int.random(in: 1...5, using: &random)).map { "s\($0)" }
    return names.enumerated().map { index, name in
      .init(
        name: name, workflow: "wfgen-\(name).yml", title: name,
        upstream: random.some(Array(names[..<index]), atMost: min(index, 2)))
    }
  }

  private static func images(
    files: Int, stages: [PipelineData.Stage], in tree: [TreeEntry], using random: inout SplitMix
  ) -> [PipelineData.Image] {
    let dockerfiles = tree.map(\.path).filter {
      Array(String(decoding: $0, as: UTF8.self).utf8) == $0
    }
    let names = ["b", "a", "B", "a-1", "a.1", "a1", "base", "ba", "é", "x_y", "10", "9"]
      .shuffled(using: &random).prefix(Int.random(in: 1...12, using: &random))
    var images: [PipelineData.Image] = []
    var stage = 0
    for name in names {
      // Stages ascend, so that no parent is built after its child.
      if stage + 1 < stages.count, random.chance(40) { stage += 1 }
      let parents = random.some(images, atMost: min(images.count, 3))
      let routes: [PipelineData.Parent] = parents.map {
        .init(.image($0.name), as: .argument("BASE_\($0.level)"))
      }
      var others: [PipelineData.Parent] = []
      if random.chance(40) {
        let python = "docker.io/library/python:3.\(Int.random(in: 11...13, using: &random))"
        others.append(.init(.external(reference: python), as: .context(python)))
      }
      if random.chance(20) {
        let legacy = "ghcr.io/octo-org/legacy:stable"
        others.append(
          .init(.builtBy(reference: legacy, workflow: "legacy.yml"), as: .context(legacy)))
      }
      if random.chance(10), let first = routes.first {
        others.append(.init(first.source, as: .context("again")))
      }
      images.append(
        .init(
          name: name, stage: stages[stage].name, level: (parents.map(\.level).max() ?? -1) + 1,
          repository: "ghcr.io/octo-org/chatbot/\(images.count)",
          tags: random.pick([["latest"], ["stable", "latest"], []], or: []),
          dockerfile: String(decoding: random.pick(dockerfiles, or: []), as: UTF8.self),
          target: random.pick(["", "final", "a\\b"], or: ""),
          arguments: random.some(
            ["A=1", "B=", "a=ü", "TEXT=two\nlines", "TAB=\t", "Q=\"'\\", "Z={}"], atMost: 4),
          files: (0..<Int.random(in: 0...4, using: &random)).map { _ in
            Int.random(in: 0..<files, using: &random)
          },
          ignoreFiles: ignoreFiles(in: tree, using: &random),
          parents: (routes + others).shuffled(using: &random)))
    }
    return images
  }

  /// Places of ignore files: some with another one than the tree has, or with one where it has none.
  private static func ignoreFiles(
    in tree: [TreeEntry], using random: inout SplitMix
  ) -> [[UInt8]: [String]] {
    var places: [[UInt8]: [String]] = [:]
    if random.chance(40) {
      places[Array("not/there\t".utf8)] = random.chance(10) ? ["1234"] : []
    }
    for entry in random.some(tree, atMost: 2) {
      let ids = [entry.id, RandomTree.id(using: &random)].shuffled(using: &random)
      places[entry.path] = random.chance(80) ? ids : random.pick([[], [ids[0]]], or: [])
    }
    return places
  }

  // MARK: File sets

  private static func fileSet(
    among places: [[UInt8]], using random: inout SplitMix
  ) -> PipelineData.FileSet {
    let literal = random.some(places + [[], Array("not/there".utf8), [0x61]], atMost: 3)
    let globs = (0..<Int.random(in: 0...2, using: &random)).map { _ in
      pattern(GlobPattern(copySource: wild(random.pick(places, or: []), using: &random)))
    }
    let ignore = (0..<Int.random(in: 0...2, using: &random)).map { _ in
      ignoreRules(among: places, using: &random)
    }
    return .init(paths: literal, globs: globs, ignore: ignore)
  }

  /// Paths that only exist when the links lead to directories.
  private static func beneath(
    _ links: [TreeEntry], using random: inout SplitMix
  ) -> [[UInt8]] {
    links.map { $0.path + Array("/".utf8) + random.pick(links, or: $0).path }
  }

  private static func ignoreRules(
    among places: [[UInt8]], using random: inout SplitMix
  ) -> [PipelineData.IgnoreRule] {
    let context = random.chance(70) ? [] : random.pick(places, or: [])
    var text: [UInt8] = []
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      if random.chance(35) { text += Array("!".utf8) }
      if random.chance(30) { text += Array("**/".utf8) }
      text += wild(random.pick(places, or: []), using: &random) + [UInt8(ascii: "\n")]
    }
    return IgnoreFile(parsing: SourceFile(name: ".dockerignore", bytes: text)).patterns.map {
      .init(excludes: !$0.isException, pattern($0.glob.below(context)))
    }
  }

  private static func pattern(_ glob: GlobPattern) -> PipelineData.PathPattern {
    .init(glob.posixERE, in: glob.literalDirectory) { glob.matches($0) }
  }

  /// A path in which some bytes or components became wildcards.
  private static func wild(_ path: [UInt8], using random: inout SplitMix) -> [UInt8] {
    let components = path.split(separator: UInt8(ascii: "/")).map { component -> [UInt8] in
      guard random.chance(50) else { return Array(component) }
      switch Int.random(in: 0..<6, using: &random) {
      case 0: return Array("*".utf8)
      case 1: return Array("*.txt".utf8)
      case 2: return Array("[a-z]*".utf8)
      case 3: return Array(component.dropLast()) + Array("?".utf8)
      case 4: return Array("**".utf8)
      default: return Array("*".utf8) + component.dropFirst()
      }
    }
    return Array(components.joined(separator: [UInt8(ascii: "/")]))
  }
}
