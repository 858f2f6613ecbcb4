internal import FoundationEssentials
internal import Generation
internal import Linting
internal import SourceText

/// What one `lint` looks at: a repository, or a file alone that is part of none.
struct LintTarget {
  /// Where files are read and written; names in findings are relative to its root.
  let tree: WorkTree
  /// The paths of files and directories whose findings are shown; empty for all.
  var shown: Set<String> = []
  /// A workflow that GitHub would not read where it lies: looked at by itself.
  var workflow: String?
  /// Directories of actions that were named.
  var actions: [String] = []

  /// Whether a finding in a file was asked for.
  func shows(_ path: String) -> Bool {
    if let workflow { return path == workflow }
    return shown.isEmpty || shown.contains(path)
      || shown.contains { path.hasPrefix($0 + "/") }
  }

  /// What a report without findings would hide: that there was nothing to look at.
  var remarks: [String] {
    guard workflow == nil else { return [] }
    let paths = tree.workflowPaths
    if paths.isEmpty, shown.isEmpty {
      return ["there is no workflow in \(tree.absolute(Ownership.workflows))"]
    }
    // A link may lead nowhere, and a file may be somebody else's.
    return paths.filter { shows($0) && !tree.isReadable($0) }.map {
      "\($0) cannot be read, so it was left out"
    }
  }

  /// What paths of a command line mean; the repository around a directory when there is none.
  ///
  /// Throws a `CommandError` for a path that is not there, for paths of several repositories, and where
  /// there is neither a repository nor a workflow.
  static func all(
    _ paths: [String], in options: RepositoryOptions
  ) throws(CommandError) -> [LintTarget] {
    let base = try options.path()
    if paths.isEmpty, let root = root(around: base) { return [LintTarget(tree: root)] }
    let paths = paths.isEmpty ? ["."] : paths
    var repository: LintTarget?
    var alone: [LintTarget] = []
    for path in paths {
      switch try Place(path, from: base) {
      case .alone(let targets): alone += targets
      case .repository(let root, let part):
        if let known = repository, known.tree.root != root {
          throw CommandError(
            "'\(path)' lies in another repository than '\(paths[0])'",
            help: "call wfgen lint once for each")
        }
        var target = repository ?? LintTarget(tree: WorkTree(root: root))
        // The root stands for everything.
        target.shown.insert(part)
        if part.split(separator: "/").last.map({ Place.actionNames.contains(String($0)) }) ?? false
        {
          target.actions.append(part.split(separator: "/").dropLast().joined(separator: "/"))
        }
        repository = target
      }
    }
    if repository?.shown.contains("") ?? false { repository?.shown = [] }
    return [repository].compactMap(\.self) + alone
  }

  /// The repository that a directory belongs to; `nil` when nothing marks one.
  fileprivate static func root(around directory: String) -> WorkTree? {
    var candidate = directory
    while true {
      for name in [".github/workflows", "wfgen.yml", ".git"]
      where FileManager.default.fileExists(atPath: candidate + "/" + name) {
        return WorkTree(root: candidate)
      }
      guard let slash = candidate.lastIndex(of: "/"), slash != candidate.startIndex else {
        return nil
      }
      candidate = String(candidate[..<slash])
    }
  }
}

/// What one path of a command line means.
private enum Place {
  /// A file or a directory of a repository; an empty path for its root.
  case repository(root: String, path: String)
  /// Workflows that lie where GitHub would not read them.
  case alone([LintTarget])

  static let actionNames = ["action.yml", "action.yaml"]

  init(_ path: String, from base: String) throws(CommandError) {
    let absolute = RepositoryOptions.absolute(path, from: base)
    var isDirectory = false
    guard FileManager.default.fileExists(atPath: absolute, isDirectory: &isDirectory) else {
      throw CommandError("there is no '\(path)'")
    }
    let directory = isDirectory ? absolute : Self.parent(absolute)
    guard let root = LintTarget.root(around: directory)?.root else {
      self = .alone(try Self.workflows(at: absolute, isDirectory, path))
      return
    }
    let part = String(absolute.dropFirst(root.count).drop { $0 == "/" })
    let name = part.split(separator: "/").last.map(String.init) ?? ""
    if !isDirectory, Self.isYAML(name), !RepositoryView.isWorkflow(part),
      !Self.actionNames.contains(name), !part.hasPrefix(".github/settings."),
      part != RepositoryOptions.manifestPath
    {
      self = .alone([LintTarget(tree: WorkTree(root: root), workflow: part)])
    } else {
      self = .repository(root: root, path: part)
    }
  }

  private static func workflows(
    at absolute: String, _ isDirectory: Bool, _ path: String
  ) throws(CommandError) -> [LintTarget] {
    guard isDirectory else {
      let tree = WorkTree(root: parent(absolute))
      return [LintTarget(tree: tree, workflow: String(absolute.split(separator: "/").last ?? ""))]
    }
    let tree = WorkTree(root: absolute)
    let names = tree.children(of: ".").filter(isYAML)
    guard !names.isEmpty else {
      throw CommandError("there is no repository around '\(path)', and no workflow in it")
    }
    return names.map { LintTarget(tree: tree, workflow: $0) }
  }

  private static func parent(_ path: String) -> String {
    let slash = path.lastIndex(of: "/") ?? path.startIndex
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func isYAML(_ name: String) -> Bool {
    name.hasSuffix(".yml") || name.hasSuffix(".yaml")
  }
}
