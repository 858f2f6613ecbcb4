internal import BuildGraph
internal import FoundationEssentials
internal import SourceText

extension WorkTree {
  /// The files of a directory that git does not manage, with the object ids that git would give.
  func plainFiles() -> [TreeEntry] {
    var entries: [TreeEntry] = []
    collect(".", into: &entries)
    return entries.sorted { $0.path.lexicographicallyPrecedes($1.path) }
  }

  private func collect(_ directory: String, into entries: inout [TreeEntry]) {
    for name in children(of: directory) where name != ".git" {
      let path = directory == "." ? name : "\(directory)/\(name)"
      switch kind(of: path) {
      case .directory?: collect(path, into: &entries)
      case .link?:
        entries.append(entry(path, mode: "120000", Array((target(of: path) ?? "").utf8)))
      case .file?:
        guard let file = read(path) else { continue }
        let mode =
          FileManager.default.isExecutableFile(atPath: absolute(path)) ? "100755" : "100644"
        entries.append(entry(path, mode: mode, file.bytes))
      case .special?, nil: continue
      }
    }
  }

  private func entry(_ path: String, mode: String, _ content: [UInt8]) -> TreeEntry {
    TreeEntry(mode: mode, id: TreeEntry.id(ofBlob: content), path: Array(path.utf8))
  }
}
