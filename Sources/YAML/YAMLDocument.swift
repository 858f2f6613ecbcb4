public import SourceText

/// One YAML file, read: its tree with the exact place of everything, its comments and its faults.
///
/// Reading never fails and never throws. A file that is not YAML has no `root` and says why in
/// `diagnostics`. Only the first document of a file is read; a second one is a diagnostic.
///
/// Rule ids of the diagnostics: `yaml-syntax`, `merge-conflict`, `invalid-utf8`, `duplicate-key`, `too-deep`,
/// `alias-budget`, `several-documents` and `file-too-large`.
public struct YAMLDocument: Sendable {
  /// The deepest nesting that is read, counted with aliases replaced by what they stand for.
  ///
  /// No file that a person keeps in order comes near it, and a recursive walk of such a tree fits
  /// the 512 KiB stack of a secondary thread.
  public static let maximumDepth = 256
  /// How many nodes aliases may add to a file, each counted as often as it is repeated.
  public static let aliasBudget = 100_000
  /// How many `%TAG` directives a file may have.
  public static let maximumDirectives = 100
  /// How many duplicate keys are reported in one file.
  public static let maximumDuplicates = 1000
  /// The largest file that is read, in bytes.
  public static let maximumSize = 1 << 30

  /// The file.
  public let file: SourceFile
  /// The faults, in the order of their places.
  public let diagnostics: [Diagnostic]
  private let tree: Tree

  /// Reads a file.
  public init(parsing file: SourceFile) {
    var composer = Composer(file)
    composer.compose()
    self.file = file
    self.tree = composer.tree
    self.diagnostics = composer.diagnostics.sorted()
  }

  /// The content; `nil` when the file is empty or cannot be read as YAML.
  ///
  /// Duplicate keys and a second document leave it readable; any other error does not.
  public var root: Node? {
    tree.records.isEmpty ? nil : Node(tree: tree, index: 0, alias: -1)
  }

  /// Every comment of the first document, in order; of an unreadable file, those before the fault.
  public var comments: [Comment] {
    tree.comments.map { record in
      let range = SourceRange(Int(record.start), Int(record.end))
      return Comment(range: range, isAlone: record.isAlone, file: file)
    }
  }
}
