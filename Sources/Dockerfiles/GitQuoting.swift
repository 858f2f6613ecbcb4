/// Paths as git prints them when `core.quotePath` is on, without the quotation marks around them.
public enum GitQuoting {
  /// The quoted form of a path: printable ASCII, with escapes for everything else.
  public static func quoted(_ path: some Sequence<UInt8>) -> String {
    var result: [UInt8] = []
    for byte in path {
      switch byte {
      case 7...13: result += [ASCII.backslash, Array("abtnvfr".utf8)[Int(byte) - 7]]
      case ASCII.doubleQuote, ASCII.backslash: result += [ASCII.backslash, byte]
      case 0x20..<0x7F: result.append(byte)
      default:
        let digits = [byte >> 6, byte >> 3 & 7, byte & 7]
        result += [ASCII.backslash] + digits.map { ASCII.zero + $0 }
      }
    }
    return result.text
  }
}

/// The quoted form of a path, as `git ls-tree` prints it between its quotation marks.
public func gitQuoted(_ path: [UInt8]) -> String { GitQuoting.quoted(path) }
