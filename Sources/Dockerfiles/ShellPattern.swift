/// A pattern of `${V#p}`, `${V%p}` and `${V/p/w}`: `*` and `?`, no brackets.
struct ShellPattern {
  private enum Token: Equatable {
    case anything
    case one
    case scalar(Unicode.Scalar)
  }

  private var tokens: [Token] = []

  /// Reads a pattern in which escape characters were kept.
  init(_ text: ArraySlice<UInt8>) throws(ExpansionError) {
    var scalars = String(decoding: text, as: UTF8.self).unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "*": tokens.append(.anything)
      case "?": tokens.append(.one)
      case "\\":
        guard let escaped = scalars.popFirst(), "*?\\}/".unicodeScalars.contains(escaped) else {
          throw ExpansionError("the pattern '\(text.text)' escapes what needs no escape")
        }
        tokens.append(.scalar(escaped))
      default: tokens.append(.scalar(scalar))
      }
    }
  }

  private func scalars(_ bytes: [UInt8]) -> [Unicode.Scalar] {
    Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
  }

  private func bytes(_ scalars: some Sequence<Unicode.Scalar>) -> [UInt8] {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return Array(String(text).utf8)
  }

  func withoutPrefix(_ value: [UInt8], longest: Bool) -> [UInt8] {
    let text = scalars(value)
    guard let end = end(of: tokens, in: text, from: 0, longest: longest) else { return value }
    return bytes(text[end...])
  }

  func withoutSuffix(_ value: [UInt8], longest: Bool) -> [UInt8] {
    let text = Array(scalars(value).reversed())
    guard let end = end(of: tokens.reversed(), in: text, from: 0, longest: longest) else {
      return value
    }
    return bytes(text[end...].reversed())
  }

  func replacing(in value: [UInt8], with replacement: [UInt8], all: Bool) -> [UInt8] {
    let text = scalars(value)
    var result: [UInt8] = []
    var kept = 0
    var position = 0
    while position <= text.count {
      guard let end = end(of: tokens, in: text, from: position, longest: true) else {
        position += 1
        continue
      }
      // An empty match right behind another one does not count.
      if end > kept || position == 0 {
        result += bytes(text[kept..<position]) + replacement
        kept = end
      }
      if !all { break }
      position = max(end, position + 1)
    }
    return result + bytes(text[kept...])
  }

  /// Where a match that starts at a place ends; each `*` takes as much, or as little, as it can.
  private func end(
    of tokens: [Token], in text: [Unicode.Scalar], from start: Int, longest: Bool
  ) -> Int? {
    var failed = Set<[Int]>()
    func match(_ token: Int, _ position: Int) -> Int? {
      guard token < tokens.count else { return position }
      guard !failed.contains([token, position]) else { return nil }
      var result: Int?
      switch tokens[token] {
      case .one:
        if position < text.count, text[position] != "\n" { result = match(token + 1, position + 1) }
      case .scalar(let scalar):
        if position < text.count, text[position] == scalar {
          result = match(token + 1, position + 1)
        }
      case .anything:
        let limit = text[position...].firstIndex(of: "\n") ?? text.count
        let ends = longest ? Array((position...limit).reversed()) : Array(position...limit)
        for end in ends {
          result = match(token + 1, end)
          if result != nil { break }
        }
      }
      if result == nil { failed.insert([token, position]) }
      return result
    }
    return match(0, start)
  }
}
