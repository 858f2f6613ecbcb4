import SourceText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension Composer {
  /// Where a scalar's text lies: in the file if it is there byte for byte, else in `decoded`.
  mutating func place(
    _ value: UnsafeMutablePointer<UInt8>, _ length: Int, _ style: Node.Style,
    _ range: SourceRange, _ source: Source
  ) -> (offset: Int, isDecoded: Bool) {
    let quote = style == .singleQuoted || style == .doubleQuoted ? 1 : 0
    let isWhole = style == .plain || quote == 1
    if isWhole, range.count - 2 * quote == length {
      guard length > 0, let start = source.bytes.baseAddress else {
        return (range.start, false)
      }
      if memcmp(start + range.start + quote, value, length) == 0 {
        return (range.start + quote, false)
      }
    }
    decoded.append(contentsOf: UnsafeBufferPointer(start: value, count: length))
    return (decoded.count - length, true)
  }

  /// A block scalar from its indicator to the end of its last line that is not blank.
  func blockRange(_ range: SourceRange, isEmpty: Bool, _ source: Source) -> SourceRange {
    guard isEmpty else {
      let end = source.trimmed(range.end, downTo: range.start)
      return SourceRange(range.start, min(source.lineEnd(from: end), range.end))
    }
    var end = range.start
    while end < range.end, !source.isBlank(at: end), !source.isBreak(at: end) { end += 1 }
    return SourceRange(range.start, end)
  }

  /// Whether a text has nothing but blanks and line breaks.
  func isBlank(_ value: UnsafeMutablePointer<UInt8>, _ length: Int) -> Bool {
    UnsafeBufferPointer(start: value, count: length).allSatisfy { $0 == 0x20 || $0 == 0x0A }
  }

  /// Where a value that is left out stands: behind its `:`, else behind its key.
  ///
  /// libyaml gives it the place of whatever comes next.
  func placeOfNothing(before mark: Int, _ source: Source) -> Int {
    guard let frame = frames.last, records[Int(frame.record)].shape == .mapping,
      (openChildren.count - frame.firstChild) % 2 == 1
    else { return mark }
    let end = source.trimmed(mark, downTo: min(frame.end, mark))
    return source.has(":", at: end - 1) && end > frame.end ? end : min(frame.end, mark)
  }

  /// Notes the comments between the last token and the next.
  ///
  /// Outside of scalars a `#` always starts a comment: libyaml lets it stand nowhere else.
  mutating func findComments(upTo end: Int, _ source: Source) {
    guard let start = source.bytes.baseAddress else { return }
    while cursor < end, let found = memchr(start + cursor, 0x23, end - cursor) {
      let offset = UnsafeRawPointer(start).distance(to: UnsafeRawPointer(found))
      addComment(at: offset, source)
    }
    cursor = max(cursor, end)
  }

  private mutating func addComment(at offset: Int, _ source: Source) {
    let lineEnd = source.lineEnd(from: offset)
    let end = source.trimmed(lineEnd, downTo: offset + 1)
    var before = offset
    while before > source.base, source.isBlank(at: before - 1) { before -= 1 }
    let isAlone = before == source.base || source.isBreak(at: before - 1)
    comments.append(
      Tree.CommentRecord(start: Int32(offset), end: Int32(end), isAlone: isAlone))
    cursor = lineEnd
  }

  /// Notes a comment in the line of a block scalar's indicator.
  mutating func findHeaderComment(of range: SourceRange, _ source: Source) {
    let next = cursor
    cursor = range.start
    findComments(upTo: source.lineEnd(from: range.start), source)
    cursor = next
  }

  /// Reports keys that the mapping has already.
  mutating func reportDuplicates(in mapping: Tree.Record) {
    guard mapping.count > 2, diagnostics.count < YAMLDocument.maximumDuplicates else { return }
    let first = Int(mapping.content)
    let keys = stride(from: first, to: first + Int(mapping.count), by: 2).compactMap { position in
      let place = records[Int(children[position])]
      let record = place.shape == .alias ? records[Int(place.content)] : place
      return record.shape == .scalar ? Key(place: place.range, record: record) : nil
    }
    for (key, original) in duplicates(in: keys)
      .prefix(YAMLDocument.maximumDuplicates - diagnostics.count)
    {
      let name = String(decoding: bytes(of: key.record), as: UTF8.self)
      diagnostics.append(
        Diagnostic(
          "duplicate-key", .error, "key '\(name)' is already in this mapping",
          at: SourceLocation(file, key.place),
          labels: [.init("it is first set here", at: SourceLocation(file, original.place))]))
    }
  }

  private struct Key {
    var place: SourceRange
    var record: Tree.Record
  }

  private func bytes(of record: Tree.Record) -> ArraySlice<UInt8> {
    let range = Int(record.content)..<Int(record.content) + Int(record.count)
    return record.isDecoded ? decoded[range] : file.bytes[range]
  }

  /// Less than, equal to or greater than zero as the texts compare: by length, then by bytes.
  private func compare(_ left: Tree.Record, _ right: Tree.Record) -> Int {
    guard left.count == right.count else { return Int(left.count) - Int(right.count) }
    return bytes(of: left).withUnsafeBytes { left in
      bytes(of: right).withUnsafeBytes { right in
        guard let first = left.baseAddress, let second = right.baseAddress else { return 0 }
        return Int(memcmp(first, second, left.count))
      }
    }
  }

  private func duplicates(in keys: [Key]) -> [(Key, first: Key)] {
    if keys.count > 16 { return duplicatesBySorting(keys) }
    var found: [(Key, first: Key)] = []
    for (position, key) in keys.enumerated() {
      let original = keys[..<position].first { compare($0.record, key.record) == 0 }
      if let original { found.append((key, first: original)) }
    }
    return found
  }

  private func duplicatesBySorting(_ keys: [Key]) -> [(Key, first: Key)] {
    let sorted = keys.indices.sorted { left, right in
      let order = compare(keys[left].record, keys[right].record)
      return order == 0 ? left < right : order < 0
    }
    var found: [(Key, first: Key)] = []
    var original: Key?
    for position in sorted {
      let key = keys[position]
      if let known = original, compare(known.record, key.record) == 0 {
        found.append((key, first: known))
      } else {
        original = key
      }
    }
    return found
  }
}
