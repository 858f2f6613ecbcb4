import SourceText

/// What a file set selects from a commit.
struct FileListing {
  /// SHA-256 of the lines `MODE ID PATH`, in hexadecimal.
  var hash: String
  /// The first symbolic link that the build follows and that is not among the set's `links` as it is.
  var unknownLink: [UInt8]?
}

/// The listing of each file set.
///
/// The cost is a look-up per directory above each file, and the patterns of those sets only that
/// have some: hundreds of sets over tens of thousands of files are a matter of a second.
func listings(of sets: [PipelineData.FileSet], in tree: [TreeEntry]) -> [FileListing] {
  let places = SetPlaces(sets)
  var lines = [[UInt8]](repeating: [], count: sets.count)
  var unknownLinks = [[UInt8]?](repeating: nil, count: sets.count)

  // The order of `git ls-tree -r` is that of the bytes of whole paths.
  for entry in tree.sorted(by: { $0.path.lexicographicallyPrecedes($1.path) }) {
    let members = places.members(entry.path)
    if members.isEmpty { continue }

    let line =
      Array("\(entry.mode) \(entry.id) ".utf8) + gitQuotedBytes(entry.path) + [UInt8(ascii: "\n")]
    for index in members where sets[index].keeps(entry.path) {
      lines[index] += line
      if entry.mode == "120000", unknownLinks[index] == nil,
        sets[index].links[entry.path] != entry.id, places.leads(entry.path, in: index)
      {
        unknownLinks[index] = entry.path
      }
    }
  }
  return zip(lines, unknownLinks).map { FileListing(hash: sha256($0), unknownLink: $1) }
}

/// Which file sets a path is of interest to.
private struct SetPlaces {
  private let sets: [PipelineData.FileSet]
  private let withGlobs: [Int]
  /// The sets that name a path.
  private var at: [[UInt8]: [Int]] = [:]
  /// The sets that look for something beneath a path.
  private var above: [[UInt8]: Set<Int>] = [:]

  init(_ sets: [PipelineData.FileSet]) {
    self.sets = sets
    withGlobs = sets.indices.filter { !sets[$0].globs.isEmpty }
    for (index, set) in sets.enumerated() {
      for path in set.paths {
        at[path, default: []].append(index)
        for directory in path.directoriesAbove { above[directory, default: []].insert(index) }
      }
      for directory in set.globs.map(\.directory) where !directory.isEmpty {
        for place in directory.directoriesAbove + [directory] {
          above[place, default: []].insert(index)
        }
      }
    }
  }

  /// The sets that hold what stands at a path, unless it is ignored.
  func members(_ path: [UInt8]) -> Set<Int> {
    var members = above[path] ?? []
    for place in path.directoriesAbove + [path, []] { members.formUnion(at[place] ?? []) }
    return members.union(withGlobs.filter { sets[$0].globs.contains { $0.matches(path) } })
  }

  /// Whether the build of a set goes through what stands at a path, rather than finding it there.
  func leads(_ path: [UInt8], in index: Int) -> Bool {
    if above[path]?.contains(index) ?? false { return true }
    guard sets[index].followsLinks else { return false }
    if at[path]?.contains(index) ?? false { return true }
    let directory = path.directoriesAbove.last ?? []
    return sets[index].globs.contains { $0.matches(path) && !$0.matches(directory) }
  }
}

extension [UInt8] {
  /// The directories above a path from the root, the nearest last; without the root.
  fileprivate var directoriesAbove: [[UInt8]] {
    indices.filter { self[$0] == UInt8(ascii: "/") }.map { Array(self[..<$0]) }
  }
}
