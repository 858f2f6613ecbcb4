import SourceText
import Subprocess
import Testing

@testable import Dockerfiles

/// The awks that are tried; those that are not installed are left out.
private let awks: [(name: String, arguments: [String])] = [
  ("awk", []), ("gawk", []), ("mawk", []), ("busybox", ["awk"]), ("original-awk", []),
]

/// Runs a program in every awk that is there, and gives what each printed.
private func runAwk(_ program: String, on input: [UInt8]) async throws -> [(String, [UInt8])] {
  var outputs: [(String, [UInt8])] = []
  for awk in awks {
    let environment = Environment.inherit.updating(["LC_ALL": "C"])
    do {
      let result = try await run(
        .name(awk.name), arguments: .init(awk.arguments + [program]), environment: environment,
        input: .array(input), output: .bytes(limit: 1 << 24), error: .string(limit: 1 << 16))
      #expect(result.terminationStatus.isSuccess, "\(awk.name): \(result.standardError)")
      #expect(result.standardError == "", "\(awk.name) is silent")
      outputs.append((awk.name, result.standardOutput))
    } catch let error as SubprocessError where error.code == .executableNotFound {
      continue
    }
  }
  #expect(!outputs.isEmpty, "no awk is installed")
  return outputs
}

@Suite("awk agrees with the Swift code")
struct AwkTests {
  @Test func expressionsMatchWhatPatternsMatch() async throws {
    var random = SplitMix(seed: 20_240_817)
    var lines: [UInt8] = []
    var expected: [Bool] = []
    var cases: [(String, String)] = []
    for _ in 0..<1500 {
      let (pattern, description) = Self.pattern(&random)
      let expression = pattern.posixERE
      for _ in 0..<4 {
        let path = Self.path(like: description, &random)
        lines += Array("\(expression)\t\(gitQuoted(path))\n".utf8)
        expected.append(pattern.matches(path))
        cases.append((expression, gitQuoted(path)))
      }
    }
    #expect(expected.count(where: \.self) > 500)
    #expect(expected.count { !$0 } > 500)
    let program = "BEGIN { FS = \"\\t\" } { print ($2 ~ $1) }"
    for (name, output) in try await runAwk(program, on: lines) {
      let answers = output.split(separator: UInt8(ascii: "\n")).map { $0.elementsEqual("1".utf8) }
      try #require(answers.count == expected.count)
      let wrong = answers.indices.filter { answers[$0] != expected[$0] }
      #expect(wrong.isEmpty, "\(name): \(wrong.prefix(3).map { cases[$0] })")
    }
  }

  /// A pattern of any kind, and the text that it was made from.
  private static func pattern(_ random: inout SplitMix) -> (GlobPattern, [UInt8]) {
    let pieces = [
      "a", "b", "3", "/", "/", "*", "*", "?", "**", "**/", "/**", "[ab]", "[^a]", "[à-ü]", "[^é]",
      "[a-é漢]", "[+-9]", "[\\]x]", "[^\\^]", "[\"\\\\]", "\\*", ".", " ", "\n", "\"", "(", "+", "{",
      "}", "|", "^", "$", "é", "漢", "😀", "\u{1}", "n",
    ]
    let text = (0..<random.next(below: 7) + 1).map { _ in random.pick(pieces) }.joined()
    let bytes = Array(text.utf8)
    switch random.next(below: 4) {
    case 0: return (GlobPattern(copySource: bytes), bytes)
    case 1: return (GlobPattern(path: bytes), bytes)
    case 2: return (GlobPattern(copyingParents: bytes), bytes)
    default:
      let depth = random.next(below: 2)
      let pattern = IgnorePattern(ContextPath.relative(bytes), at: .at(0), depth: depth)
      let above = depth == 0 ? [] : Array("b/".utf8)
      return (pattern?.glob ?? GlobPattern(copySource: bytes), above + bytes)
    }
  }

  /// A path that has a fair chance to match: wildcards replaced, perhaps a byte changed.
  private static func path(like pattern: [UInt8], _ random: inout SplitMix) -> [UInt8] {
    let fillings = [
      "", "a", "b", "x/", "a/b/", "é", "漢", "😀", "3", "\\", "\"", "\n", " ", "^", "]", "-", "+",
      "\t",
      "\u{7F}",
    ]
    var path: [UInt8] = []
    var isInClass = false
    for byte in pattern {
      if isInClass {
        isInClass = byte != ASCII.closeBracket
      } else if byte == ASCII.openBracket || byte == ASCII.star || byte == ASCII.question {
        isInClass = byte == ASCII.openBracket
        path += Array(random.pick(fillings).utf8)
      } else {
        path.append(byte)
      }
    }
    switch random.next(below: 6) {
    case 0: path += Array("/deep/er".utf8)
    case 1: path += Array("x".utf8)
    case 2: path.insert(UInt8(random.next(below: 255) + 1), at: random.next(below: path.count + 1))
    default: break
    }
    let relative = ContextPath.relative(path)
    return relative.isEmpty ? [UInt8(ascii: "a")] : relative
  }

