internal import Dockerfiles
internal import SourceText
internal import YAML

extension ManifestReader {
  /// Platforms as `os/arch[/variant]`, as BuildKit writes them and in the order of their names: the
  /// same platforms, however they are listed, make the same content tag.
  mutating func platforms(_ node: Node?) -> [Located<String>] {
    var platforms: [Located<String>] = []
    for stated in strings(node, "platforms") {
      guard stated.value.isPlatform, let platform = Platform(stated.value)?.description else {
        report(
          "invalid-platform", "'\(stated.value)' is no platform", at: stated.range,
          help: "write it as os/arch, such as linux/amd64")
        continue
      }
      if platforms.contains(where: { $0.value == platform }) {
        report(
          "duplicate-platform",
          "'\(stated.value)' is listed twice"
            + (stated.value == platform ? "" : ": it is another name of '\(platform)'"),
          at: stated.range, help: "leave one of them out")
        continue
      }
      platforms.append(Located(platform, stated.range))
    }
    return platforms.sorted { $0.value < $1.value }
  }
}

extension String {
  /// Whether it is two or three words with slashes between.
  fileprivate var isPlatform: Bool {
    let parts = split(separator: "/", omittingEmptySubsequences: false)
    return (2...3).contains(parts.count)
      && parts.allSatisfy { part in
        !part.isEmpty && part.utf8.allSatisfy { $0.isNameByte || $0 == UInt8(ascii: ".") }
      }
  }
}
