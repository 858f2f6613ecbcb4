internal import Crypto

/// One entry of a commit's tree: a file, a symbolic link or a submodule.
public struct TreeEntry: Hashable, Sendable {
  /// The mode as git prints it: `100644`, `100755`, `120000` or `160000`.
  public var mode: String
  /// The object id in hexadecimal: of the blob, or of a submodule's commit.
  public var id: String
  /// The path from the root of the repository; any bytes but NUL, never with a slash at either end.
  public var path: [UInt8]

  /// Creates an entry.
  public init(mode: String, id: String, path: [UInt8]) {
    self.mode = mode
    self.id = id
    self.path = path
  }

  /// The object id of a blob, in repositories that use SHA-1, which are all that GitHub has.
  public static func id(ofBlob content: [UInt8]) -> String {
    var hash = Insecure.SHA1()
    hash.update(data: Array("blob \(content.count)\0".utf8))
    hash.update(data: content)
    return hexadecimal(hash.finalize())
  }

  /// Reads what `git ls-tree -r -z --full-tree COMMIT` prints; `nil` when it is anything else.
  public static func list(fromTree output: [UInt8]) -> [TreeEntry]? {
    var entries: [TreeEntry] = []
    for record in output.split(separator: 0) {
      guard let tab = record.firstIndex(of: UInt8(ascii: "\t")), tab + 1 < record.endIndex else {
        return nil
      }
      let words = record[..<tab].split(separator: UInt8(ascii: " "))
      guard words.count == 3 else { return nil }
      entries.append(
        TreeEntry(
          mode: String(decoding: words[0], as: UTF8.self),
          id: String(decoding: words[2], as: UTF8.self),
          path: Array(record[(tab + 1)...])))
    }
    return entries
  }
}
