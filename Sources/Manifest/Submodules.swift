internal import SourceText

/// The directories that are repositories of their own: to git each is one path without files.
struct Submodules {
  /// Their paths, relative to the repository.
  let paths: Set<String>

  /// Reads `.gitmodules`, in the form that git writes it (git-config, "Syntax").
  init(in files: some FileTree) {
    let text = files.read(".gitmodules").map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
    var paths: Set<String> = []
    for line in text.split(whereSeparator: \.isNewline) {
      guard let equals = line.firstIndex(of: "=") else { continue }
      let key = line[..<equals].filter { !$0.isWhitespace }
      guard key.lowercased() == "path" else { continue }
      var value = line[line.index(after: equals)...].drop(while: \.isWhitespace)
      while value.last?.isWhitespace ?? false { value.removeLast() }
      if value.count > 1, value.hasPrefix("\""), value.hasSuffix("\"") {
        value = value.dropFirst().dropLast()
      }
      if let path = RepositoryPath.clean(String(value)), path != "." { paths.insert(path) }
    }
    self.paths = paths
  }

  /// The submodule that is a path or holds it.
  func around(_ path: [UInt8]) -> String? {
    guard !paths.isEmpty else { return nil }
    var parts = String(decoding: path, as: UTF8.self).split(separator: "/")
    while !parts.isEmpty {
      let place = parts.joined(separator: "/")
      if paths.contains(place) { return place }
      parts.removeLast()
    }
    return nil
  }
}
