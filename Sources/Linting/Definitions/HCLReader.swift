import SourceText

/// Reads HCL; every function that may fail gives `nil` where it does not understand the text.
struct HCLReader {
  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func read() -> [HCLFile.Block]? {
    var blocks: [HCLFile.Block] = []
    skipSpace(lines: true)
    while index < bytes.count {
      let start = index
      guard let kind = readName() else { return nil }
      skipSpace()
      if peek == UInt8(ascii: "=") {
        index += 1
        guard readExpression() != nil else { return nil }
      } else {
        var label = ""
        while peek != UInt8(ascii: "{") {
          guard let text = readLabel() else { return nil }
          label = text
          skipSpace()
        }
        let end = index
        guard let attributes = readBody(depth: 0) else { return nil }
        blocks.append(
          HCLFile.Block(
            kind: kind, label: label, range: SourceRange(start, max(start, end - 1)),
            attributes: attributes))
      }
      skipSpace(lines: true)
    }
    return blocks
  }

  private var peek: UInt8 { index < bytes.count ? bytes[index] : 0 }

  /// Reads `{ name = value … }`; blocks inside are read over.
  private mutating func readBody(depth: Int) -> [(name: String, value: HCLFile.Expression)]? {
    guard peek == UInt8(ascii: "{"), depth < 16 else { return nil }
    index += 1
    var attributes: [(name: String, value: HCLFile.Expression)] = []
    while true {
      skipSpace(lines: true)
      if peek == UInt8(ascii: "}") {
        index += 1
        return attributes
      }
      guard let name = readName() else { return nil }
      skipSpace()
      if peek == UInt8(ascii: "=") {
        index += 1
        guard let value = readExpression() else { return nil }
        attributes.append((name, value))
      } else {
        while peek != UInt8(ascii: "{") {
          guard readLabel() != nil else { return nil }
          skipSpace()
        }
        guard readBody(depth: depth + 1) != nil else { return nil }
      }
    }
  }

  /// Reads a name, be it in quotes.
  private mutating func readLabel() -> String? {
    peek == UInt8(ascii: "\"") ? readQuoted() : readName()
  }

  private mutating func readName() -> String? {
    let start = index
    while index < bytes.count, ShellReader.isNameByte(peek) || peek == UInt8(ascii: "-") {
      index += 1
    }
    return index > start ? String(decoding: bytes[start..<index], as: UTF8.self) : nil
  }

  /// Reads what stands behind `=`, up to the end of the line or to what closes the list around it.
  ///
  /// - Parameter isInside: whether a list, an object or parentheses are open.
  private mutating func readExpression(
    isInside: Bool = false, depth: Int = 0
  ) -> HCLFile.Expression? {
    guard depth < 32 else { return nil }
    skipSpace(lines: isInside)
    let start = index
    let value = readTerm(depth: depth)
    skipSpace(lines: false)
    if value != nil, endsExpression { return value }
    // Operators, calls, indexes and `for` are read over.
    index = start
    return skipExpression() && index > start ? .computed : nil
  }

  private var endsExpression: Bool {
    index >= bytes.count || "\n,]})#".utf8.contains(peek)
      || bytes[index...].starts(with: "//".utf8)
  }

  private mutating func readTerm(depth: Int) -> HCLFile.Expression? {
    switch peek {
    case UInt8(ascii: "\""): return readQuoted().map { .template(HCLFile.parts(of: $0)) }
    case UInt8(ascii: "["): return readList(depth: depth)
    case UInt8(ascii: "{"): return readObject(depth: depth)
    case UInt8(ascii: "<"): return readHeredoc()
    default:
      guard var name = readName() else { return nil }
      let isNumber = name.utf8.first.map { (0x30...0x39).contains($0) } ?? false
      while peek == UInt8(ascii: ".") {
        index += 1
        guard let part = readName() else { return nil }
        name += "." + part
      }
      let isLiteral = isNumber || ["true", "false", "null"].contains(name)
      return isLiteral ? .literal(name) : .name(name)
    }
  }

