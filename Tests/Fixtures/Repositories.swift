internal import FoundationEssentials
import SourceText

/// The miniature repositories of `fixtures/`.
public enum Repositories {
  /// The package's root.
  public static let packageRoot =
    #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()

  /// The names of the directories below one of `fixtures/`, sorted.
  public static func names(in group: String) -> [String] {
    let path = "\(packageRoot)/fixtures/\(group)"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { !$0.hasPrefix(".") && !$0.hasSuffix(".md") }.sorted()
  }

  /// Every file of a directory below `fixtures/`, read into memory.
  public static func tree(_ group: String, _ name: String) -> MemoryTree {
    let root = "\(packageRoot)/fixtures/\(group)/\(name)"
    var files: [String: [UInt8]] = [:]
    for path in (try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? [] {
      guard let data = FileManager.default.contents(atPath: root + "/" + path) else { continue }
      files[path] = [UInt8](data)
    }
    return MemoryTree(files)
  }
}
