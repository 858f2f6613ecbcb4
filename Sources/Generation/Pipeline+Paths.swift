internal import BuildGraph
internal import Dockerfiles
internal import Manifest
internal import SourceText
internal import Workflows

extension Pipeline {
  /// The path patterns of a stage's push trigger; empty for no filter.
  ///
  /// A root listens to what any image behind it reads, so that one push starts one chain from its
  /// beginning; the other stages listen to their own inputs. A task listens to the paths that it
  /// names, however many images there are, and in their order: a later one with `!` takes files out
  /// again. It listens to what its image is made of as well: after a revert that image is there
  /// already, nothing builds it, and no completed run would start the task. One that runs at once does
  /// not, for it would run on the previous image before each build.
  func pushPaths(of stage: Stage) -> [String] {
    let own = "\(Ownership.workflows)/\(stage.fileName)".asFilterPattern
    switch stage.work {
    case .builds:
      guard filtersPaths else { return [] }
      var patterns: Set<String> = [own, ".github/wfgen/**"]
      for image in stage.isRoot ? imagesBehind(stage) : stage.images {
        patterns.formUnion(paths(of: image))
      }
      return Self.withoutCovered(patterns).sorted()
    case .task(let task, let image) where task.existing != nil:
      guard !task.paths.isEmpty else { return [] }
      return Self.ownPaths(of: task) + [own] + pathsOfChain(to: image, task)
    case .task(let task, let image):
      guard filtersPaths, image.isBuiltHere, task.onPush == .wait else {
        return task.paths.isEmpty ? [] : Self.ownPaths(of: task) + [own]
      }
      let patterns = pathsBehind(image).subtracting(Self.ownPaths(of: task))
      return Self.ownPaths(of: task) + [own] + Self.withoutCovered(patterns).sorted()
    }
  }

  /// Patterns that cover what an image and all that it is built on read.
  private func pathsBehind(_ image: ResolvedImage) -> Set<String> {
    let images = ([image.id] + project.graph.ancestors(of: image.id)).compactMap(project.image)
    return Set(images.filter(\.isBuiltHere).flatMap(paths))
  }

  /// Patterns that take out what starts an existing workflow by way of its image: it has no plan that
  /// could wait, so a push of that alone would run it on the image before.
  private func pathsOfChain(to image: ResolvedImage, _ task: TaskSpec) -> [String] {
    guard task.onPush == .wait, image.isBuiltHere, filtersPaths else { return [] }
    return Self.withoutCovered(pathsBehind(image)).sorted().map { "!" + $0 }
  }

  /// The paths that a task names.
  static func ownPaths(of task: TaskSpec) -> [String] { task.paths.map(\.value) }

  /// The images of a stage and of all that follow it.
  private func imagesBehind(_ stage: Stage) -> [ResolvedImage] {
    var reached: Set<String> = [stage.id]
    for next in stages where next.upstream.contains(where: reached.contains) {
      reached.insert(next.id)
    }
    return stages.filter { reached.contains($0.id) }.flatMap(\.images)
  }

  /// Whether the pushes that start builds are filtered by paths at all.
  var filtersPaths: Bool {
    project.manifest.pushPaths
      ?? (project.images.count <= Self.maximumImagesWithPaths)
  }

  /// Patterns that cover everything an image reads.
  private func paths(of image: ResolvedImage) -> [String] {
    var patterns = image.inputs.flatMap(Self.filters)
    if let dockerfile = image.dockerfile { patterns.append(dockerfile.name.asFilterPattern) }
    for place in image.ignorePlaces where place.content != nil {
      patterns.append(place.path.asFilterPattern)
    }
    return patterns
  }

  /// The file, or everything in the directory; both where nothing says which it is.
  private static func filters(for input: ResolvedImage.Input) -> [String] {
    let pattern = input.pattern.description
    if pattern == "." { return ["**"] }
    let filter = input.pattern.isLiteral ? pattern.asFilterPattern : escaped(pattern)
    let own =
      switch input.isDirectory {
      case true?: [filter + "/**"]
      case false?: [filter]
      case nil: [filter, filter + "/**"]
      }
    return own + (input.submodule.map { [$0.asFilterPattern] } ?? [])
  }

  /// A pattern of a Dockerfile as a filter of GitHub that matches at least as much.
  ///
  /// `?` and classes mean something else to GitHub (docs "Workflow syntax", filter pattern cheat
  /// sheet): both become `*`. A literal special character is escaped.
  private static func escaped(_ pattern: String) -> String {
    var result = ""
    var inClass = false
    var isLiteral = false
    for character in pattern {
      if isLiteral {
        isLiteral = false
        result += special.contains(character) ? "\\\(character)" : String(character)
      } else if inClass {
        inClass = character != "]"
      } else {
        switch character {
        case "\\": isLiteral = true
        case "[":
          inClass = true
          result += "*"
        case "?": result += "*"
        case "+", "!": result += "\\\(character)"
        default: result.append(character)
        }
      }
    }
    return result
  }

  private static let special = "*?+[]!\\"

  /// The patterns without those that a directory's `/**` among them covers.
  private static func withoutCovered(_ patterns: Set<String>) -> [String] {
    patterns.filter { pattern in
      if patterns.contains("**"), pattern != "**" { return false }
      let parts = pattern.split(separator: "/")
      return !(1..<max(1, parts.count)).contains { count in
        let cover = parts.prefix(count).joined(separator: "/") + "/**"
        return cover != pattern && patterns.contains(cover)
      }
    }
  }
}