  private mutating func readList(depth: Int) -> HCLFile.Expression? {
    index += 1
    var items: [HCLFile.Expression] = []
    while true {
      skipSpace(lines: true)
      if peek == UInt8(ascii: "]") {
        index += 1
        return .list(items)
      }
      guard let item = readExpression(isInside: true, depth: depth + 1) else { return nil }
      items.append(item)
      skipSpace(lines: true)
      if peek == UInt8(ascii: ",") { index += 1 } else if peek != UInt8(ascii: "]") { return nil }
    }
  }

  private mutating func readObject(depth: Int) -> HCLFile.Expression? {
    index += 1
    var entries: [(name: String, value: HCLFile.Expression)] = []
    while true {
      skipSpace(lines: true)
      if peek == UInt8(ascii: "}") {
        index += 1
        return .object(entries)
      }
      guard let name = readLabel() else { return nil }
      skipSpace()
      guard peek == UInt8(ascii: "=") || peek == UInt8(ascii: ":") else { return nil }
      index += 1
      guard let value = readExpression(depth: depth + 1) else { return nil }
      entries.append((name, value))
      skipSpace(lines: true)
      if peek == UInt8(ascii: ",") { index += 1 }
    }
  }

  /// Reads `"…"`, with the escapes replaced and the templates kept.
  private mutating func readQuoted() -> String? {
    index += 1
    var text: [UInt8] = []
    var braces = 0
    while index < bytes.count, peek != UInt8(ascii: "\n") {
      let byte = peek
      index += 1
      switch byte {
      case UInt8(ascii: "\"") where braces == 0: return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\") where braces == 0:
        let escaped = peek
        index += 1
        let replaced: [UInt8: UInt8] = [UInt8(ascii: "n"): 0x0A, UInt8(ascii: "t"): 0x09]
        text.append(replaced[escaped] ?? escaped)
        continue
      case UInt8(ascii: "{") where braces > 0 || text.last == UInt8(ascii: "$"): braces += 1
      case UInt8(ascii: "}") where braces > 0: braces -= 1
      default: break
      }
      text.append(byte)
    }
    return nil
  }

  /// Reads a text between `<<NAME` or `<<-NAME` and a line with the name alone.
  private mutating func readHeredoc() -> HCLFile.Expression? {
    guard bytes[index...].starts(with: "<<".utf8) else { return nil }
    index += 2
    if peek == UInt8(ascii: "-") { index += 1 }
    guard let name = readName(), peek == UInt8(ascii: "\n") || peek == UInt8(ascii: "\r") else {
      return nil
    }
    while index < bytes.count {
      let end = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let line = bytes[index..<end].filter { !" \t\r".utf8.contains($0) }
      index = end
      if line.elementsEqual(name.utf8) { return .computed }
      index = min(end + 1, bytes.count)
    }
    return nil
  }

  /// Moves to the end of an expression that is not followed.
  private mutating func skipExpression() -> Bool {
    var level = 0
    while index < bytes.count {
      switch peek {
      case UInt8(ascii: "\""):
        guard readQuoted() != nil else { return false }
        continue
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): level += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        if level == 0 { return true }
        level -= 1
      case UInt8(ascii: "\n"), UInt8(ascii: ","), UInt8(ascii: "#"):
        if level == 0 { return true }
      default: break
      }
      index += 1
    }
    return level == 0
  }

  /// Skips white space and comments.
  private mutating func skipSpace(lines: Bool = false) {
    while index < bytes.count {
      switch peek {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): index += 1
      case UInt8(ascii: "\n") where lines: index += 1
      case UInt8(ascii: "#") where lines: skipLine()
      case UInt8(ascii: "/") where lines && bytes[index...].starts(with: "//".utf8): skipLine()
      case UInt8(ascii: "/") where bytes[index...].starts(with: "/*".utf8):
        index += 2
        while index < bytes.count, !bytes[index...].starts(with: "*/".utf8) { index += 1 }
        index = min(index + 2, bytes.count)
      default: return
      }
    }
  }

  private mutating func skipLine() {
    while index < bytes.count, peek != UInt8(ascii: "\n") { index += 1 }
  }
}
