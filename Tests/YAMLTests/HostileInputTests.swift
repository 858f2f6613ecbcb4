import SourceText
import Testing
import YAML

@Suite("Hostile input", .serialized)
struct HostileInputTests {
  @Test(arguments: ["[", "{", "- ", "? ", "{a: ", "[a, ", "[\n", "!x [", "&a [", "{? "])
  func isRefusedWhenItNestsTooDeeply(_ opening: String) {
    let text = String(repeating: opening, count: 100_000)
    let time = ContinuousClock().measure {
      let document = parse(text)
      let rules = document.diagnostics.map(\.rule)
      #expect(rules == ["too-deep"])
    }
    #expect(time < .seconds(30))
  }

  @Test func isReadAtTheGreatestDepth() throws {
    let depth = YAMLDocument.maximumDepth
    let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    let root = try #require(parse(text).root)
    #expect(allNodes(root).count == depth)
    #expect(parse("[\(text)]").diagnostics.map(\.rule) == ["too-deep"])
    let (marked, ranges) = unmark("- &a \(text.dropFirst(2).dropLast(2))\n- [[⟦*a⟧]]\n")
    let refused = parse(marked).diagnostics
    #expect(refused.map(\.rule) == ["too-deep"])
    #expect(refused.map(\.location.range) == ranges)
  }

  @Test func isRefusedWhenAliasesMultiply() {
    let lines = (1...9).map { level in
      "l\(level): &l\(level) [\(Array(repeating: "*l\(level - 1)", count: 9).joined(separator: ", "))]"
    }
    let document = parse((["l0: &l0 [a, b, c]"] + lines).joined(separator: "\n"))
    #expect(document.root == nil)
    #expect(document.diagnostics.map(\.rule) == ["alias-budget"])
  }

  @Test func isReadWhenAliasesStayWithinTheBudget() {
    let item = "a: &a [b, c, d, e, f, g, h, i, j]\n"
    let uses = (0..<9_999).map { "k\($0): *a\n" }.joined()
    #expect(parse(item + uses).diagnostics.isEmpty)
    #expect(parse(item + uses + "l: *a\nm: *a\n").diagnostics.map(\.rule) == ["alias-budget"])
  }

  @Test(arguments: [
    "key: value\n", "- a\n", "- {a: b, c: [d]}\n", "# é comment\n", "\n", " ", "'", "\"a\n", "a",
    "[a,\n", "\t", "%X a\n", "? a\n", "---\n", "\u{85}", "\u{FEFF}", "''", "&a ", "- -\n", "\r",
    ", ",
  ])
  func repeatedOftenTakesBoundedTime(_ unit: String) {
    expectQuickReading(of: unit, size: 300_000)
  }

  @Test(arguments: [Self.line, "\"" + Self.line, "\t"])
  func ofTenMegabytesTakesBoundedTime(_ unit: String) {
    expectQuickReading(of: unit, size: 10_000_000)
  }

  private static let line = "- " + String(repeating: "word ", count: 50) + "# é\n"

  private func expectQuickReading(of unit: String, size: Int) {
    let text = String(repeating: unit, count: size / unit.utf8.count)
    let file = SourceFile(name: "a.yml", text: text)
    let time = ContinuousClock().measure { expectPlacesInside(YAMLDocument(parsing: file)) }
    #expect(time < .seconds(60))
  }

  @Test func withManyDirectivesIsRefused() {
    let text = (0..<100_000).map { "%TAG !a\($0)! tag:b\n" }.joined()
    for text in [text, "a\n...\n" + text, text.replacing("\n", with: "\u{85}")] {
      let found = parse(text).diagnostics
      #expect(found.map(\.message) == ["there are more than 100 directives"])
    }
  }

