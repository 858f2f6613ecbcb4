/// A path as git prints it with `core.quotePath=true`, without the quotes around it.
///
/// A path of printable ASCII without `"` and `\` stays what it is; in others a byte outside of that
/// becomes a C escape (`\t`, `\"`, `\303`). So a quoted path is one line of ASCII, whatever its bytes.
public func gitQuoted(_ path: some Sequence<UInt8>) -> String {
  String(decoding: gitQuotedBytes(path), as: UTF8.self)
}

/// The bytes of `gitQuoted`, where text would only be taken apart again.
public func gitQuotedBytes(_ path: some Sequence<UInt8>) -> [UInt8] {
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
