internal import BuildGraph
internal import FoundationEssentials

/// What the next commit would hold, as git itself says.
extension Git {
  /// The files as a commit of everything that is not ignored would hold them: filters, links,
  /// submodules and line endings count as they would in the commit.
  func filesOfWorkTree() async throws -> [TreeEntry] {
    try await filesOfIndex { environment in
      _ = try await output(["add", "--all", "--", "."], environment)
    }
  }

  /// The files as a commit of what is staged would hold them. Those that are only meant to be added
  /// (`git add --intent-to-add`) are not among them.
  ///
  /// Which index that is, git knows: `git commit --all` and `git commit FILE` have hooks look at
  /// another one by way of `GIT_INDEX_FILE`. Throws a `CommandError` while a merge is not resolved.
  func stagedFiles() async throws -> [TreeEntry] {
    // "MODE ID STAGE", a tab and the path, for each side of a conflict.
    let unmerged = Set(
      try await output(["ls-files", "--unmerged", "-z"]).split(separator: 0).map { entry in
        String(decoding: entry.drop { $0 != UInt8(ascii: "\t") }.dropFirst(), as: UTF8.self)
      })
    guard unmerged.isEmpty else {
      throw CommandError(
        "the merge of \(unmerged.sorted().joined(separator: ", ")) is not resolved, so nothing says "
          + "what a commit would hold", help: "mend the files and 'git add' them")
    }
    return try await filesOfIndex { _ in }
  }

  /// The files of an index and an object store that are thrown away, and begin as git's own.
  private func filesOfIndex(_ change: ([String: String]) async throws -> Void) async throws
    -> [TreeEntry]
  {
    let manager = FileManager.default
    let scratch = manager.temporaryDirectory.appending(path: "wfgen-\(UUID().uuidString)")
    let objects = scratch.appending(path: "objects").path(percentEncoded: false)
    let index = scratch.appending(path: "index").path(percentEncoded: false)
    try manager.createDirectory(atPath: objects, withIntermediateDirectories: true)
    defer { try? manager.removeItem(at: scratch) }
    let own = try await line(["rev-parse", "--path-format=absolute", "--git-path", "objects"])
    let environment = [
      "GIT_INDEX_FILE": index,
      "GIT_OBJECT_DIRECTORY": objects, "GIT_ALTERNATE_OBJECT_DIRECTORIES": own,
    ]
    let ownIndex = try await line(["rev-parse", "--path-format=absolute", "--git-path", "index"])
    // With git's own index as a start, files that have not changed are not read again.
    if manager.fileExists(atPath: ownIndex) {
      try manager.copyItem(atPath: ownIndex, toPath: index)
      // Git reads a file again that is as old as the index: it may have been changed in the second
      // in which the index was written. A younger copy would hide that.
      if let time = try manager.attributesOfItem(atPath: ownIndex)[.modificationDate] {
        try manager.setAttributes([.modificationDate: time], ofItemAtPath: index)
      }
    }
    try await change(environment)
    let written = try await output(["write-tree"], environment)
    return try await tree(String(decoding: written.dropLast(), as: UTF8.self), environment)
  }
}
