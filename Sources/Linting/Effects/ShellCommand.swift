import YAML

/// One simple command of a shell script.
struct ShellCommand {
  /// A word after expansion, as far as the script alone tells.
  struct Word {
    /// The text.
    var text: PartialText
    /// Where it starts, in bytes of the script.
    var start: Int
    /// Whether any of it is in quotes.
    var isQuoted = false
    /// Whether an unknown part stands outside of quotes, so that it may be any number of words.
    var maySplit = false
    /// The matrix value that it was made from.
    var origin: Node?
  }

  /// The words, without redirections; never empty.
  var words: [Word]
  /// Where it stands, in bytes of the script.
  var range: Range<Int>
  /// Whether something in the script decides if it runs.
  var isConditional: Bool
}
