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

/// A path as git prints it with `core.quotePath=true`, without the quotes around it.
///
/// A path of printable ASCII without `"` and `\` stays what it is; in others a byte outside of that
/// becomes a C escape (`\t`, `\"`, `\303`). So a quoted path is one line of ASCII, whatever its bytes.
public func gitQuoted(_ path: some Sequence<UInt8>) -> String {
  String(decoding: gitQuotedBytes(path), as: UTF8.self)
}

func gitQuotedBytes(_ path: some Sequence<UInt8>) -> [UInt8] {
  var quoted: [UInt8] = []
  let backslash = UInt8(ascii: "\\")
  for byte in path {
    switch byte {
    case 7...13: quoted += [backslash, Array("abtnvfr".utf8)[Int(byte) - 7]]
    case UInt8(ascii: "\""), backslash: quoted += [backslash, byte]
    case 0x20..<0x7F: quoted.append(byte)
    default:
      let zero = UInt8(ascii: "0")
      quoted += [backslash, zero + (byte >> 6), zero + (byte >> 3 & 7), zero + (byte & 7)]
    }
  }
  return quoted
}
