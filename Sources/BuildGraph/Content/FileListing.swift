import SourceText

/// The hash of each file set's listing: SHA-256, in hexadecimal.
///
/// The cost is a look-up per directory above each file, and the patterns of those sets only that
/// have some: hundreds of sets over tens of thousands of files are a matter of a second.
func fileSetHashes(of sets: [PipelineData.FileSet], in tree: [TreeEntry]) -> [String] {
  var byPath: [[UInt8]: [Int]] = [:]
  for (index, set) in sets.enumerated() {
    for path in set.paths where byPath[path]?.last != index {
      byPath[path, default: []].append(index)
    }
  }
  let withGlobs = sets.indices.filter { !sets[$0].globs.isEmpty }
  var listings = [[UInt8]](repeating: [], count: sets.count)

  // The order of `git ls-tree -r` is that of the bytes of whole paths.
  for entry in tree.sorted(by: { $0.path.lexicographicallyPrecedes($1.path) }) {
    var members = byPath[entry.path] ?? []
    for (index, byte) in entry.path.enumerated() where byte == UInt8(ascii: "/") {
      members += byPath[Array(entry.path[..<index])] ?? []
    }
    members += byPath[[]] ?? []
    members += withGlobs.filter { sets[$0].globs.contains { $0.matches(entry.path) } }
    if members.isEmpty { continue }

    let line =
      Array("\(entry.mode) \(entry.id) ".utf8) + gitQuotedBytes(entry.path) + [UInt8(ascii: "\n")]
    for index in Set(members) where sets[index].keeps(entry.path) { listings[index] += line }
  }
  return listings.map(sha256)
}
