public import SourceText

/// A repository in memory.
public struct MemoryTree: FileTree {
  private var files: [String: [UInt8]]

  /// Creates a repository from paths and texts.
  public init(_ files: [String: String]) {
    self.files = files.mapValues { Array($0.utf8) }
  }

  /// Creates a repository from paths and contents.
  public init(_ files: [String: [UInt8]]) {
    self.files = files
  }

  public func read(_ path: String) -> SourceFile? {
    files[path].map { SourceFile(name: path, bytes: $0) }
  }

  public func kind(of path: String) -> FileKind? {
    if files[path] != nil { return .file }
    if path == "." { return .directory }
    return files.keys.contains { $0.hasPrefix(path + "/") } ? .directory : nil
  }

  public func children(of path: String) -> [String] {
    let prefix = path == "." ? "" : path + "/"
    let names = files.keys.filter { $0.hasPrefix(prefix) }.compactMap { key in
      key.dropFirst(prefix.count).split(separator: "/").first.map(String.init)
    }
    return Set(names).sorted()
  }
}
