public import SourceText

/// A repository in memory.
public struct MemoryTree: FileTree {
  private var files: [String: [UInt8]]
  private var links: [String: String] = [:]

  /// Creates a repository from paths and texts, and from symbolic links and what they say.
  public init(_ files: [String: String], links: [String: String] = [:]) {
    self.files = files.mapValues { Array($0.utf8) }
    self.links = links
  }

  /// Creates a repository from paths and contents.
  public init(_ files: [String: [UInt8]]) {
    self.files = files
  }

  public func read(_ path: String) -> SourceFile? {
    files[path].map { SourceFile(name: path, bytes: $0) }
  }

  public func kind(of path: String) -> FileKind? {
    if links[path] != nil { return .link }
    if files[path] != nil { return .file }
    if path == "." { return .directory }
    return paths.contains { $0.hasPrefix(path + "/") } ? .directory : nil
  }

  public func target(of path: String) -> String? { links[path] }

  private var paths: [String] { Array(files.keys) + links.keys }

  public func children(of path: String) -> [String] {
    let prefix = path == "." ? "" : path + "/"
    let names = paths.filter { $0.hasPrefix(prefix) }.compactMap { key in
      key.dropFirst(prefix.count).split(separator: "/").first.map(String.init)
    }
    return Set(names).sorted()
  }
}
