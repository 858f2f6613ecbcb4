import SourceText

extension Dockerfile {
  /// Finds out what one build uses.
  ///
  /// - Parameters:
  ///   - target: The name of the stage to build; `nil` for the last one.
  ///   - buildArguments: The values of all `--build-arg` options.
  ///   - volatileArguments: The names of arguments that get another value with every build: a source
  ///     that depends on one is unknown.
  ///   - platform: The platform that is built; without it `TARGETARCH` and its kin are unknown.
  ///   - buildPlatform: The platform of the machine that builds, for `BUILDPLATFORM` and its kin.
  ///   - base: What is known of an image that the build stands on: its ENV and ONBUILD.
  public func resolve(
    target: String? = nil, buildArguments: [String: String] = [:],
    volatileArguments: Set<String> = [], platform: Platform? = nil,
    buildPlatform: Platform? = nil, base: (ImageReference) -> BaseImage? = { _ in nil }
  ) -> Resolution {
    var resolver = Resolver(
      self, buildArguments: buildArguments, volatileArguments: volatileArguments)
    return resolver.resolve(
      target: target, platform: platform, buildPlatform: buildPlatform, base: base)
  }
}

/// The steps of finding out what one build uses; each in a file of its own.
struct Resolver {
  /// What a stage starts from.
  enum Base {
    case stage(Int)
    case scratch
    case image(Resolved<String>)
  }

  /// What is known of a stage before it is built.
  struct Plan {
    var base: Base
    /// What the words of its FROM became.
    var expansion: Expansion
    var platform: Resolved<String>?
    /// The names that its FROM reads.
    var reads: Set<String>
    /// The instructions that run in it: triggers of its base first.
    var commands: [BaseImage.Trigger]
    /// What is known of the image that it starts from.
    var image: BaseImage?
  }

  /// What a stage leaves to the stages built on it.
  struct State {
    /// The variables that expressions see.
    var scope: Scope
    /// Those that ENV set, which the image keeps.
    var environment: [String: Scope.Entry]
  }

  let dockerfile: Dockerfile
  let buildArguments: [String: String]
  let volatileArguments: Set<String>
  var resolution = Resolution()
  /// The arguments before the first FROM, and those that BuildKit defines.
  var globals = Scope()
  /// The names that the default of each global argument reads.
  var reads: [String: Set<String>] = [:]
  var plans: [Plan] = []
  var states: [Int: State] = [:]
  /// The index of the last stage of each name.
  var stageIndexes: [String: Int] = [:]

  init(
    _ dockerfile: Dockerfile, buildArguments: [String: String], volatileArguments: Set<String>
  ) {
    self.dockerfile = dockerfile
    self.buildArguments = buildArguments
    self.volatileArguments = volatileArguments
    for stage in dockerfile.stages {
      if let name = stage.name { stageIndexes[name.text] = stage.index }
    }
  }

  mutating func resolve(
    target: String?, platform: Platform?, buildPlatform: Platform?,
    base: (ImageReference) -> BaseImage?
  ) -> Resolution {
    defineGlobals(target: target, platform: platform, buildPlatform: buildPlatform)
    for stage in dockerfile.stages { plans.append(plan(stage, base: base)) }
    resolution.target = targetIndex(target)
    if let index = resolution.target {
      resolution.stages = reachableStages(from: index)
      for stage in resolution.stages { build(stage) }
      finish(target: index)
    }
    resolution.diagnostics.sort()
    return resolution
  }

  mutating func report(
    _ rule: String, _ severity: Severity, _ message: String, at range: SourceRange,
    in file: SourceFile? = nil, help: String? = nil
  ) {
    let location = SourceLocation(file ?? dockerfile.file, range)
    let diagnostic = Diagnostic(rule, severity, message, at: location, help: help)
    if !resolution.diagnostics.contains(diagnostic) { resolution.diagnostics.append(diagnostic) }
  }

  /// Expands a text and reports what BuildKit refuses in it.
  mutating func expand(
    _ text: String, in scope: Scope, at range: SourceRange, of file: SourceFile? = nil
  ) -> Expansion {
    var expander = Expander(escape: dockerfile.escape, scope: scope)
    do throws(ExpansionError) {
      let expansion = try expander.expand(text.utf8)
      for name in expansion.undeclared {
        let closest = closestSpelling(of: name, among: scope.entries.keys)
        report(
          "undeclared-argument", .warning, "nothing declares '\(name)', so it stands for nothing",
          at: range, in: file, help: closest.map { "did you mean '\($0)'?" })
      }
      return expansion
    } catch {
      let rule = error.argument == nil ? "invalid-expansion" : "argument-required"
      report(rule, .error, error.message, at: range, in: file)
      return Expansion(
        value: .unknown(argument: error.argument ?? text), knownPrefix: [], defaults: [],
        names: error.argument.map { [$0] } ?? [], undeclared: [])
    }
  }
}
