import Workflows

/// The files of a repository, prepared for questions about paths.
struct RepositoryFiles: Sendable {
  /// The paths from the root, in the order of their bytes.
  let paths: [String]
  private let files: Set<String>
  private let directories: Set<String>

  /// Prepares paths.
  ///
  /// - Parameters:
  ///   - paths: The files of the repository; `nil` when they are not known.
  ///   - modules: The text of `.gitmodules`.
  ///
  /// `nil` when the files are not known, and when nothing but workflows is: whatever those build
  /// comes from elsewhere.
  init?(_ paths: [String]?, modules: String?) {
    guard let paths, paths.contains(where: { !RepositoryView.isWorkflow($0) }) else { return nil }
    // Nobody knows what is in a submodule; Git lists it as if it were a file.
    files = Set(paths).union(Self.modulePaths(in: modules ?? ""))
    self.paths = files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var directories: Set<String> = [""]
    for path in files {
      var rest = path[...]
      while let slash = rest.lastIndex(of: "/") {
        rest = rest[..<slash]
        guard directories.insert(String(rest)).inserted else { break }
      }
    }
    self.directories = directories
  }

  private static func modulePaths(in text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).compactMap { line in
      let parts = line.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, parts[0].filter({ !$0.isWhitespace }) == "path" else { return nil }
      return String(parts[1].drop { $0.isWhitespace }.prefix { !$0.isWhitespace })
    }
  }

  /// Whether a path is one of a file.
  func isFile(_ path: String) -> Bool { files.contains(path) }

  /// Whether a path is one of a directory; the empty path is that of the root.
  func isDirectory(_ path: String) -> Bool { directories.contains(path) }

  /// Directories that are made when packages are installed or tests are built.
  private static let installed: Set<Substring> = [
    "node_modules", ".venv", "venv", ".tox", "target", "__pycache__",
  ]

  /// Whether something may be at a path: a file, a directory, what a submodule or a symbolic link on
  /// the way leads to, or what an installation makes.
  func mayHave(_ path: String) -> Bool {
    if isFile(path) || isDirectory(path) { return true }
    if path.split(separator: "/").contains(where: { Self.installed.contains($0) }) { return true }
    var rest = path[...]
    while let slash = rest.lastIndex(of: "/") {
      rest = rest[..<slash]
      if files.contains(String(rest)) { return true }
    }
    return false
  }

  /// The files whose paths start with a text.
  func files(startingWith prefix: String) -> ArraySlice<String> {
    guard !prefix.isEmpty else { return paths[...] }
    var low = 0
    var high = paths.count
    while low < high {
      let middle = (low + high) / 2
      if paths[middle].utf8.lexicographicallyPrecedes(prefix.utf8) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return paths[low...].prefix { $0.utf8.starts(with: prefix.utf8) }
  }

  /// The files at a path or beneath it.
  func files(at path: String) -> ArraySlice<String> {
    guard !path.isEmpty else { return paths[...] }
    if isDirectory(path) { return files(startingWith: path + "/") }
    return files(startingWith: path).prefix { $0 == path }
  }

  /// A path of the repository that ends like one that is not there; `nil` when none or several do.
  func onlyFile(endingLike path: String) -> String? {
    guard let name = path.split(separator: "/").last else { return nil }
    var found: String?
    for candidate in paths where candidate.hasSuffix(name) {
      guard candidate == name || candidate.hasSuffix("/" + name) else { continue }
      if found != nil { return nil }
      found = candidate
    }
    return found
  }
}