  @Test func withManyAnchorsAndLongKeysIsRead() {
    let anchors = (0..<50_000).map { "k\($0): &a\($0) b\n" }.joined()
    #expect(parse(anchors).diagnostics.isEmpty)
    let key = String(repeating: "k", count: 1000)
    let keys = (0..<2_000).map { "\(key)\($0): b\n" }.joined()
    #expect(parse(keys).diagnostics.isEmpty)
  }

  @Test func reportsABoundedNumberOfDuplicates() {
    let text = String(repeating: "? a\n", count: 20_000)
    #expect(parse(text).diagnostics.count == YAMLDocument.maximumDuplicates)
  }

  /// Changes, removes, repeats and adds bytes of files that use everything.
  @Test(arguments: [UInt64](1...8))
  func mutatedAtRandomNeverCrashes(seed: UInt64) {
    var generator = Generator(seed: seed)
    for _ in 0..<1_000 {
      var bytes = Array(generator.element(of: Self.samples).utf8)
      for _ in 0...generator.below(6) {
        let position = generator.below(bytes.count)
        let end = min(bytes.count, position + generator.below(20))
        switch generator.below(4) {
        case 0: bytes[position] = UInt8(generator.below(256))
        case 1: bytes.removeSubrange(position..<max(end, position))
        case 2: bytes.insert(contentsOf: bytes[position..<end], at: generator.below(bytes.count))
        default: bytes.insert(generator.element(of: Self.indicators), at: position)
        }
        if bytes.isEmpty { bytes = [0x20] }
      }
      expectPlacesInside(YAMLDocument(parsing: SourceFile(name: "a.yml", bytes: bytes)))
    }
  }

  @Test(arguments: [UInt64](1...4))
  func ofRandomBytesNeverCrashes(seed: UInt64) {
    var generator = Generator(seed: seed)
    for _ in 0..<2_000 {
      let isText = generator.chance(70)
      let bytes = (0..<generator.below(60)).map { _ in
        isText ? generator.element(of: Self.indicators) : UInt8(generator.below(256))
      }
      expectPlacesInside(YAMLDocument(parsing: SourceFile(name: "a.yml", bytes: bytes)))
    }
  }

  private static let indicators = Array("ab1 \n\n  :-#'\"\\,[]{}&*!|>%@?\t\r~<".utf8)
  private static let samples = [
    """
    # é
    on: {push: {branches: [main, 'x']}} # ü
    jobs: &j
      build: !!map
        run: |2-
            make 日本
          test

        if: >+
          a

        steps:
        - &s x
        - *s
        - "a\\n\\u00e9"
        ? [complex]
        : - - a
    """,
    "%YAML 1.1\n---\r\na: 'b\n\n  c'\r\nd: \"e \\\n f\"\n...\n# g\n---\nh\n",
    "\u{FEFF}{a: &x [b, c: d, ? e : f], g: *x, 'h':i}\n",
  ]

  /// Every place lies in the file, children lie in their parents, and comments outside of scalars.
  private func expectPlacesInside(_ document: YAMLDocument) {
    let whole = document.file.range
    func isInside(_ range: SourceRange) -> Bool { range.start >= 0 && range.end <= whole.end }
    var isFine = document.diagnostics.allSatisfy {
      isInside($0.location.range) && $0.labels.allSatisfy { isInside($0.location.range) }
    }
    isFine = isFine && document.comments.allSatisfy { isInside($0.range) }
    if let root = document.root, whole.count < 1000 {
      isFine = isFine && areNested(root) && isInside(root.range)
    }
    // Not in the expectation, which would print the whole file.
    let text = whole.count < 1000 ? document.file.text : ""
    #expect(isFine, "\(text.debugDescription)")
  }

  private func areNested(_ node: Node) -> Bool {
    let children = node.items.map { $0 } + node.entries.flatMap { [$0.key, $0.value] }
    var end = node.range.start
    for child in children {
      let place = child.alias != nil && node.alias != child.alias ? child.alias : child.range
      guard let place, place.start >= end, place.end <= node.range.end, areNested(child) else {
        return false
      }
      end = place.end
    }
    return true
  }
}
