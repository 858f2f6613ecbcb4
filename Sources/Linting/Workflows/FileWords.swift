/// Which words that rules look for stand anywhere in a file: most files hold few of them, and are
/// passed over without a second look.
struct FileWords: Sendable {
  private let found: Set<String>

  init(in bytes: [UInt8]) {
    found = Self.sought.filter { bytes[...].holds($0) }
  }

  /// Whether a word may stand in the file; a word that is not among those below always may.
  func mayHold(_ word: String) -> Bool { found.contains(word) || !Self.sought.contains(word) }

  private static let sought: Set<String> = [
    "prune", "rmi", "image rm", "rm -", "docker ", "docker push", "--push", "--build-arg", "gh ",
    "git push", "cosign ", "df ", "timeout ", "gh release create",
  ]
}
