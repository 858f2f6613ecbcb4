/// Splits a script into its simple commands, after POSIX 2.3 (token recognition).
///
/// It expands variables whose value the script or the workflow states, and leaves a hole for all
/// others, for substitutions and for globs. Bodies of here-documents are skipped.
struct ShellReader {
  /// The script.
  let script: [UInt8]
  /// What expressions and environment variables stand for.
  let scope: ValueScope
  /// The variables that the script has set so far.
  var variables: [String: PartialText] = [:]
  /// Whether the script has run code that cannot be seen and may have set any variable.
  var isSourced = false
  /// Where the reader is.
  var index = 0
  /// The words of the command that is being read.
  var words: [ShellCommand.Word] = []
  /// The word that is being read.
  var word: ShellCommand.Word?
  /// The redirection whose target is the next word.
  var redirection: (descriptor: String, operation: String)?
  /// The redirections of the command that is being read.
  var redirections: [ShellCommand.Redirection] = []
  /// The scripts in `$(…)` of the command that is being read.
  var substitutions: [Range<Int>] = []
  /// Everything that is a command, whether it starts a program or not.
  var everything: [ShellCommand] = []
  /// The blocks read so far.
  var blocks: [ShellBlock] = []
  /// The blocks that are open, the outermost first.
  var open: [Int] = []
  /// What has just ended and may be followed by an operator.
  var last: ShellItem?
  /// Whether `!` stands before the command that is being read.
  var isNegated = false
  /// Whether the next block is the body of a function.
  var definesFunction = false
  /// What makes the shell end here.
  var options: ShellOptions
  /// The delimiters of here-documents whose bodies start behind this line.
  private var heredocs: [[UInt8]] = []
  /// Whether an earlier command of the line decides if the next one runs.
  var isGuarded = false

  /// The commands of a script that start programs or functions, in order.
  static func commands(in script: String, scope: ValueScope) -> [ShellCommand] {
    read(script, scope: scope).commands.filter(\.isProgram)
  }

  /// A script with everything that decides what becomes of a failure in it.
  ///
  /// - Parameter options: how the shell is started.
  static func read(
    _ script: String, scope: ValueScope, options: ShellOptions = ShellOptions()
  ) -> ShellScript {
    var reader = ShellReader(script: Array(script.utf8), scope: scope, options: options)
    reader.read()
    return ShellScript(
      text: reader.script, commands: reader.everything, blocks: reader.blocks)
  }

  private init(script: [UInt8], scope: ValueScope, options: ShellOptions) {
    self.script = script
    self.scope = scope
    self.options = options
  }

  /// The byte at a distance ahead; 0 behind the end.
  func peek(_ offset: Int = 0) -> UInt8 {
    index + offset < script.count ? script[index + offset] : 0
  }

  /// Whether a text stands here.
  func starts(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { script[index...].starts(with: $0) }
  }

  private mutating func read() {
    while index < script.count {
      switch script[index] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
        endWord()
        index += 1
      case UInt8(ascii: "\n"):
        endCommand()
        last = nil
        isGuarded = false
        index += 1
        skipHeredocs()
      case UInt8(ascii: "#") where word == nil:
        while index < script.count, peek() != UInt8(ascii: "\n") { index += 1 }
      case UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "("),
        UInt8(ascii: ")"):
        readOperator()
      case UInt8(ascii: "<"), UInt8(ascii: ">"):
        readRedirection()
      default:
        readWordPart()
      }
    }
    endCommand()
  }

  private mutating func readOperator() {
    if starts("&>") {
      index += 1
      readRedirection()
      return
    }
    // A closing bracket without partner ends a pattern of `case`.
    if peek() == UInt8(ascii: ")"), !hasSubshell, words.first?.text.text != "case" {
      word = nil
      words = []
    }
    let first = words.first?.text.text
    endCommand()
    if starts("&&") {
      // What follows a docker command runs unless that one fails; what follows a test may not.
      if first != "docker" && first != "cd" && first != "echo" { isGuarded = true }
      connect(.and)
      index += 2
    } else if starts("||") {
      isGuarded = true
      connect(.or)
      index += 2
    } else {
      switch peek() {
      case UInt8(ascii: ";"):
        isGuarded = false
        connect(.end)
      case UInt8(ascii: "|"): connect(.pipe)
      case UInt8(ascii: "&"): connect(.background)
      case UInt8(ascii: "("):
        if starts("()"), case .command(let name)? = last {
          everything[name].isProgram = false
          definesFunction = true
        }
        begin(.subshell)
      default: closeSubshell()
      }
      index += 1
    }
  }

  private mutating func readRedirection() {
    // A number right before it names a descriptor.
    var descriptor = ""
    if let text = word?.text.text, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      descriptor = text
      word = nil
    }
    endWord()
    let start = index
    if starts("<<<") {
      index += 3
    } else if starts("<<") {
      index += 2
      if peek() == UInt8(ascii: "-") { index += 1 }
      readHeredocDelimiter()
      return
    } else {
      while peek() == UInt8(ascii: "<") || peek() == UInt8(ascii: ">")
        || peek() == UInt8(ascii: "&") || peek() == UInt8(ascii: "|")
      {
        index += 1
      }
    }
    let operation = String(decoding: script[start..<index], as: UTF8.self)
    redirection = (descriptor, operation)
  }

  private mutating func readHeredocDelimiter() {
    while peek() == UInt8(ascii: " ") { index += 1 }
    var delimiter: [UInt8] = []
    var quote: UInt8?
    while index < script.count {
      let byte = peek()
      if byte == UInt8(ascii: "\n") { break }
      if quote == nil, " \t;&|<>()".utf8.contains(byte) { break }
      if byte == quote {
        quote = nil
      } else if quote == nil, byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        quote = byte
      } else if byte != UInt8(ascii: "\\") {
        delimiter.append(byte)
      }
      index += 1
    }
    heredocs.append(delimiter)
  }

  private mutating func skipHeredocs() {
    for delimiter in heredocs {
      while index < script.count {
        let end = script[index...].firstIndex(of: UInt8(ascii: "\n")) ?? script.count
        let line = script[index..<end].drop { $0 == UInt8(ascii: "\t") }
        index = min(end + 1, script.count)
        if line.elementsEqual(delimiter) { break }
      }
    }
    heredocs = []
  }
}
