/// Writes YAML as a person would: plain where every reader agrees, scripts as literal blocks.
///
/// What it writes reads back as the same value, ends with one line break (more only where a text
/// at the end of the file needs them), and passes yamllint's default rules, save `line-length`,
/// `document-start`, and `truthy` for the key `on`.
public struct YAMLWriter {
  private var output = ""
  private static let indentation = 2

  /// Writes a value below the lines of a header, each of which becomes a comment.
  public static func write(_ root: YAMLValue, header: [String] = []) -> String {
    var writer = YAMLWriter()
    writer.writeComments(header, indent: 0)
    writer.writeLeading(of: root, indent: 0, isItem: false)
    switch root.blockContent {
    case .sequence(let items): writer.write(items, indent: 0, startsInline: false)
    case .mapping(let pairs): writer.write(pairs, indent: 0, startsInline: false)
    case .inline:
      if root.content == .null {
        writer.output += "null"
        writer.endLine(root.comment)
      } else {
        writer.writeInline(root, indent: -indentation, separator: "")
      }
    }
    return writer.output
  }

  /// Writes entries; the first without its leading lines and indentation if the line is begun.
  private mutating func write(_ pairs: [YAMLValue.Pair], indent: Int, startsInline: Bool) {
    for (position, pair) in pairs.enumerated() {
      if position > 0 || !startsInline {
        writeLeading(of: pair.value, indent: indent, isItem: false)
        pad(indent)
      }
      write(key: pair.key, indent: indent)
      switch pair.value.blockContent {
      case .sequence(let items):
        endLine(pair.value.comment)
        write(items, indent: indent + Self.indentation, startsInline: false)
      case .mapping(let pairs):
        endLine(pair.value.comment)
        write(pairs, indent: indent + Self.indentation, startsInline: false)
      case .inline:
        writeInline(pair.value, indent: indent, separator: " ")
      }
    }
  }

  /// Writes items; the first without its leading lines and indentation if the line is begun.
  private mutating func write(_ items: [YAMLValue], indent: Int, startsInline: Bool) {
    for (position, item) in items.enumerated() {
      if position > 0 || !startsInline {
        writeLeading(of: item, indent: indent, isItem: true)
        pad(indent)
      }
      output += "-"
      switch item.blockContent {
      case .sequence(let items):
        output += " "
        write(items, indent: indent + Self.indentation, startsInline: true)
      case .mapping(let pairs):
        output += " "
        write(pairs, indent: indent + Self.indentation, startsInline: true)
      case .inline:
        writeInline(item, indent: indent, separator: " ")
      }
    }
  }

  private mutating func write(key: String, indent: Int) {
    let scalar = ScalarText.key(key, inFlow: false)
    if ScalarText.isTooLongForKey(scalar) {
      output += "? " + scalar + "\n"
      pad(indent)
      output += ":"
    } else {
      output += scalar + ":"
    }
  }

  /// Writes a scalar, an empty collection or one in brackets, and ends the line.
  private mutating func writeInline(_ value: YAMLValue, indent: Int, separator: String) {
    let blockIndent = indent + Self.indentation
    if case .string(let text) = value.content, text.utf8.contains(UInt8(ascii: "\n")),
      let block = LiteralBlock(text), indent >= 0 || !block.needsIndentation
    {
      output += separator + block.indicator(indentation: Self.indentation)
      endLine(value.comment)
      for line in block.lines {
        if !line.isEmpty { pad(max(blockIndent, Self.indentation)) }
        output += line
        output += "\n"
      }
      return
    }
    let text = ScalarText.inline(value, inFlow: false)
    if !text.isEmpty { output += separator + text }
    endLine(value.comment)
  }

  /// Writes what stands above an entry or item.
  private mutating func writeLeading(of value: YAMLValue, indent: Int, isItem: Bool) {
    let leading = value.leadingLayout(isItem: isItem)
    if leading.hasBlankLine, !output.isEmpty, !output.hasSuffix("\n\n") { output += "\n" }
    writeComments(leading.comments, indent: indent)
  }

  private mutating func writeComments(_ comments: [String], indent: Int) {
    for line in comments.flatMap(ScalarText.commentLines) {
      pad(indent)
      output += line.isEmpty ? "#\n" : "# \(line)\n"
    }
  }

  /// Ends the line; two spaces before a comment are what yamllint asks for.
  private mutating func endLine(_ comment: String?) {
    let text = comment.map { ScalarText.commentLines($0).joined(separator: " ") } ?? ""
    output += text.isEmpty ? "\n" : "  # \(text)\n"
  }

  private mutating func pad(_ indent: Int) {
    output += String(repeating: " ", count: indent)
  }
}

extension YAMLValue {
  /// What of a value takes lines of its own.
  enum BlockContent {
    /// A list that is not empty.
    case sequence([YAMLValue])
    /// A mapping that is not empty.
    case mapping([Pair])
    /// Anything that starts on the line of its key or hyphen.
    case inline
  }

  var blockContent: BlockContent {
    if isFlow { return .inline }
    switch content {
    case .sequence(let items) where !items.isEmpty: return .sequence(items)
    case .mapping(let pairs) where !pairs.isEmpty: return .mapping(pairs)
    default: return .inline
    }
  }

  /// What stands above an entry or item.
  ///
  /// The first child of a block that is an item starts on the line of its hyphen, so that its
  /// layout moves above the item; so does the comment behind the item, which has no other place.
  func leadingLayout(isItem: Bool) -> (hasBlankLine: Bool, comments: [String]) {
    let first: YAMLValue?
    switch blockContent {
    case .sequence(let items) where isItem: first = items.first
    case .mapping(let pairs) where isItem: first = pairs.first?.value
    default: return (hasBlankLineBefore, commentsBefore)
    }
    var comments = commentsBefore
    if let comment { comments.append(comment) }
    guard let first else { return (hasBlankLineBefore, comments) }
    var isSequence = false
    if case .sequence = blockContent { isSequence = true }
    let inner = first.leadingLayout(isItem: isSequence)
    return (hasBlankLineBefore || inner.hasBlankLine, comments + inner.comments)
  }
}
