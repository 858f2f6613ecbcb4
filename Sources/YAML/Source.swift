import CLibYAML
import SourceText

/// The bytes that are being read, with what it takes to find places in them.
struct Source {
  /// The whole file.
  let bytes: UnsafeBufferPointer<UInt8>
  /// Where the text starts: behind the byte order mark if there is one.
  let base: Int
  /// Translates libyaml's marks.
  let offsets: CharacterOffsets

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    base = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    offsets = CharacterOffsets(bytes, from: base)
  }

  /// Whether the bytes start with a mark of UTF-16.
  var looksLikeUTF16: Bool {
    bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
  }

  /// The first `%TAG` directive beyond what a file may have; `nil` when there are not so many.
  ///
  /// libyaml compares each with all before it, so that their number must be bounded beforehand.
  func excessiveDirective(limit: Int) -> Int? {
    var count = 0
    var offset = base
    while let found = bytes[offset...].firstIndex(of: UInt8(ascii: "%")) {
      offset = found + 1
      guard has("T", at: found + 1), has("A", at: found + 2), has("G", at: found + 3),
        found == base || isBreak(at: found - 1) || bytes[found - 1] >= 0x80
      else { continue }
      count += 1
      if count > limit { return found }
    }
    return nil
  }

  /// The offset in bytes of a mark.
  func offset(of mark: yaml_mark_t) -> Int {
    offsets.byteOffset(ofCharacter: Int(mark.index))
  }

  /// The bytes that an event covers.
  func range(of event: UnsafeMutablePointer<yaml_event_t>) -> SourceRange {
    let start = offset(of: event.pointee.start_mark)
    return SourceRange(start, max(start, offset(of: event.pointee.end_mark)))
  }

  /// Whether the byte at an offset is this ASCII character.
  func has(_ character: Unicode.Scalar, at offset: Int) -> Bool {
    offset >= 0 && offset < bytes.count && UInt32(bytes[offset]) == character.value
  }

  /// Whether the byte at an offset is a space or a tab.
  func isBlank(at offset: Int) -> Bool {
    has(" ", at: offset) || has("\t", at: offset)
  }

  /// Whether the byte at an offset ends a line.
  func isBreak(at offset: Int) -> Bool {
    has("\n", at: offset) || has("\r", at: offset)
  }

  /// The end of the line that an offset is on, without its line break.
  func lineEnd(from offset: Int) -> Int {
    var end = offset
    while end < bytes.count, !isBreak(at: end) { end += 1 }
    return end
  }

  /// The offset with white space and line breaks before it left out, not before `limit`.
  func trimmed(_ offset: Int, downTo limit: Int) -> Int {
    var end = offset
    while end > limit, isBlank(at: end - 1) || isBreak(at: end - 1) { end -= 1 }
    return end
  }

  /// Reads anchor and tag, and what may stand between them and the content.
  ///
  /// Returns where the content starts.
  func skipProperties(
    from start: Int, upTo limit: Int, into properties: inout Tree.Properties
  ) -> Int {
    var offset = start
    while offset < limit {
      if isBlank(at: offset) || isBreak(at: offset) {
        offset += 1
      } else if has("#", at: offset) {
        offset = lineEnd(from: offset)
      } else if has("&", at: offset), properties.anchor == nil {
        let end = propertyEnd(from: offset, upTo: limit)
        properties.anchor = SourceRange(offset, end)
        offset = end
      } else if has("!", at: offset), properties.tag == nil {
        let end = propertyEnd(from: offset, upTo: limit)
        properties.tag = SourceRange(offset, end)
        offset = end
      } else {
        return offset
      }
    }
    return limit
  }

  private func propertyEnd(from start: Int, upTo limit: Int) -> Int {
    var end = start + 1
    if has("!", at: start), has("<", at: end) {
      while end < limit, !has(">", at: end) { end += 1 }
      return min(end + 1, limit)
    }
    while end < limit, !isBlank(at: end), !isBreak(at: end), !isFlowIndicator(at: end) { end += 1 }
    return end
  }

  private func isFlowIndicator(at offset: Int) -> Bool {
    has(",", at: offset) || has("[", at: offset) || has("]", at: offset) || has("{", at: offset)
      || has("}", at: offset)
  }
}
