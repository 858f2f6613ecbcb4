/// The members of a bracket expression such as `[a-z]` or `[^x]`.
struct CharacterClass: Hashable, Sendable {
  /// The ranges of scalars that are written.
  var ranges: [ClosedRange<UInt32>] = []
  /// Whether everything but those ranges is meant.
  var isNegated = false

  /// Whether a scalar belongs to it.
  func contains(_ scalar: UInt32) -> Bool {
    ranges.contains { $0.contains(scalar) } != isNegated
  }

  /// The members as ranges that ascend and do not touch.
  var members: [ClosedRange<UInt32>] {
    var merged: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    guard isNegated else { return merged }
    var complement: [ClosedRange<UInt32>] = []
    var start: UInt32 = 0
    for range in merged {
      if range.lowerBound > start { complement.append(start...(range.lowerBound - 1)) }
      start = range.upperBound + 1
    }
    if start <= 0x10FFFF { complement.append(start...0x10FFFF) }
    return complement
  }

  /// Reads the expression behind a `[`, with Go's rules; `nil` when Go refuses it.
  ///
  /// The index is left behind the `]`.
  init?(_ text: some RandomAccessCollection<UInt8>, index: inout Int) {
    let bytes = Array(text)
    if index < bytes.count, bytes[index] == ASCII.caret {
      isNegated = true
      index += 1
    }
    while true {
      guard index < bytes.count else { return nil }
      if bytes[index] == ASCII.closeBracket, !ranges.isEmpty { break }
      guard let low = Self.member(bytes, &index) else { return nil }
      var high = low
      if bytes[index] == ASCII.minus {
        index += 1
        guard let end = Self.member(bytes, &index) else { return nil }
        high = end
      }
      // Go accepts a range that is the wrong way round; nothing is in it.
      if low <= high { ranges.append(low...high) } else { ranges.append(0xD800...0xD800) }
    }
    index += 1
  }

  /// One scalar, perhaps escaped; something must follow it.
  private static func member(_ bytes: [UInt8], _ index: inout Int) -> UInt32? {
    guard index < bytes.count, bytes[index] != ASCII.minus, bytes[index] != ASCII.closeBracket
    else { return nil }
    if bytes[index] == ASCII.backslash { index += 1 }
    guard let (scalar, length) = UTF8Scalar.decode(bytes, at: index) else { return nil }
    index += length
    return index < bytes.count ? scalar : nil
  }
}

/// UTF-8 as the patterns see it.
enum UTF8Scalar {
  /// The number of bytes that a first byte and continuation bytes form; `nil` for a stray byte.
  ///
  /// Looks at the shape alone, so that a regular expression can do the same.
  static func length(_ bytes: [UInt8], at index: Int) -> Int? {
    guard index < bytes.count else { return nil }
    let count: Int
    switch bytes[index] {
    case 0..<0x80: return 1
    case 0xC0..<0xE0: count = 2
    case 0xE0..<0xF0: count = 3
    case 0xF0..<0xF8: count = 4
    default: return nil
    }
    guard index + count <= bytes.count else { return nil }
    for offset in 1..<count where bytes[index + offset] & 0xC0 != 0x80 { return nil }
    return count
  }

  /// The scalar at an index and its length in bytes; `nil` when the bytes are no UTF-8.
  static func decode(_ bytes: [UInt8], at index: Int) -> (scalar: UInt32, length: Int)? {
    guard let count = length(bytes, at: index) else { return nil }
    guard count > 1 else { return (UInt32(bytes[index]), 1) }
    var scalar = UInt32(bytes[index]) & (0x7F >> UInt32(count))
    for offset in 1..<count { scalar = scalar << 6 | UInt32(bytes[index + offset] & 0x3F) }
    let lowest: [UInt32] = [0, 0, 0x80, 0x800, 0x10000]
    guard scalar >= lowest[count], Unicode.Scalar(scalar) != nil else { return nil }
    return (scalar, count)
  }

  /// The byte sequences of a range of scalars, each as one range per byte.
  static func sequences(_ range: ClosedRange<UInt32>) -> [[ClosedRange<UInt8>]] {
    let (low, high) = (range.lowerBound, range.upperBound)
    func split(after border: UInt32) -> [[ClosedRange<UInt8>]] {
      sequences(low...border) + sequences((border + 1)...high)
    }
    let surrogates: ClosedRange<UInt32> = 0xD800...0xDFFF
    if range.overlaps(surrogates) {
      let before = low < 0xD800 ? sequences(low...0xD7FF) : []
      return before + (high > 0xDFFF ? sequences(0xE000...high) : [])
    }
    for border: UInt32 in [0x7F, 0x7FF, 0xFFFF] where low <= border && border < high {
      return split(after: border)
    }
    guard let first = Unicode.Scalar(low), let last = Unicode.Scalar(high) else { return [] }
    let (start, end) = (Array(String(first).utf8), Array(String(last).utf8))
    for position in 1..<max(start.count, 1) {
      let mask = (UInt32(1) << UInt32(6 * position)) - 1
      guard low & ~mask != high & ~mask else { continue }
      if low & mask != 0 { return split(after: low | mask) }
      if high & mask != mask { return split(after: (high & ~mask) - 1) }
    }
    return [zip(start, end).map { $0...$1 }]
  }
}