  /// What generated workflows run to notice that a Dockerfile's edges or inputs have changed.
  static let structureProgram = #"""
    function emit(line,   n, i, w, k, flag, kept, quoted) {
      gsub(/[ \t]+/, " ", line); sub(/^ /, "", line); sub(/ $/, "", line)
      if (line == "") return
      n = split(line, w, /[ ]/); k = toupper(w[1])
      if (k !~ /^(FROM|ARG|COPY|ADD|ENV|ONBUILD|WORKDIR)$/) {
        for (i = flag = 2; i <= n; i++) {
          if (i == flag && substr(w[i], 1, 2) == "--") flag++
          if (i < flag && w[i] ~ quote) quoted = 1
          if (i < flag && substr(w[i], 1, 7) == "--mount" || index(w[i], "<<")) kept = kept " " w[i]
        }
        if (kept == "") return
        if (!quoted) { print k kept; return }
      }
      print k substr(line, length(w[1]) + 1)
    }
    BEGIN { escape = "\\"; quote = "[\"\047\\\\`]"; top = 1 }
    {
      if (NR == 1 && substr($0, 1, 3) == "\357\273\277") $0 = substr($0, 4)
      sub(/\r+$/, ""); sub(/[ \t]+$/, "")
      if (top && tolower($0) !~ /^[ \t]*#[ \t]*(syntax|escape|check)[ \t]*=/) top = 0
      if (top && escape != "`" && tolower($0) ~ /^[ \t]*#[ \t]*escape[ \t]*=[ \t]*`$/) {
        escape = "`"; print "ESCAPE `"
      }
      if ($0 ~ /^[ \t]*(#|$)/) next
      n = length($0)
      if (substr($0, n) == escape && (n == 1 || substr($0, n - 1, 1) != escape)) {
        pending = pending substr($0, 1, n - 1)
      } else { emit(pending $0); pending = "" }
    }
    END { emit(pending) }
    """#

  static let structures: [(dockerfile: String, structure: String)] = [
    ("FROM a\nRUN x\nCOPY  b\t c\n", "FROM a\nCOPY b c\n"),
    ("from a\r\ncopy b \\\r\n  # no\r\n\r\n  c\r\nrun x", "FROM a\nCOPY b c\n"),
    ("\u{FEFF}FROM a \\\n", "FROM a\n"),
    ("# escape=`\nFROM a `\n b\\\nARG x", "ESCAPE `\nFROM a b\\\nARG x\n"),
    ("# Syntax = x\n#escape= ` \nENV a `\nb", "ESCAPE `\nENV a b\n"),
    ("# comment\n# escape=`\nENV a `\nENV b\\\nc", "ENV a `\nENV bc\n"),
    ("RUN a \\\\\nCOPY b c", "COPY b c\n"),
    ("RUN --mount=type=cache,target=/x pip install y", "RUN --mount=type=cache,target=/x\n"),
    ("RUN --network=none --mount=a \\\n --mount=b x --mount=c", "RUN --mount=a --mount=b\n"),
    ("RUN --mount=source=\"a b\" x", "RUN --mount=source=\"a b\" x\n"),
    ("RUN docker run --mount=x\nonbuild run x", "ONBUILD run x\n"),
    ("WORKDIR /é\n\\\nLABEL a=b\n \t\n", "WORKDIR /é\n"),
    ("RUN <<EOF\nCOPY spurious\nEOF\nADD a b", "RUN <<EOF\nCOPY spurious\nADD a b\n"),
    ("", ""), ("\\", ""), ("FROM", "FROM\n"), ("ARG A=1 \\\n\\\n\\\n B=2", "ARG A=1 B=2\n"),
  ]

  @Test(arguments: structures)
  func structureKeepsEdgesAndInputs(_ dockerfile: String, _ structure: String) async throws {
    let bytes = Array(dockerfile.utf8)
    #expect(Dockerfile.structure(of: bytes).text == structure)
    for (name, output) in try await runAwk(Self.structureProgram, on: bytes) {
      #expect(output.text == structure, "\(name)")
    }
  }

  @Test func structureIsTheSameInAwkForAnyText() async throws {
    var random = SplitMix(seed: 7)
    let pieces = [
      "FROM a", "copy --from=x b c", "RUN --mount=type=bind,x", " y", "\\", "\\\\", "`", "\n", "\n",
      "\r\n", "  ", "\t", "# escape=`", "# a", "ENV A=1", "é", "--mount", "\"", "'", "ARG",
      "# syntax=x", "<<E",
    ]
    for _ in 0..<60 {
      let text = (0..<random.next(below: 40)).map { _ in random.pick(pieces) }.joined()
      let bytes = Array(text.utf8)
      for (name, output) in try await runAwk(Self.structureProgram, on: bytes) {
        #expect(output == Dockerfile.structure(of: bytes), "\(name) on \(text.debugDescription)")
      }
    }
  }
}

/// Random numbers that are the same in every run.
struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next(below limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(limit))
  }

  mutating func pick<Element>(_ choices: [Element]) -> Element {
    choices[next(below: choices.count)]
  }
}
