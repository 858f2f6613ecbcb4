import SourceText
import YAML

/// Something that a step does to get room on the runner's disk.
struct CleanUp {
  /// What is removed.
  enum Kind: Hashable {
    /// What Docker has: images that no container uses, with `isAll` also those with a name.
    case prune(isAll: Bool)
    /// The same, and stopped containers, networks and the default builder's cache.
    case pruneSystem(isAll: Bool)
    /// The cache of the default builder.
    case pruneBuilder(isAll: Bool)
    /// The cache of the builder that is in use.
    case pruneBuildx
    /// Stopped containers, volumes or networks.
    case pruneOther
    /// Images by name.
    case removeImages([PartialText])
    /// Tool chains that come with a runner of GitHub's.
    case removeToolChains
  }

  /// The position of the step in its job.
  var position: Int
  /// The step.
  var step: Step
  /// What is removed.
  var kind: Kind
  /// What says so.
  var range: SourceRange
  /// Whether something in the script decides if it happens.
  var isConditional: Bool
  /// Whether it goes ahead without a question.
  var isForced: Bool
  /// Whether filters leave something there.
  var isFiltered: Bool

  /// Directories of tool chains on GitHub's Linux machines that builds of images do not use.
  ///
  /// Source: actions/runner-images, readme files of the images.
  static let toolChains = [
    "/usr/local/lib/android", "/usr/share/dotnet", "/usr/local/.ghcup", "/opt/ghc",
    "/opt/hostedtoolcache", "/usr/share/swift", "/usr/share/miniconda", "/usr/local/share/boost",
  ]

  /// Actions that remove such tool chains.
  static let actions = [
    "jlumbroso/free-disk-space", "easimon/maximize-build-space", "endersonmenezes/free-disk-space",
    "insightsengineering/disk-space-reclaimer", "adityagarg8/remove-unwanted-software",
  ]
}

extension WorkflowFile {
  /// What the steps of a job do for room, in order.
  func cleanUps(of job: Job) -> [CleanUp] {
    var found: [CleanUp] = job.steps.enumerated().compactMap { position, step in
      guard let action = step.action?.lowercased(), CleanUp.actions.contains(action),
        let uses = step.body["uses"]
      else { return nil }
      return CleanUp(
        position: position, step: step, kind: .removeToolChains, range: uses.range,
        isConditional: false, isForced: true, isFiltered: false)
    }
    for script in scripts(of: job, holding: ["prune", "rmi", "image rm", "rm -"]) {
      // An answer may be given through a pipe.
      let isAnswered = script.text.contains("yes |") || script.text.contains("| docker")
      for command in script.commands {
        guard let (kind, isForced) = CleanUp.read(command) else { continue }
        found.append(
          CleanUp(
            position: script.position, step: script.step, kind: kind,
            range: script.range(of: command), isConditional: command.isConditional,
            isForced: isForced || isAnswered,
            isFiltered: command.words.contains { $0.text.pattern.hasPrefix("--filter") }))
      }
    }
    return found.enumerated().sorted { ($0.1.position, $0.0) < ($1.1.position, $1.0) }.map(\.1)
  }
}

extension CleanUp {
  /// What a command removes, and whether it does so without a question; `nil` for others.
  fileprivate static func read(_ command: ShellCommand) -> (Kind, isForced: Bool)? {
    switch command.name {
    case "docker", "podman":
      let words = command.words.dropFirst()
      // Options before the verb are rare, and may choose another daemon.
      guard let group = words.first?.text.text else { return nil }
      let verb = words.dropFirst().first?.text.text
      let isForced = command.hasOption("force", "f") || command.name == "podman"
      let isAll = command.hasOption("all", "a")
      switch (group, verb) {
      case ("system", "prune"): return (.pruneSystem(isAll: isAll), isForced)
      case ("image", "prune"): return (.prune(isAll: isAll), isForced)
      case ("builder", "prune"): return (.pruneBuilder(isAll: isAll), isForced)
      case ("buildx", "prune"): return (.pruneBuildx, isForced)
      case ("container", "prune"), ("volume", "prune"), ("network", "prune"):
        return (.pruneOther, isForced)
      case ("rmi", _): return (.removeImages(names(words.dropFirst())), true)
      case ("image", "rm"): return (.removeImages(names(words.dropFirst(2))), true)
      default: return nil
      }
    case "rm":
      let isToolChain = command.words.contains { word in
        word.text.text.map { path in
          toolChains.contains { path == $0 || path.hasPrefix($0 + "/") }
        } ?? false
      }
      return isToolChain ? (.removeToolChains, true) : nil
    default: return nil
    }
  }

  private static func names(_ words: ArraySlice<ShellCommand.Word>) -> [PartialText] {
    words.filter { !$0.text.pattern.hasPrefix("-") }.map(\.text)
  }
}

extension ShellCommand {
  /// Whether it has an option, by its long name or as one of a word of letters.
  func hasOption(_ long: String, _ letter: Character) -> Bool {
    words.contains { word in
      let text = word.text.pattern
      if text == "--\(long)" || text == "--\(long)=true" { return true }
      return text.hasPrefix("-") && !text.hasPrefix("--") && text.dropFirst().contains(letter)
        && text.dropFirst().allSatisfy(\.isLetter)
    }
  }
}
