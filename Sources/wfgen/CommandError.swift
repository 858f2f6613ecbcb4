internal import SourceText

/// Why a command cannot do its work: one message, printed once, exit code 2.
struct CommandError: Error, CustomStringConvertible {
  /// What stands in the way, lower case, without full stop.
  var message: String
  /// What to do about it.
  var help: String?

  /// Creates an error.
  init(_ message: String, help: String? = nil) {
    self.message = message
    self.help = help
  }

  var description: String {
    "error: \(message)\n" + (help.map { "  = help: \($0)\n" } ?? "")
  }
}

/// How a command ended when nothing stood in its way.
enum Outcome: Int32 {
  /// Nothing was found at or above the level asked for.
  case clean = 0
  /// There are findings, or files are out of date.
  case findings = 1
  /// The command was called wrongly, or its input could not be read.
  case unusable = 2
}
