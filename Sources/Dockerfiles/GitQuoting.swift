/// A path as git prints it when `core.quotePath` is on, without the quotation marks around it.
///
/// Printable ASCII stays; `"`, the backslash and everything else becomes an escape.
public func gitQuoted(_ path: some Sequence<UInt8>) -> String {
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
