#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A directory and what is in it.
public struct Folder: Sendable {
  /// Absolute path.
  public let path: String

  /// A directory that is there, or that the first file in it will make.
  public init(_ path: String) {
    self.path = path
  }

  /// A directory in it.
  public func folder(_ name: String) -> Folder {
    Folder(path + "/" + name)
  }

  /// Makes it when it is not there.
  @discardableResult
  public func create() throws -> Folder {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return self
  }

  /// Writes a file, and the directories on the way to it.
  public func write(_ text: String, to name: String) throws {
    let file = path + "/" + name
    try Folder(String(file[..<(file.lastIndex(of: "/") ?? file.startIndex)])).create()
    try Data(text.utf8).write(to: URL(filePath: file), options: .atomic)
  }

  /// The text of a file; empty when there is none.
  public func read(_ name: String) -> String {
    (try? String(contentsOfFile: path + "/" + name, encoding: .utf8)) ?? ""
  }

  /// The paths of all files beneath, relative to the directory, sorted.
  public func files() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: path).filter { name in
      var isFolder: Bool = false
      return FileManager.default.fileExists(atPath: path + "/" + name, isDirectory: &isFolder)
        && !isFolder
    }.sorted()
  }

  /// Copies another directory to here, which must not be there yet.
  public func copy(_ other: String) throws {
    try FileManager.default.copyItem(atPath: other, toPath: path)
  }

  /// Takes it away with all that is in it.
  public func remove() {
    try? FileManager.default.removeItem(atPath: path)
  }
}

extension Folder {
  /// Lets a file in it be run.
  func allowExecution(of name: String) throws {
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: path + "/" + name)
  }

  /// A new directory for one test.
  package static func temporary() throws -> Folder {
    try Folder(
      FileManager.default.temporaryDirectory.path + "/wfgen-pipeline-" + UUID().uuidString
    ).create()
  }
}
