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
  /// Whether it starts a program or a function, rather than set variables.
  var isProgram = true
  /// What stands between it and what comes next.
  var following: Connector = .end
  /// The blocks that it is in, the outermost first, as positions among those of the script.
  var blocks: [Int] = []
  /// Whether `!` turns its result around.
  var isNegated = false
  /// Whether it is a part of what an `if` or a loop tests.
  var isTested = false
  /// What makes the shell end where it runs.
  var options = ShellOptions()
  /// Where its input and output go.
  var redirections: [Redirection] = []
  /// The scripts in its `$(…)`, in bytes of the script.
  var substitutions: [Range<Int>] = []

  /// What stands between two commands.
  enum Connector: Hashable, Sendable {
    /// The end of the line, or `;`.
    case end
    /// `&&`
    case and
    /// `||`
    case or
    /// `|` or `|&`
    case pipe
    /// `&`
    case background
  }

  /// Where input or output goes.
  struct Redirection {
    /// The descriptor in front, such as `2`; empty for none.
    var descriptor: String
    /// The operator, such as `>>`.
    var operation: String
    /// What stands behind it.
    var target: Word
  }
}

/// What makes a shell end.
struct ShellOptions: Hashable, Sendable {
  /// Whether it ends at the first command that fails: `set -e`.
  var endsAtFailure = false
  /// Whether a pipeline fails when any of its commands fails: `set -o pipefail`.
  var seesWholePipelines = false

  /// Takes the words behind `set`, or the options of a shell's own command line.
  mutating func take(_ words: some Sequence<String>) {
    var awaited: Bool?
    for word in words {
      if let isOn = awaited {
        take(word, isOn)
        awaited = nil
        continue
      }
      guard let sign = word.first, sign == "-" || sign == "+", !word.hasPrefix("--") else {
        continue
      }
      if word.contains("e") { endsAtFailure = sign == "-" }
      if word.hasSuffix("o") { awaited = sign == "-" }
    }
  }

  private mutating func take(_ name: String, _ isOn: Bool) {
    switch name {
    case "errexit": endsAtFailure = isOn
    case "pipefail": seesWholePipelines = isOn
    default: break
    }
  }
}
