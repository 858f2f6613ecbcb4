import CLibYAML
import SourceText

/// Builds the tree of one file in one pass over libyaml's events.
struct Composer {
  /// A collection that is not closed yet.
  struct Frame {
    /// Its record.
    var record: Int32
    /// Where its children start among the open ones.
    var firstChild: Int
    /// Where its last content ends.
    var end: Int
    /// The nodes in it so far, aliases replaced; 1 for itself.
    var size = 1
    /// The levels below it so far, aliases replaced.
    var height = 0
    /// Its anchor, as an index of `anchors`; -1 for none.
    var anchor = -1
  }

  /// A node that aliases may stand for.
  struct Anchor {
    /// Its record.
    var record: Int32
    /// The nodes in it, aliases replaced; 0 while it is open.
    var size: Int
    /// The levels in it, aliases replaced.
    var height: Int
  }

  let file: SourceFile
  var records: [Tree.Record] = []
  var children: [Int32] = []
  var decoded: [UInt8] = []
  var properties: [Int32: Tree.Properties] = [:]
  var comments: [Tree.CommentRecord] = []
  var diagnostics: [Diagnostic] = []
  var frames: [Frame] = []
  /// The children of all open collections.
  var openChildren: [Int32] = []
  var anchors: [Anchor] = []
  var anchorNames: [String: Int] = [:]
  /// The nodes that aliases have added.
  var aliased = 0
  /// Where the search for comments goes on.
  var cursor = 0
  /// Whether the file is beyond reading.
  var isBroken = false

  init(_ file: SourceFile) {
    self.file = file
  }

  /// What was built; without nodes when the file is beyond reading.
  var tree: Tree {
    Tree(
      file: file, records: isBroken ? [] : records, children: children, decoded: decoded,
      properties: properties, comments: comments)
  }

  /// Reads the file.
  mutating func compose() {
    let bytes = file.bytes
    guard bytes.count <= YAMLDocument.maximumSize else {
      return fail("file-too-large", "the file is larger than 1 GiB", .at(0))
    }
    bytes.withUnsafeBufferPointer { compose(Source($0)) }
  }

  private mutating func compose(_ source: Source) {
    cursor = source.base
    if let offset = source.offsets.invalidOffset {
      return fail(
        "invalid-utf8", "the file is not UTF-8", SourceRange(offset, offset + 1),
        help: source.looksLikeUTF16 ? "it looks like UTF-16; save it as UTF-8" : nil)
    }
    if let offset = source.excessiveDirective(limit: YAMLDocument.maximumDirectives) {
      return fail(
        "yaml-syntax", "there are more than \(YAMLDocument.maximumDirectives) directives",
        SourceRange(offset, offset + 4))
    }
    var reader = EventReader(source.bytes, from: source.base)
    var documents = 0
    while let event = reader.next() {
      switch event.pointee.type {
      case YAML_DOCUMENT_START_EVENT:
        documents += 1
        if documents > 1 { return refuseDocument(at: source.range(of: event), source) }
      case YAML_STREAM_END_EVENT:
        findComments(upTo: source.bytes.count, source)
        return dropEmptyRoot()
      case YAML_SCALAR_EVENT: addScalar(event, source)
      case YAML_SEQUENCE_START_EVENT: open(.sequence, event, source)
      case YAML_MAPPING_START_EVENT: open(.mapping, event, source)
      case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: close(event, source)
      case YAML_ALIAS_EVENT: addAlias(event, source)
      default: break
      }
      if isBroken { return }
    }
    isBroken = true
    diagnostics.append(
      MergeConflict(in: file)?.diagnostic(in: file)
        ?? SyntaxProblem(reader.parser, source).diagnostic(in: file))
  }

  /// Reports a second document, which nobody would read.
  private mutating func refuseDocument(at range: SourceRange, _ source: Source) {
    findComments(upTo: range.start, source)
    diagnostics.append(
      Diagnostic(
        "several-documents", .error, "a second document starts here",
        at: SourceLocation(file, range), help: "keep one document in each file"))
    dropEmptyRoot()
  }

  /// A document without any content counts as an empty file.
  private mutating func dropEmptyRoot() {
    if let root = records.first, root.shape == .scalar, root.style == .plain, root.count == 0,
      !root.hasProperties
    {
      records = []
    }
  }

  /// Notes that the file cannot be read.
  mutating func fail(
    _ rule: String, _ message: String, _ range: SourceRange, labels: [Diagnostic.Label] = [],
    help: String? = nil
  ) {
    isBroken = true
    diagnostics.append(
      Diagnostic(
        rule, .error, message, at: SourceLocation(file, range), labels: labels, help: help))
  }
}
