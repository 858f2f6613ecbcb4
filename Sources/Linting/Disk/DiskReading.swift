/// A number that a script gets from `df`: which, and in which unit.
struct DiskReading: Hashable {
  /// A column of `df`.
  enum Column: Hashable {
    /// What is free, used or there in all.
    case room
    /// Anything else.
    case other
  }

  /// How the number is written.
  enum Notation: Hashable {
    /// A number of units of so many bytes.
    case plain(Double)
    /// A number of such units with a letter behind, as in `18G`.
    case lettered(Double)
    /// With a letter, and with a fraction below ten: `18G`, `9.4G`.
    case human
    /// The same without its letter: `18`, and `9.4` or `94`.
    case humanWithoutLetter
  }

  /// How it is written.
  private(set) var notation = Notation.plain(1024)
  /// Which column; `nil` while whole lines are passed on.
  private(set) var column: Column?
  /// The columns by their numbers from 1.
  private var columns: [Int: Column] = [3: .room, 2: .room, 4: .room]

  /// Reads a pipeline that begins with `df`, as its stages; `nil` when its result is not known.
  init?(pipeline stages: [String]) {
    guard let first = stages.first, readOptions(Self.words(first).dropFirst()) else { return nil }
    for stage in stages.dropFirst() {
      guard pass(through: stage) else { return nil }
    }
    guard column == .room else { return nil }
  }

  /// The reading of the first stages, up to where an `awk` compares; with what it compares.
  static func comparison(
    in stages: [String]
  ) -> (reading: DiskReading, operation: String, number: Double)? {
    guard let first = stages.first else { return nil }
    var reading = DiskReading()
    guard reading.readOptions(words(first).dropFirst()) else { return nil }
    for stage in stages.dropFirst() {
      if stage.trimmed.hasPrefix("awk"),
        let (number, operation, value) = AwkProgram(stage).comparison
      {
        reading.column = reading.columns[number] ?? .other
        return reading.column == .room ? (reading, operation, value) : nil
      }
      guard reading.pass(through: stage) else { return nil }
    }
    return nil
  }

  private init() {}

  /// Takes the options of `df`: GNU coreutils, "df invocation".
  private mutating func readOptions(_ words: ArraySlice<String>) -> Bool {
    var rest = words
    var shift = 0
    while let word = rest.popFirst() {
      if word.hasPrefix("--output") {
        let fields = word.split(separator: "=").dropFirst().first?.split(separator: ",") ?? []
        guard !fields.isEmpty else { return false }
        columns = [:]
        for (index, field) in fields.enumerated() {
          columns[index + 1] = ["avail", "used", "size"].contains(field) ? .room : .other
        }
        if fields.count == 1 { column = columns[1] }
      } else if word.hasPrefix("--block-size=") {
        guard setBlock(String(word.dropFirst(13))) else { return false }
      } else if word == "--human-readable" || word == "--si" {
        notation = .human
      } else if word == "--print-type" {
        shift = 1
      } else if word.hasPrefix("--") {
        guard ["--portability", "--local", "--total", "--sync", "--no-sync"].contains(word) else {
          return false
        }
      } else if word.hasPrefix("-") {
        var letters = word.dropFirst()
        while let letter = letters.popFirst() {
          switch letter {
          case "h", "H": notation = .human
          case "k": notation = .plain(1024)
          case "m": notation = .plain(1_048_576)
          case "g": notation = .plain(1_073_741_824)
          case "T": shift = 1
          case "P", "l", "a": break
          case "B":
            let size = letters.isEmpty ? rest.popFirst() ?? "" : String(letters)
            letters = ""
            guard setBlock(size) else { return false }
          default: return false
          }
        }
      }
    }
    if shift > 0 {
      columns = Dictionary(uniqueKeysWithValues: columns.map { ($0.key + shift, $0.value) })
    }
    return true
  }

  /// Takes a size such as `G`, `1G`, `MB` or `512`; only one with a digit prints no letter.
  private mutating func setBlock(_ size: String) -> Bool {
    let digits = size.prefix(while: \.isNumber)
    let unit = size.dropFirst(digits.count)
    guard let factor = Self.units[String(unit).uppercased()],
      let count = digits.isEmpty ? 1 : Double(digits)
    else { return false }
    notation = digits.isEmpty ? .lettered(factor) : .plain(count * factor)
    return !size.isEmpty
  }

  private static let units: [String: Double] = [
    "": 1, "K": 1024, "M": 1_048_576, "G": 1_073_741_824, "T": 1_099_511_627_776, "KB": 1e3,
    "MB": 1e6, "GB": 1e9, "KIB": 1024, "MIB": 1_048_576, "GIB": 1_073_741_824,
  ]

  /// Follows the number through another command; `false` for one that is not understood.
  private mutating func pass(through stage: String) -> Bool {
    let words = Self.words(stage)
    switch words.first {
    case "tail", "head", "grep", "xargs": return true
    case "sed":
      if ["-n", "1d"].contains(words.dropFirst().first?.unquoted) { return true }
      return takesLetter(words.dropFirst().joined(separator: " "))
    case "tr":
      let arguments = words.dropFirst().map(\.unquoted)
      if arguments.first == "-s" { return true }
      guard let option = arguments.first, ["-d", "-dc", "-cd"].contains(option) else {
        return false
      }
      let set = arguments.dropFirst().joined()
      if option == "-d", set.allSatisfy({ $0 == " " || $0 == "\\" || $0 == "n" }) { return true }
      return takesLetter(set)
    case "cut":
      guard
        let field = words.first(where: { $0.hasPrefix("-f") }).flatMap({ Int($0.dropFirst(2)) }),
        !words.contains(where: { $0.hasPrefix("-dG") || $0.hasPrefix("-d'G") })
      else { return false }
      column = columns[field] ?? .other
      return words.contains { $0.hasPrefix("-d") }
    case "awk", "gawk", "mawk":
      let program = AwkProgram(stage)
      guard let (number, divisor) = program.printed else { return false }
      if column == nil || number > 1 { column = columns[number] ?? .other }
      if program.replaces { dropLetter() }
      if divisor != 1 || program.makesWhole {
        // What awk makes of `9.4G` is 9.4, or 9: of which unit, only the letter knew.
        guard notation != .human, notation != .humanWithoutLetter else { return false }
        dropLetter()
      }
      if case .plain(let unit) = notation { notation = .plain(unit * divisor) }
      return true
    default: return false
    }
  }

  /// Follows the number through what removes its letter; `false` when it does anything else.
  private mutating func takesLetter(_ edit: String) -> Bool {
    guard ["G", "M", "K", "0-9", "[:digit:]", "[A-Z]", "[^0-9]"].contains(where: edit.contains)
    else {
      return false
    }
    dropLetter()
    return true
  }

  private mutating func dropLetter() {
    switch notation {
    case .lettered(let unit): notation = .plain(unit)
    case .human: notation = .humanWithoutLetter
    case .plain, .humanWithoutLetter: break
    }
  }

  /// The reading behind an expansion that cuts a letter off, such as `${free%G}`.
  var withoutLetter: DiskReading {
    var reading = self
    reading.dropLetter()
    return reading
  }

  private static func words(_ stage: String) -> [String] {
    stage.split(whereSeparator: \.isWhitespace).map(String.init)
  }
}

extension String {
  fileprivate var trimmed: Substring { drop(while: \.isWhitespace) }

  /// A word without quotes around it.
  fileprivate var unquoted: String { filter { $0 != "'" && $0 != "\"" } }
}
