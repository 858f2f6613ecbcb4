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
  /// The commands read so far.
  var commands: [ShellCommand] = []
  /// The words of the command that is being read.
  var words: [ShellCommand.Word] = []
  /// The word that is being read.
  var word: ShellCommand.Word?
  /// Whether the next word is the target of a redirection.
  var takesRedirection = false
  /// The delimiters of here-documents whose bodies start behind this line.
  private var heredocs: [[UInt8]] = []
  /// How many `if`, loops, functions and the like are open.
  var depth = 0
  /// How many subshells are open.
  var subshells = 0
  /// Whether an earlier command of the line decides if the next one runs.
  var isGuarded = false

  /// The commands of a script, in order.
  static func commands(in script: String, scope: ValueScope) -> [ShellCommand] {
    var reader = ShellReader(script: Array(script.utf8), scope: scope)
    reader.read()
    return reader.commands
  }

  private init(script: [UInt8], scope: ValueScope) {
    self.script = script
    self.scope = scope
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
    if peek() == UInt8(ascii: ")"), subshells == 0, words.first?.text.text != "case" {
      word = nil
      words = []
    }
    let first = words.first?.text.text
    endCommand()
    if starts("&&") {
      // What follows a docker command runs unless that one fails; what follows a test may not.
      if first != "docker" && first != "cd" && first != "echo" { isGuarded = true }
      index += 2
    } else if starts("||") {
      isGuarded = true
      index += 2
    } else {
      if peek() == UInt8(ascii: ";") { isGuarded = false }
      if peek() == UInt8(ascii: "(") { subshells += 1 }
      if peek() == UInt8(ascii: ")") { subshells = max(0, subshells - 1) }
      index += 1
    }
  }

  private mutating func readRedirection() {
    // A number right before it names a descriptor.
    if let text = word?.text.text, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      word = nil
    }
    endWord()
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
    takesRedirection = true
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
