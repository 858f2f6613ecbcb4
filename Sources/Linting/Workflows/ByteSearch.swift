extension ArraySlice<UInt8> {
  /// Whether a text occurs in these bytes.
  func holds(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { holds($0[...]) }
  }

  /// Whether a text occurs in these bytes.
  func holds(_ text: String) -> Bool {
    text.utf8.withContiguousStorageIfAvailable { holds($0[...]) } ?? holds(Array(text.utf8)[...])
  }

  private func holds(_ wanted: some RandomAccessCollection<UInt8>) -> Bool {
    guard let first = wanted.first else { return true }
    var rest = self
    while let start = rest.firstIndex(of: first) {
      if rest[start...].starts(with: wanted) { return true }
      rest = rest[(start + 1)...]
    }
    return false
  }
}
