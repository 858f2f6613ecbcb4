public import BuildGraph

/// Trees with names that trouble every tool that reads lines or words.
public enum RandomTree {
  private static let names: [[UInt8]] =
    [
      "a", "b", "c", "A", "a b", " lead", "trail ", "ä", "名前", "e\u{301}", "quo\"te", "\"", "'",
      "new\nline", "\n", "tab\t", "\r", "[x]", "[a-c]", "]", "back\\slash", "\\", "\\303", "star*",
      "what?", "a.txt", "b.txt", "b.md", ".hidden", "#hash", "!bang", "-dash", "a.b", "a-b", "a+b",
      "(p)", "{c}", "a{2}", "$d", "^c", "a|b", "%25", "%s", "~", "\u{7f}", "\u{1}", "\u{1F600}",
      "0",
      "1e1", "x=y", "::error::", "Dockerfile", "node_modules",
    ].map { Array($0.utf8) } + [[0xFF], [0x61, 0xC3], [0x80, 0x62]]

  private static let modes = [
    "100644", "100644", "100644", "100644", "100755", "100755", "120000", "160000",
  ]

  /// Entries with random paths, modes and object ids; submodules are those of mode `160000`.
  public static func make(using random: inout SplitMix) -> [TreeEntry] {
    var files: Set<[UInt8]> = []
    var directories: Set<[UInt8]> = []
    var entries: [TreeEntry] = []
    // A few names only, so that paths meet in directories.
    let names = Array(names.shuffled(using: &random).prefix(Int.random(in: 3...12, using: &random)))
    for _ in 0..<Int.random(in: 1...60, using: &random) {
      var path: [UInt8] = []
      var above: [[UInt8]] = []
      for _ in 0...Int.random(in: 0...3, using: &random) {
        if !path.isEmpty {
          above.append(path)
          path.append(UInt8(ascii: "/"))
        }
        path += random.pick(names, or: [0x61])
      }
      if files.contains(path) || directories.contains(path) || above.contains(where: files.contains)
      {
        continue
      }
      files.insert(path)
      directories.formUnion(above)
      entries.append(
        TreeEntry(mode: random.pick(modes, or: "100644"), id: id(using: &random), path: path))
    }
    return entries
  }

  /// A random object id.
  public static func id(using random: inout SplitMix) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: (0..<40).map { _ in digits[Int.random(in: 0..<16, using: &random)] },
      as: UTF8.self)
  }

  /// The paths of all directories of a tree.
  public static func directories(of tree: [TreeEntry]) -> [[UInt8]] {
    var found: Set<[UInt8]> = []
    for entry in tree {
      for (index, byte) in entry.path.enumerated() where byte == UInt8(ascii: "/") {
        found.insert(Array(entry.path[..<index]))
      }
    }
    return found.sorted { $0.lexicographicallyPrecedes($1) }
  }
}
