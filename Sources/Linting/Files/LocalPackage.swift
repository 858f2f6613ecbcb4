import SourceText
import YAML

/// A package of the repository that a manifest of another one depends on.
struct LocalPackage: Sendable {
  /// Its directory, from the root of the repository.
  var directory: String
  /// What the manifest says.
  var text: String
  /// Where it says so.
  var location: SourceLocation
}

/// Reads from the manifests of Python, Node, Go and Rust which packages of the repository they
/// depend on, each file once.
struct LocalPackageReader {
  private let view: RepositoryView
  private let files: RepositoryFiles
  private var known: [String: [LocalPackage]] = [:]
  private var nodePackages: [String: String]?

  init(_ view: RepositoryView, _ files: RepositoryFiles) {
    self.view = view
    self.files = files
  }

  /// Whether a file may be a manifest, by its name.
  static func isManifest(_ path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    return ["pyproject.toml", "package.json", "go.mod", "Cargo.toml"].contains(name)
      || (name.hasSuffix(".txt")
        && (name.contains("requirements") || path.contains("requirements/")))
  }

  /// The packages that a manifest names; those of other kinds of dependencies are left out.
  mutating func packages(in path: String) -> [LocalPackage] {
    if let packages = known[path] { return packages }
    var packages: [LocalPackage] = []
    if let file = view.read(path), file.bytes.count < 1 << 20 {
      let directory = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
      packages = named(by: file).compactMap { text, range, wanted in
        guard let target = RepositoryPath.join(directory, text), target != directory,
          wanted.contains(where: { files.isFile(target.isEmpty ? $0 : "\(target)/\($0)") })
        else { return nil }
        return LocalPackage(directory: target, text: text, location: SourceLocation(file, range))
      }
    }
    known[path] = packages
    return packages
  }

  /// The paths that a manifest names, and which file a package of its kind has.
  private mutating func named(by file: SourceFile) -> [(String, SourceRange, [String])] {
    let name = file.name.split(separator: "/").last ?? ""
    switch name {
    case "package.json": return nodePaths(in: file)
    case "go.mod":
      return Self.lines(of: file).compactMap { line, start in
        guard let arrow = line.firstRange(of: "=>") else { return nil }
        let rest = line[arrow.upperBound...]
        let path = rest.drop { $0 == " " }.prefix { $0 != " " && $0 != "\r" }
        guard path.hasPrefix("./") || path.hasPrefix("../") else { return nil }
        return (String(path), Self.range(of: path, in: line, at: start), ["go.mod"])
      }
    case "Cargo.toml", "pyproject.toml":
      let wanted = name == "Cargo.toml" ? ["Cargo.toml"] : ["pyproject.toml", "setup.py"]
      return Self.lines(of: file).compactMap { line, start in
        guard let path = Self.tomlPath(in: line) else { return nil }
        return (String(path), Self.range(of: path, in: line, at: start), wanted)
      }
    default:
      return Self.lines(of: file).compactMap { line, start in
        var rest = line.drop { $0 == " " }
        for option in ["-e ", "--editable ", "--editable="] where rest.hasPrefix(option) {
          rest = rest.dropFirst(option.count).drop { $0 == " " }
        }
        if rest.hasPrefix("file:"), !rest.hasPrefix("file://") { rest = rest.dropFirst(5) }
        let path = rest.prefix { $0 != " " && $0 != "[" && $0 != ";" && $0 != "\r" && $0 != "#" }
        guard path.hasPrefix("./") || path.hasPrefix("../") else { return nil }
        return (
          String(path), Self.range(of: path, in: line, at: start), ["pyproject.toml", "setup.py"]
        )
      }
    }
  }

  /// The path in `path = "../lib"`, and in a reference `file:../lib`.
  private static func tomlPath(in line: Substring) -> Substring? {
    guard line.drop(while: { $0 == " " }).first != "#" else { return nil }
    var rest = line
    while let key = rest.firstRange(of: "path") {
      let before = line[..<key.lowerBound].last
      let value = rest[key.upperBound...].drop { $0 == " " }
      rest = rest[key.upperBound...]
      guard before == nil || before == " " || before == "{" || before == ",", value.first == "="
      else {
        continue
      }
      let quoted = value.dropFirst().drop { $0 == " " }
      guard let quote = quoted.first, quote == "\"" || quote == "'" else { continue }
      return quoted.dropFirst().prefix { $0 != quote }
    }
    guard let reference = line.firstRange(of: "file:.") else { return nil }
    return line[reference.lowerBound...].dropFirst(5).prefix { !"\"' ;".contains($0) }
  }

  /// The directories of dependencies that `package.json` takes from the repository.
  private mutating func nodePaths(in file: SourceFile) -> [(String, SourceRange, [String])] {
    guard let root = YAMLDocument(parsing: file).root else { return [] }
    var found: [(String, SourceRange, [String])] = []
    for group in ["dependencies", "optionalDependencies", "devDependencies"] {
      guard let entries = root[group]?.entries else { continue }
      for entry in entries {
        guard let value = entry.value.text, let name = entry.key.text else { continue }
        let scheme = ["file:", "link:", "portal:"].first(where: value.hasPrefix)
        if let scheme {
          found.append((String(value.dropFirst(scheme.count)), entry.value.range, ["package.json"]))
        } else if value.hasPrefix("workspace:"), let directory = nodePackage(named: name) {
          found.append(("/github/workspace/" + directory, entry.value.range, ["package.json"]))
        }
      }
    }
    return found
  }

  /// The directory of the package of the repository with a name.
  private mutating func nodePackage(named name: String) -> String? {
    if nodePackages == nil {
      var packages: [String: String] = [:]
      for path in files.paths
      where path.hasSuffix("/package.json") && !path.contains("node_modules/") {
        guard let file = view.read(path), let name = YAMLDocument(parsing: file).root?["name"]?.text
        else { continue }
        packages[name] = String(path.dropLast("/package.json".count))
      }
      nodePackages = packages
    }
    return nodePackages?[name]
  }

  private static func lines(of file: SourceFile) -> [(Substring, Int)] {
    var start = 0
    return file.text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      defer { start += line.utf8.count + 1 }
      return (line, start)
    }
  }

  private static func range(of part: Substring, in line: Substring, at start: Int) -> SourceRange {
    let offset = start + line.utf8.distance(from: line.startIndex, to: part.startIndex)
    return SourceRange(offset, offset + part.utf8.count)
  }
}
