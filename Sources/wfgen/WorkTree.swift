internal import FoundationEssentials
internal import Generation
internal import Manifest
internal import SourceText
internal import SystemPackage

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The files of a repository as they lie on the disk.
struct WorkTree: FileTree {
  /// The repository's root, absolute.
  let root: String

  /// The path of a file as the system knows it.
  func absolute(_ path: String) -> String {
    path == "." ? root : root + "/" + path
  }

  func read(_ path: String) -> SourceFile? {
    guard let data = FileManager.default.contents(atPath: absolute(path)) else { return nil }
    return SourceFile(name: path, bytes: [UInt8](data))
  }

  /// Whether a file, or what a link there leads to, can be read.
  func isReadable(_ path: String) -> Bool {
    FileManager.default.isReadableFile(atPath: absolute(path))
  }

  func kind(of path: String) -> FileKind? {
    // FileManager would look up the names of owner and group for every file.
    let found = try? Stat(FilePath(absolute(path)), followTargetSymlink: false).type
    switch found {
    case .regular?: return .file
    case .directory?: return .directory
    case .symbolicLink?: return .link
    default: return found == nil ? nil : .special
    }
  }

  func target(of path: String) -> String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: absolute(path))
  }

  func children(of path: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: absolute(path)))?.sorted() ?? []
  }
}

extension WorkTree {
  /// The nearest directory, from the given one upwards, that holds a manifest or a git repository.
  static func containing(_ directory: String) -> WorkTree {
    let manager = FileManager.default
    var candidate = directory
    while true {
      for name in ["wfgen.yml", ".git"] where manager.fileExists(atPath: candidate + "/" + name) {
        return WorkTree(root: candidate)
      }
      guard let slash = candidate.lastIndex(of: "/"), slash != candidate.startIndex else {
        return WorkTree(root: directory)
      }
      candidate = String(candidate[..<slash])
    }
  }

  /// Writes a file as a whole or not at all.
  ///
  /// Throws a `CommandError` when a link on the way leads elsewhere, or the system refuses.
  func write(_ bytes: [UInt8], to path: String) throws(CommandError) {
    try checkPlace(of: path)
    let directory = path.split(separator: "/").dropLast().joined(separator: "/")
    let scratch = absolute(
      RepositoryPath.join(directory.isEmpty ? "." : directory, Ownership.newScratch()))
    do {
      if !directory.isEmpty {
        try FileManager.default.createDirectory(
          atPath: absolute(directory), withIntermediateDirectories: true)
      }
      // Made by this very call: whatever stands there already is neither followed nor shared.
      let file = try FileDescriptor.open(
        FilePath(scratch), .writeOnly, options: [.create, .exclusiveCreate, .noFollow],
        permissions: [.ownerReadWrite, .groupReadWrite, .otherReadWrite])
      do {
        _ = try file.closeAfter {
          try file.writeAll(bytes)
          // What was executable stays so.
          if let old = try? Stat(FilePath(absolute(path))) {
            _ = fchmod(file.rawValue, old.permissions.rawValue)
          }
        }
        guard rename(scratch, absolute(path)) == 0 else { throw Errno(rawValue: errno) }
      } catch {
        unlink(scratch)
        throw error
      }
    } catch {
      throw CommandError("cannot write \(path): \(reason(of: error))")
    }
  }

  /// Deletes a file.
  func remove(_ path: String) throws(CommandError) {
    try checkPlace(of: path)
    do {
      try FileManager.default.removeItem(atPath: absolute(path))
    } catch {
      throw CommandError("cannot remove \(path): \(reason(of: error))")
    }
  }

  /// Throws a `CommandError` when no file can be written at a path.
  func checkPlace(of path: String) throws(CommandError) {
    if let obstacle = obstacle(at: path) {
      throw CommandError("\(obstacle.message); nothing was written", help: obstacle.help)
    }
  }

  private func reason(of error: any Error) -> String {
    if let error = error as? CocoaError, let underlying = error.underlying as? POSIXError {
      return "\(underlying.code)"
    }
    return (error as? CocoaError).map { "\($0.code)" } ?? "\(error)"
  }
}
