/// The repository on the server: a bare git repository of its own.
public struct Origin: Sendable {
  /// Where it is.
  public let path: String

  /// Makes an empty one.
  static func create(at path: String) async throws -> Origin {
    try await tool("git", "init", "-q", "--bare", "-b", "main", path)
    return Origin(path: path)
  }

  private func git(_ arguments: String...) async throws -> String {
    try await tool(["git", "-C", path] + arguments)
  }

  /// The commit at the tip of a branch; `nil` when there is no such branch.
  public func tip(of branch: String) async throws -> String? {
    let text = try await git("for-each-ref", "--format=%(objectname)", "refs/heads/" + branch)
    return text.isEmpty ? nil : String(text.dropLast())
  }

  /// Merges a commit into another, without a branch, and names the commit by a reference.
  func merge(_ head: String, into base: String, at reference: String) async throws -> String {
    let tree = try await git("merge-tree", "--write-tree", base, head).dropLast()
    let commit = try await git(
      "commit-tree", String(tree), "-p", base, "-p", head, "-m", "Merge"
    ).dropLast()
    try await tool("git", "-C", path, "update-ref", reference, String(commit))
    return String(commit)
  }

  /// Makes a branch, or moves it.
  func create(_ branch: String, at commit: String) async throws {
    try await tool("git", "-C", path, "update-ref", "refs/heads/" + branch, commit)
  }

  /// The files that differ between two commits; all files when there is no first one.
  func changedFiles(from before: String?, to after: String) async throws -> [String] {
    let text =
      if let before {
        try await git("diff", "--name-only", "--no-renames", "-z", before, after)
      } else {
        try await git("ls-tree", "-r", "-z", "--name-only", after)
      }
    return text.split(separator: "\0").map(String.init)
  }

  /// All workflows of a commit.
  func workflows(at commit: String) async throws -> [WorkflowFile] {
    let folder = ".github/workflows/"
    let names = try await git("ls-tree", "--name-only", "-z", commit, folder)
    var files: [WorkflowFile] = []
    for path in names.split(separator: "\0").map(String.init) where path.hasSuffix(".yml") {
      files.append(try WorkflowFile(path: path, text: try await git("show", "\(commit):\(path)")))
    }
    return files
  }
}
