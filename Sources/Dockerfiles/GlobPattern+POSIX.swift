import SourceText

extension GlobPattern {
  /// The pattern as a POSIX extended regular expression over paths as git quotes them.
  ///
  /// Matches exactly the paths that `matches` accepts, for any awk in the C locale. It holds no
  /// intervals and no back references. A malformed pattern becomes one that matches no path.
  public var posixERE: String {
    if isMalformed { return "^$" }
    if tokens.isEmpty { return "^.*$" }
    var expression = "^"
    for (index, token) in tokens.enumerated() {
      switch token {
      case .byte(let byte): expression += POSIX.escaped(gitQuoted([byte]))
      case .character: expression += POSIX.anyCharacter
      case .member(let members): expression += POSIX.alternatives(members.members)
      case .star: expression += POSIX.anyNameBytes
      case .directories: expression += "(.*/)?"
      case .anything:
        if index == tokens.count - 1 { return expression + ".*$" }
        expression += POSIX.anyBytes
      }
    }
    return expression + "(/.*)?$"
  }
}

/// Pieces of regular expressions over paths as git quotes them.
///
/// There every byte is one unit: a character, a backslash and a letter, or a backslash and three
/// octal digits. All pieces match whole units, so that none starts in the middle of an escape.
enum POSIX {
  private static let escapedUnit = #"\\[^0-7]|\\[0-7][0-7][0-7]"#
  private static let continuation = #"\\2[0-7][0-7]"#
  /// Any bytes.
  static let anyBytes = #"([^\\]|\#(escapedUnit))*"#
  /// Any bytes but `/`.
  static let anyNameBytes = #"([^/\\]|\#(escapedUnit))*"#
  /// One character but `/`.
  static let anyCharacter =
    #"([^/\\]|\\[^0-7]|\\[01][0-7][0-7]|\\3[0-3][0-7]"# + continuation
    + #"|\\3[45][0-7]"# + continuation + continuation
    + #"|\\36[0-7]"# + continuation + continuation + continuation + ")"

  /// A text in which no character is special.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "{", "}": result += "[\(character)]"
      case ".", "[", "]", "(", ")", "*", "+", "?", "|", "^", "$", "\\": result += "\\\(character)"
      default: result.append(character)
      }
    }
    return result
  }

  /// One character out of some ranges that ascend.
  static func alternatives(_ ranges: [ClosedRange<UInt32>]) -> String {
    var bracket = ""
    var branches: [String] = []
    for range in ranges {
      let plain = range.clamped(to: 0...0x7F)
      if range.lowerBound <= 0x7F {
        var run: [UInt8] = []
        for byte in UInt8(plain.lowerBound)...UInt8(plain.upperBound) {
          if isPlainInBrackets(byte) {
            run.append(byte)
          } else {
            bracket += bracketRange(run)
            run = []
            branches.append(escaped(gitQuoted([byte])))
          }
        }
        bracket += bracketRange(run)
      }
      guard range.upperBound > 0x7F else { continue }
      for sequence in UTF8Scalar.sequences(max(range.lowerBound, 0x80)...range.upperBound) {
        branches.append(sequence.map { #"\\"# + octal($0) }.joined())
      }
    }
    if !bracket.isEmpty { branches.insert("[\(bracket)]", at: 0) }
    // A class without members matches nothing: no unit is a lone backslash before a slash.
    return branches.isEmpty ? #"(\\/)"# : "(\(branches.joined(separator: "|")))"
  }

  /// Whether a byte needs no care within brackets and is written as itself by git.
  private static func isPlainInBrackets(_ byte: UInt8) -> Bool {
    (0x20..<0x7F).contains(byte) && !#""\[]^-"#.utf8.contains(byte)
  }

  private static func bracketRange(_ run: [UInt8]) -> String {
    guard let first = run.first, let last = run.last, run.count > 2 else { return run.text }
    return "\([first].text)-\([last].text)"
  }

  /// The three octal digits of a range of bytes.
  private static func octal(_ range: ClosedRange<UInt8>) -> String {
    func digits(_ byte: UInt8) -> [UInt8] { [byte >> 6, byte >> 3 & 7, byte & 7] }
    return digitRange(digits(range.lowerBound)[...], digits(range.upperBound)[...])
  }

  private static func digitRange(_ low: ArraySlice<UInt8>, _ high: ArraySlice<UInt8>) -> String {
    guard let first = low.first, let last = high.first else { return "" }
    let (lowRest, highRest) = (low.dropFirst(), high.dropFirst())
    let any = String(repeating: "[0-7]", count: lowRest.count)
    let (zeros, sevens) = (lowRest.map { _ in UInt8(0) }, lowRest.map { _ in UInt8(7) })
    if lowRest.elementsEqual(zeros), highRest.elementsEqual(sevens) {
      return (first == last ? "\(first)" : "[\(first)-\(last)]") + any
    }
    if first == last { return "\(first)" + digitRange(lowRest, highRest) }
    var branches = ["\(first)" + digitRange(lowRest, sevens[...])]
    if first + 1 < last { branches.append("[\(first + 1)-\(last - 1)]" + any) }
    branches.append("\(last)" + digitRange(zeros[...], highRest))
    return "(\(branches.joined(separator: "|")))"
  }
}
