// Rules ask most texts for words that few of them hold. The library's search compares characters,
// for which it has to find their borders; whole words begin and end at borders anyway.

extension StringProtocol {
  /// Whether a text occurs in this one, byte for byte.
  func contains(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { wanted in
      utf8.withContiguousStorageIfAvailable { occurs(wanted, in: $0) }
        ?? Array(utf8).withUnsafeBufferPointer { occurs(wanted, in: $0) }
    }
  }
}

extension ArraySlice<UInt8> {
  /// Whether a text occurs in these bytes.
  func holds(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { wanted in withUnsafeBufferPointer { occurs(wanted, in: $0) } }
  }

  /// Whether a text occurs in these bytes.
  func holds(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { wanted in withUnsafeBufferPointer { occurs(wanted, in: $0) } }
  }
}

private func occurs(
  _ wanted: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>
) -> Bool {
  guard let first = wanted.first else { return true }
  guard bytes.count >= wanted.count else { return false }
  for start in 0...(bytes.count - wanted.count) where bytes[start] == first {
    var length = 1
    while length < wanted.count, bytes[start + length] == wanted[length] { length += 1 }
    if length == wanted.count { return true }
  }
  return false
}
