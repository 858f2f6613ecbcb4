import YAML

/// A seeded source of random values (SplitMix64), so that a failure can be repeated.
struct Generator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }

  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  mutating func element<T>(of choices: [T]) -> T { choices[below(choices.count)] }
}

extension Generator {
  /// Characters that mean something to YAML, and some that mean nothing.
  private static let alphabet: [Unicode.Scalar] = Array(
    "aby01 .:-#'\"\\\n\t,[]{}&*!|>%@`?=~<_+xeE$/é日😀\u{85}\u{2028}\u{FEFF}\u{7F}\r\u{0}\u{301}"
      .unicodeScalars)
  private static let words = [
    "", " ", "on", "off", "yes", "No", "y", "true", "null", "~", "1", "-1", "0x1F", "0o17", "1.5",
    "1e3", ".inf", "-.INF", ".nan", "1_000", "12:30", "1.2.3", "v1", "2024-01-01", "<<", "=",
    "---", "...", "--- a", "- a", "-", "a: b", "a:b", "a #b", "a#b", "#a", "${{ github.ref }}",
    "${{ a == 'b' }}", "!cancelled()", "*", "**/*.js", "@x", "it's", "C:\\x", "https://a.b/c?d#e",
    "ghcr.io/a/b:latest", "key:", ": a", ":a", "?a", "? a", "[main]", "{a: b}", "0 3 * * 1",
    "make\nmake test\n", "a\n\nb", "  a\nb\n", "\ta\nb", "a\n  \nb\n\n", "\n", "\n\n", "\na\n",
    "if x; then\n  y\nfi\n", "a \nb ", "a\n ", "a\r\nb", "\n  a", "#!/bin/sh\n# x\necho 'a: b'\n",
  ]

  /// A text, often one with a special meaning.
  mutating func text() -> String {
    if chance(60) { return element(of: Self.words) }
    var text = String.UnicodeScalarView()
    for _ in 0..<below(12) { text.append(element(of: Self.alphabet)) }
    return String(text)
  }

  /// A value with random layout.
  mutating func value(depth: Int) -> YAMLValue {
    var value = bareValue(depth: depth)
    if chance(15) { value.isFlow = true }
    if chance(15) { value.comment = text() }
    if chance(15) { value.commentsBefore = [text()] }
    if chance(15) { value.hasBlankLineBefore = true }
    return value
  }

  private mutating func bareValue(depth: Int) -> YAMLValue {
    switch below(depth > 0 ? 10 : 5) {
    case 0: element(of: [.null, .bool(true), .bool(false)])
    case 1:
      element(of: [.int(below(1000) - 500), .int(.max), .int(.min), .float(0.5), .float(1e30)])
    case 2...4: .string(text())
    case 5...6: .sequence((0..<below(4)).map { _ in value(depth: depth - 1) })
    default: .mapping(pairs(depth: depth))
    }
  }

  private mutating func pairs(depth: Int) -> [(String, YAMLValue)] {
    var keys: Set<String> = []
    return (0..<below(5)).compactMap { _ in
      let key = chance(2) ? String(repeating: "k", count: 1500) : text()
      return keys.insert(key).inserted ? (key, value(depth: depth - 1)) : nil
    }
  }
}
