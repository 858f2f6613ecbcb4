import SourceText

/// Splits the text of an instruction into flags and words, each with its range in the joined line.
struct Splitter {
  /// A piece of a line: its bytes after decoding, and the range that it stands in.
  struct Piece {
    var bytes: [UInt8]
    var range: Range<Int>
  }

  let line: [UInt8]
  let escape: UInt8

  /// The first word from an index on, and the index behind it.
  func keyword(from start: Int) -> Range<Int> {
    var first = start
    while first < line.count, line[first].isSpace { first += 1 }
    var end = first
    while end < line.count, !line[end].isBlank { end += 1 }
    return first..<end
  }

  /// The leading words that start with `--`, quotes removed, and where the arguments begin.
  func flags(from start: Int) -> (flags: [Piece], rest: Int) {
    var flags: [Piece] = []
    var index = start
    while true {
      while index < line.count, line[index].isSpace { index += 1 }
      guard index + 1 < line.count, line[index] == ASCII.minus, line[index + 1] == ASCII.minus
      else { return (flags, index) }
      let piece = flag(from: index)
      index = piece.range.upperBound
      if piece.bytes == [ASCII.minus, ASCII.minus] { return (flags, index) }
      flags.append(piece)
    }
  }

  private func flag(from start: Int) -> Piece {
    var bytes: [UInt8] = []
    var quote: UInt8?
    var index = start
    while index < line.count {
      let byte = line[index]
      if quote == nil, byte.isSpace { break }
      if byte == quote {
        quote = nil
      } else if quote == nil, byte == ASCII.singleQuote || byte == ASCII.doubleQuote {
        quote = byte
      } else if byte == escape {
        index += 1
        if index < line.count { bytes.append(line[index]) }
      } else {
        bytes.append(byte)
      }
      index += 1
    }
    return Piece(bytes: bytes, range: start..<min(index, line.count))
  }

  /// The words from an index on, split at blanks alone.
  func blankSeparated(from start: Int) -> [Piece] {
    var pieces: [Piece] = []
    var index = start
    while index < line.count {
      while index < line.count, line[index].isSpace { index += 1 }
      let first = index
      while index < line.count, !line[index].isSpace { index += 1 }
      if first < index {
        pieces.append(Piece(bytes: Array(line[first..<index]), range: first..<index))
      }
    }
    return pieces
  }

  /// The words from an index on, split at blanks outside quotes; the quotes stay.
  func quotedWords(from start: Int) -> [Piece] {
    var pieces: [Piece] = []
    var index = start
    while index < line.count {
      while index < line.count, line[index].isSpace { index += 1 }
      let first = index
      var bytes: [UInt8] = []
      var quote: UInt8?
      while index < line.count, quote != nil || !line[index].isSpace {
        let byte = line[index]
        if byte == escape, quote != ASCII.singleQuote {
          index += 1
          // A last escape character stands for nothing.
          if index < line.count { bytes += [byte, line[index]] }
        } else {
          if byte == quote {
            quote = nil
          } else if quote == nil, byte == ASCII.singleQuote || byte == ASCII.doubleQuote {
            quote = byte
          }
          bytes.append(byte)
        }
        index += 1
      }
      let end = min(index, line.count)
      if !bytes.isEmpty { pieces.append(Piece(bytes: bytes, range: first..<end)) }
    }
    return pieces
  }
}
