import CLibYAML
import SourceText

extension Composer {
  /// Takes a scalar.
  mutating func addScalar(_ event: UnsafeMutablePointer<yaml_event_t>, _ source: Source) {
    let scalar = event.pointee.data.scalar
    var range = source.range(of: event)
    let index = Int32(records.count)
    let hasProperties = scalar.anchor != nil || scalar.tag != nil
    if hasProperties {
      range = SourceRange(takeProperties(of: index, in: range, source), range.end)
    }
    findComments(upTo: range.start, source)
    cursor = range.end
    let style = Node.Style(scalar.style)
    if style == .literal || style == .folded {
      findHeaderComment(of: range, source)
      range = blockRange(range, isEmpty: isBlank(scalar.value, Int(scalar.length)), source)
    } else if range.isEmpty, !hasProperties {
      range = .at(placeOfNothing(before: range.start, source))
    }
    let (content, isDecoded) = place(scalar.value, Int(scalar.length), style, range, source)
    let anchor = scalar.anchor.map { nameAnchor($0, of: index) } ?? -1
    append(
      Tree.Record(
        start: Int32(range.start), end: Int32(range.end), content: Int32(content),
        count: Int32(scalar.length), shape: .scalar, style: style, isDecoded: isDecoded,
        hasProperties: hasProperties))
    finish(size: 1, height: 0, end: range.end, anchor: anchor)
  }

  /// Takes the start of a collection.
  mutating func open(
    _ shape: Tree.Record.Shape, _ event: UnsafeMutablePointer<yaml_event_t>, _ source: Source
  ) {
    let index = Int32(records.count)
    let (anchor, tag, isFlow) =
      shape == .sequence
      ? (
        event.pointee.data.sequence_start.anchor, event.pointee.data.sequence_start.tag,
        event.pointee.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
      )
      : (
        event.pointee.data.mapping_start.anchor, event.pointee.data.mapping_start.tag,
        event.pointee.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
      )
    var start = source.offset(of: event.pointee.start_mark)
    let hasProperties = anchor != nil || tag != nil
    if hasProperties {
      start = takeProperties(of: index, in: SourceRange(start, source.bytes.count), source)
    }
    guard frames.count < YAMLDocument.maximumDepth else {
      return failTooDeep(at: SourceRange(start, min(start + 1, source.bytes.count)))
    }
    findComments(upTo: start, source)
    append(
      Tree.Record(
        start: Int32(start), end: Int32(start), content: 0, count: 0, shape: shape,
        style: isFlow ? .flow : .block, isDecoded: false, hasProperties: hasProperties))
    frames.append(Frame(record: index, firstChild: openChildren.count, end: start))
    if let anchor { frames[frames.count - 1].anchor = nameAnchor(anchor, of: index) }
  }

  /// Takes the end of a collection.
  mutating func close(_ event: UnsafeMutablePointer<yaml_event_t>, _ source: Source) {
    guard let frame = frames.popLast() else { return }
    let position = Int(frame.record)
    var record = records[position]
    record.content = Int32(children.count)
    record.count = Int32(openChildren.count - frame.firstChild)
    children += openChildren[frame.firstChild...]
    openChildren.removeLast(openChildren.count - frame.firstChild)
    let end = source.offset(of: event.pointee.end_mark)
    // The event of a block ends at whatever comes next, and so does that of a lone pair in `[…]`.
    let isBracketed =
      record.style == .flow && source.has(record.shape == .sequence ? "]" : "}", at: end - 1)
    record.end = Int32(isBracketed ? end : frame.end)
    if isBracketed { findComments(upTo: end, source) }
    records[position] = record
    if record.shape == .mapping { reportDuplicates(in: record) }
    finish(size: frame.size, height: frame.height + 1, end: Int(record.end), anchor: frame.anchor)
  }

  /// Takes an alias.
  mutating func addAlias(_ event: UnsafeMutablePointer<yaml_event_t>, _ source: Source) {
    let range = source.range(of: event)
    findComments(upTo: range.start, source)
    cursor = range.end
    let name = String(cString: event.pointee.data.alias.anchor)
    guard let anchor = anchorNames[name].map({ anchors[$0] }) else {
      return fail("yaml-syntax", "no anchor '\(name)' stands before this alias", range)
    }
    guard anchor.size > 0 else {
      let place = SourceLocation(file, records[Int(anchor.record)].range)
      return fail(
        "yaml-syntax", "the alias stands inside of what it stands for", range,
        labels: [.init("'\(name)' starts here", at: place)])
    }
    aliased += anchor.size
    guard aliased <= YAMLDocument.aliasBudget else {
      return fail(
        "alias-budget", "aliases repeat more than \(YAMLDocument.aliasBudget) nodes", range)
    }
    guard frames.count + anchor.height <= YAMLDocument.maximumDepth else {
      return failTooDeep(at: range)
    }
    append(
      Tree.Record(
        start: Int32(range.start), end: Int32(range.end), content: anchor.record, count: 0,
        shape: .alias, style: .plain, isDecoded: false, hasProperties: false))
    finish(size: anchor.size, height: anchor.height, end: range.end, anchor: -1)
  }

  private mutating func append(_ record: Tree.Record) {
    if !frames.isEmpty { openChildren.append(Int32(records.count)) }
    records.append(record)
  }

  /// Adds a finished node to what is known of its parent and of its anchor.
  private mutating func finish(size: Int, height: Int, end: Int, anchor: Int) {
    if anchor >= 0 {
      anchors[anchor].size = size
      anchors[anchor].height = height
    }
    guard !frames.isEmpty else { return }
    let parent = frames.count - 1
    frames[parent].size += size
    frames[parent].height = max(frames[parent].height, height)
    frames[parent].end = end
  }

  private mutating func failTooDeep(at range: SourceRange) {
    fail("too-deep", "the nesting is deeper than \(YAMLDocument.maximumDepth) levels", range)
  }

  private mutating func nameAnchor(_ name: UnsafeMutablePointer<yaml_char_t>, of record: Int32)
    -> Int
  {
    anchorNames[String(cString: name)] = anchors.count
    anchors.append(Anchor(record: record, size: 0, height: 0))
    return anchors.count - 1
  }

  private mutating func takeProperties(
    of record: Int32, in range: SourceRange, _ source: Source
  ) -> Int {
    var found = Tree.Properties()
    let start = source.skipProperties(from: range.start, upTo: range.end, into: &found)
    properties[record] = found
    return start
  }
}

extension Node.Style {
  /// The style of a scalar event.
  init(_ style: yaml_scalar_style_t) {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: self = .literal
    case YAML_FOLDED_SCALAR_STYLE: self = .folded
    default: self = .plain
    }
  }
}
