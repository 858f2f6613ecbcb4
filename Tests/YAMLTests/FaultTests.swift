import SourceText
import Testing
import YAML

@Suite("Faults")
struct FaultTests {
  @Test(arguments: [
    ("a:\n⟦\t⟧b: 1\n", "found a tab where indentation is expected"),
    ("a: ⟦@⟧b\n", "found '@', which cannot start a value"),
    ("é: b⟦:⟧ c\n", "found ':' where no mapping can start"),
    ("a: ⟦'⟧b\n", "the quoted text is not closed"),
    ("é: [b, c\nd⟦:⟧ e\n", "expected ',' or ']' here"),
    ("a: b\n⟦-⟧ c\n", "expected a key here"),
    ("a: 1\n⟦b⟧\nc: 2\n", "expected ':' behind this key"),
    ("- é\n- b\n⟦c⟧: d\n", "expected '-' here"),
    ("a: {b: c⟦]⟧\n", "expected ',' or '}' here"),
    ("a: \"⟦\\⟧q\"\n", "found an unknown escape"),
    ("é: ⟦\u{1}⟧", "found a control character"),
    ("a: ⟦*b⟧\n", "no anchor 'b' stands before this alias"),
    ("a: &b [⟦*b⟧]\n", "the alias stands inside of what it stands for"),
    ("a: ⟦!⟧x!y b\n", "the tag's handle is not declared"),
  ])
  func areReportedWhereTheyAre(_ marked: String, _ message: String) throws {
    let (text, ranges) = unmark(marked)
    let document = parse(text)
    #expect(document.root == nil)
    #expect(document.diagnostics.map(\.message) == [message])
    #expect(document.diagnostics.map(\.rule) == ["yaml-syntax"])
    #expect(document.diagnostics.map(\.location.range) == ranges)
  }

  @Test func areExplainedByASecondPlace() {
    let (text, ranges) = unmark("a: ⟦[⟧b, c\nd: e\n")
    #expect(parse(text).diagnostics.flatMap(\.labels).map(\.location.range) == ranges)
  }

  @Test func ofASecondDocumentLeaveTheFirstReadable() {
    let (text, ranges) = unmark("# é\na: 1 # b\n⟦---⟧\na: 2 # c\n")
    let document = parse(text)
    #expect(document.root?["a"]?.value == .int(1))
    #expect(document.diagnostics.map(\.rule) == ["several-documents"])
    #expect(document.diagnostics.map(\.location.range) == ranges)
    #expect(document.comments.map(\.text) == ["é", "b"])
  }

  @Test(
    arguments: [
      ([0x61, 0x3A, 0x20, 0xFF, 0x0A], 3), ([0xC3], 0), ([0xC3, 0xA9, 0xC3], 2),
      ([0xED, 0xA0, 0x80], 0), ([0xC0, 0x80], 0), ([0xF5, 0x80, 0x80, 0x80], 0),
      ([0xEF, 0xBB, 0xBF, 0x80], 3), ([0xE2, 0x82], 0), ([0xF4, 0x90, 0x80, 0x80], 0),
    ] as [([UInt8], Int)])
  func ofEncodingAreReportedAtTheFirstByte(_ bytes: [UInt8], _ offset: Int) {
    let document = YAMLDocument(parsing: SourceFile(name: "a.yml", bytes: bytes))
    #expect(document.root == nil)
    #expect(document.diagnostics.map(\.rule) == ["invalid-utf8"])
    #expect(document.diagnostics.map(\.location.range) == [SourceRange(offset, offset + 1)])
  }

  @Test func ofEncodingNameUTF16() {
    let file = SourceFile(name: "a.yml", bytes: [0xFF, 0xFE, 0x61, 0])
    #expect(YAMLDocument(parsing: file).diagnostics.first?.help?.contains("UTF-16") == true)
  }

  @Test(arguments: [5, 50])
  func ofDuplicateKeysAreReportedOnceEach(_ count: Int) {
    let keys = (0..<count).map { "k\($0): 1\n" }.joined()
    let (text, ranges) = unmark(keys + "⟦\"k3\"⟧: 2\nx: {y: 1, ⟦y⟧: 2}\n⟦k3⟧: 3\n[k]: 1\n[k]: 2\n")
    let document = parse(text)
    #expect(document.root?.entries.count == count + 5)
    #expect(
      document.diagnostics.map(\.rule) == ["duplicate-key", "duplicate-key", "duplicate-key"])
    #expect(document.diagnostics.map(\.location.range) == ranges)
  }

  @Test func ofDuplicateKeysThroughAnAliasStandAtTheAlias() {
    let (text, ranges) = unmark("&x ⟦a⟧: 1\n⟦*x⟧ : 2\n")
    let found = parse(text).diagnostics
    #expect(found.map(\.location.range) == [ranges[1]])
    #expect(found.flatMap(\.labels).map(\.location.range) == [ranges[0]])
  }

  @Test(arguments: ["\n", "\r\n"])
  func sayThatAMergeIsNotResolved(_ lineEnd: String) {
    let (text, ranges) = unmark(
      "a: 1\n⟦<<<<<<< HEAD⟧\nb: 2\n⟦=======⟧\nb: 3\n>>>>>>> other\n"
        .replacing("\n", with: lineEnd))
    let problems = parse(text).diagnostics
    #expect(problems.map(\.rule) == ["merge-conflict"])
    #expect(
      problems.map(\.location.range) + problems.flatMap(\.labels).map(\.location.range) == ranges)
  }

  @Test(arguments: [
    "a: 1\n<<<<<<< HEAD\nb: 2\n", "a: [\nb: |\n  <<<<<<< HEAD\n  =======\n  >>>>>>> other\n",
    "a: [\n# <<<<<<<\n=======\n", ">>>>>>> a\n=======\n<<<<<<< b\n: [",
  ])
  func areNotTakenForAMerge(_ text: String) {
    #expect(parse(text).diagnostics.map(\.rule) == ["yaml-syntax"])
  }
}
