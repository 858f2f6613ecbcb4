import SourceText
import YAML

/// Who makes the images that a repository's workflows take.
struct ImageFlow: Sendable {
  /// Every image that is taken and whose repository is known, in the order of effects.
  private(set) var uses: [ImageUse] = []
  /// The positions in `uses` of what each build stands on.
  private(set) var usesOfBuilds: [Int: [Int]] = [:]
  /// Whether an image is taken somewhere of which not even the repository is known.
  private(set) var hasUnknownUse = false
  /// The builds that publish into each repository of a registry.
  private(set) var publishers: [String: [Int]] = [:]
  /// The builds that leave an image of a name on their runner.
  private(set) var makers: [ImageName: [Int]] = [:]
  /// When each build is done, among all effects.
  private(set) var positions: [Int]
  /// What is built.
  private let builds: EffectList<ImageBuild>

  init(of effects: Effects, on parents: [[ImageParent]?], in workflows: [WorkflowFile]) {
    builds = effects.builds
    positions = Array(repeating: 0, count: effects.builds.count)
    for (index, build) in effects.builds.enumerated() {
      for name in Set(build.published.map(\.repository)) {
        publishers[name, default: []].append(index)
      }
      for name in Set(build.names.compactMap { ImageName($0) }) where name.version != .unknown {
        makers[name, default: []].append(index)
      }
    }
    for (position, effect) in effects.all.enumerated() {
      switch effect.kind {
      case .build(let build):
        positions[build] = position
        add(parents[build], of: build, at: position)
      case .run(let name):
        let (place, workflow) = (effect.place.innermost, workflows[effect.place.innermost.workflow])
        let isInWorkflow = effect.detail.map { $0.file == workflow.file } ?? true
        let range = effect.detail?.range ?? effect.range
        let isContainer =
          isInWorkflow
          && workflow.jobs[place.job].containerImages.contains { $0.range == range }
        add(name, isContainer ? .container : .run, effect, at: position)
      case .pull(let name): add(name, .pull, effect, at: position)
      default: break
      }
    }
  }

  private mutating func add(_ parents: [ImageParent]?, of build: Int, at position: Int) {
    guard let parents else {
      hasUnknownUse = true
      return
    }
    for parent in parents {
      usesOfBuilds[build, default: []].append(uses.count)
      uses.append(
        ImageUse(
          place: builds[build].place, position: position, range: builds[build].range,
          detail: builds[build].detail,
          name: parent.name, purpose: .parent, build: build, parent: parent,
          conditions: builds[build].conditions))
    }
  }

  private mutating func add(
    _ name: PartialText, _ purpose: ImageUse.Purpose, _ effect: Effect, at position: Int
  ) {
    guard let name = ImageName(name) else {
      hasUnknownUse = true
      return
    }
    uses.append(
      ImageUse(
        place: effect.place, position: position, range: effect.range, detail: effect.detail,
        name: name,
        purpose: purpose, conditions: effect.conditions))
  }

  /// The builds that publish the image that is taken.
  ///
  /// Where the tag is not known the repository must do, unless it holds several images.
  func builders(of use: ImageUse) -> [Int] {
    (publishers[use.name.repository] ?? []).filter { builder in
      builds[builder].published.contains { published in
        guard published.repository == use.name.repository, use.name.version != .digest else {
          return false
        }
        if published.version != .unknown, use.name.version != .unknown {
          return published.version == use.name.version
        }
        let files = dockerfiles(of: use.name.repository)
        return files.count == 1 && !files.contains(use.build.map { builds[$0].dockerfile } ?? "")
      }
    }
  }

  /// The Dockerfiles whose images a repository of a registry holds; `nil` for one that is not known.
  func dockerfiles(of repository: String) -> Set<String?> {
    Set((publishers[repository] ?? []).map { builds[$0].dockerfile })
  }

  /// Whether one command of bake builds an image and what is built on it: BuildKit starts all
  /// targets at once, and only `contexts` link them.
  func isBakedWith(_ builder: Int, _ use: ImageUse) -> Bool {
    guard let bake = builds[builder].bake, let build = use.build,
      !(use.parent?.isContext ?? false)
    else { return false }
    return builds[build].bake == bake && builds[builder].place == builds[build].place
  }

  /// Whether an earlier step of the job has left an image of this name on the runner.
  func isOnRunner(_ use: ImageUse) -> Bool {
    use.mayBeLocal
      && makers[use.name, default: []].contains { index in
        builds[index].place.isOnRunner(of: use.place) && positions[index] < use.position
          && !isBakedWith(index, use)
      }
  }
}
