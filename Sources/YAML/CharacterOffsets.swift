/// Translates offsets in characters, as libyaml counts, to offsets in bytes.
///
/// In a file of ASCII alone they are the same. Otherwise one pass notes where every 64th character
/// starts, and a translation walks at most 63 characters from there.
struct CharacterOffsets {
  /// The number of bytes before the text: 3 when a byte order mark was left out.
  private let base: Int
  private let bytes: UnsafeBufferPointer<UInt8>
  private var checkpoints: [Int32] = []
  /// Where the first bytes stand that are not UTF-8; `nil` when all are.
  private(set) var invalidOffset: Int?

  /// Reads the bytes once.
  init(_ bytes: UnsafeBufferPointer<UInt8>, from base: Int) {
    self.base = base
    self.bytes = bytes
    if !Self.isASCII(bytes, from: base) { findCharacters() }
  }

  /// The offset in bytes of a character; that of the end when there are not so many.
  func byteOffset(ofCharacter character: Int) -> Int {
    guard !checkpoints.isEmpty else { return min(base + character, bytes.count) }
    let block = character >> 6
    guard block < checkpoints.count else { return bytes.count }
    var offset = Int(checkpoints[block])
    for _ in 0..<(character & 63) where offset < bytes.count {
      offset += Self.length(of: bytes[offset])
    }
    return min(offset, bytes.count)
  }

  private mutating func findCharacters() {
    var offset = base
    var character = 0
    while offset < bytes.count {
      if character & 63 == 0 { checkpoints.append(Int32(offset)) }
      guard let length = Self.validLength(bytes, at: offset) else {
        invalidOffset = offset
        return
      }
      offset += length
      character += 1
    }
    if character & 63 == 0 { checkpoints.append(Int32(offset)) }
  }

  /// Looks at eight bytes at a time.
  private static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>, from base: Int) -> Bool {
    let raw = UnsafeRawBufferPointer(bytes)
    var offset = base
    while offset + 8 <= raw.count {
      let word = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      if word & 0x8080_8080_8080_8080 != 0 { return false }
      offset += 8
    }
    return bytes[offset...].allSatisfy { $0 < 0x80 }
  }

  /// The bytes of a valid sequence by its first byte.
  private static func length(of first: UInt8) -> Int {
    first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
  }

  /// The bytes of the sequence that starts here; `nil` when it is not UTF-8 (Unicode 16, table 3-7).
  private static func validLength(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Int? {
    let first = bytes[offset]
    if first < 0x80 { return 1 }
    guard first >= 0xC2, first <= 0xF4 else { return nil }
    let length = length(of: first)
    guard offset + length <= bytes.count else { return nil }
    let second = bytes[offset + 1]
    let allowed: ClosedRange<UInt8> =
      switch first {
      case 0xE0: 0xA0...0xBF
      case 0xED: 0x80...0x9F
      case 0xF0: 0x90...0xBF
      case 0xF4: 0x80...0x8F
      default: 0x80...0xBF
      }
    guard allowed.contains(second) else { return nil }
    for index in stride(from: 2, to: length, by: 1) where bytes[offset + index] & 0xC0 != 0x80 {
      return nil
    }
    return length
  }
}
