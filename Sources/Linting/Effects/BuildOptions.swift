import SourceText

/// What a build says about where its layers come from and where its result goes.
struct BuildOptions: Sendable {
  /// Whether something is done.
  enum Decision: Sendable {
    /// In no run.
    case never
    /// In every run.
    case always
    /// In some runs, perhaps.
    case perhaps

    /// Reads the value of an input or an option.
    init(_ text: PartialText) {
      switch text.text {
      case "true": self = .always
      case "", "false": self = .never
      default: self = .perhaps
      }
    }
  }

  /// Whether an action runs the build; else a script does.
  ///
  /// Only an action has the token of the Actions cache.
  var isAction: Bool
  /// The step that builds.
  var step: Step?
  /// Whether the step stands in an action or in a called workflow.
  var isCalled: Bool
  /// Where layers are taken from.
  var imports: [CacheEntry] = []
  /// Where layers are left.
  var exports: [CacheEntry] = []
  /// Whether the result goes to a registry by an option of its own.
  var push = Decision.never
  /// Whether the result goes to the Docker engine by an option of its own.
  var load = Decision.never
  /// Where else the result goes.
  var outputs: [BuildOutput] = []
  /// Whether layers of earlier builds are ignored.
  var ignoresCache = Decision.never
  /// The builder; `nil` for the current one.
  var builder: PartialText?
  /// Whether it names the image; `nil` when that is not known.
  var hasTags: Bool?

  /// Whether its result may go to a registry.
  var mayPush: Bool { push != .never || outputs.contains { $0.isPushed } }

  /// Whether everything about its caches is known.
  var knowsCaches: Bool { (imports + exports).allSatisfy { $0.backend != .unknown } }
}

extension LegReader {
  /// What a step of `docker/build-push-action` says.
  func options(of step: Step) -> BuildOptions {
    func text(_ name: String) -> PartialText { scope.resolve(step.input(name)).text }
    var options = BuildOptions(isAction: true, step: step, isCalled: frame != nil)
    options.imports = cacheEntries(of: step, "cache-from")
    options.exports = cacheEntries(of: step, "cache-to")
    options.push = BuildOptions.Decision(text("push"))
    options.load = BuildOptions.Decision(text("load"))
    options.outputs = text("outputs").split { $0 == "\n" }.map(BuildOutput.init)
    options.ignoresCache = BuildOptions.Decision(text("no-cache"))
    options.builder = step.input("builder").map { scope.resolve($0).text }
    let tags = text("tags")
    options.hasTags = tags.isKnown ? !tags.split { $0 == "\n" || $0 == "," }.isEmpty : nil
    return options
  }

  /// The values of an input, one a line; what an expression alone says is of an unknown kind.
  private func cacheEntries(of step: Step, _ name: String) -> [CacheEntry] {
    guard let node = step.input(name), let text = node.plainText else { return [] }
    let places = ScalarLines(of: node, in: source)
    return RunText(text, in: scope).split("\n").filter { !$0.pattern.hasPrefix("#") }.map { line in
      CacheEntry(line, at: SourceLocation(source, places.range(ofLineWith: line.pattern)))
    }
  }

  /// What a definition says about caches; where its result goes is not looked at.
  func options(of defined: DefinedBuild) -> BuildOptions {
    func entries(_ values: [PartialText]) -> [CacheEntry] {
      values.filter { !$0.pattern.isEmpty }.map {
        CacheEntry(RunText($0.pattern), at: defined.location)
      }
    }
    var options = BuildOptions(
      isAction: step?.action == "docker/bake-action", step: step, isCalled: frame != nil)
    options.imports = entries(defined.cacheFrom)
    options.exports = entries(defined.cacheTo)
    options.push = .perhaps
    options.load = .perhaps
    return options
  }

  /// What a command says about caches and results.
  func options(of command: DockerCommand.Build, at range: SourceRange) -> BuildOptions {
    func entries(_ values: [PartialText]) -> [CacheEntry] {
      values.map { CacheEntry(RunText($0.pattern), at: SourceLocation(source, range)) }
    }
    var options = BuildOptions(isAction: false, step: step, isCalled: frame != nil)
    options.imports = entries(command.cacheFrom)
    options.exports = entries(command.cacheTo)
    options.push = command.push.map(BuildOptions.Decision.init) ?? .never
    options.load = command.load.map(BuildOptions.Decision.init) ?? .never
    options.outputs = command.outputs.map(BuildOutput.init)
    options.ignoresCache = command.ignoresCache.map(BuildOptions.Decision.init) ?? .never
    options.builder = command.builder
    options.hasTags = !command.tags.isEmpty
    return options
  }
}
