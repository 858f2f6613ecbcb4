import FoundationEssentials

/// One thing that a commit could do to one file.
struct Change: Sendable, CustomStringConvertible {
  /// What happens to the file.
  enum Kind: String, Sendable {
    case content, mode, addition, deletion, target, comment
  }

  let kind: Kind
  /// Relative to the repository's root.
  let path: String

  var description: String { "\(kind) of \(path)" }

  /// Whether the file is a Dockerfile.
  var isInDockerfile: Bool {
    let name = path.split(separator: "/").last ?? ""
    return name.hasPrefix("Dockerfile") || name.hasSuffix(".Dockerfile")
  }

  /// Does it in a working copy.
  func apply(in repository: String) throws {
    let file = repository + "/" + path
    switch kind {
    case .content:
      // The content of a Dockerfile is its instructions.
      try append(isInDockerfile ? "RUN mkdir /changed\n" : "# changed\n", to: file)
    case .comment:
      try append("# changed\n", to: file)
    case .mode:
      let old = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
      try FileManager.default.setAttributes(
        [.posixPermissions: (old ?? 0o644) ^ 0o111], ofItemAtPath: file)
    case .addition:
      try FileManager.default.createDirectory(
        at: URL(filePath: file).deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("new\n".utf8).write(to: URL(filePath: file))
    case .deletion:
      try FileManager.default.removeItem(atPath: file)
    case .target:
      try FileManager.default.removeItem(atPath: file)
      try FileManager.default.createSymbolicLink(
        atPath: file, withDestinationPath: "elsewhere")
    }
  }

  /// In place: a new file would lose the executable bit.
  private func append(_ text: String, to file: String) throws {
    let old = FileManager.default.contents(atPath: file) ?? Data()
    try (old + Data(text.utf8)).write(to: URL(filePath: file))
  }
}
