import Fixtures
import Generation
import SourceText
import Testing

@Suite("What generate does to a file")
struct FileChangeTests {
  private let path = ".github/workflows/wfgen-a.yml"
  private let mark = "# Written by wfgen from wfgen.yml.\n"
  private let checkout = "actions/checkout@"
  private let commit = String(repeating: "a", count: 40)
  private let other = String(repeating: "b", count: 40)

  private func change(_ old: String?, to new: String) -> FileChange.Kind? {
    let tree = MemoryTree(old.map { [path: $0] } ?? [:])
    return changes(from: tree, to: [GeneratedFile(path: path, text: new)]).first?.kind
  }

  @Test func writesWhatIsMissing() {
    #expect(change(nil, to: mark) == .missing)
  }

  @Test func leavesWhatIsEqual() {
    #expect(change(mark, to: mark) == .current(pins: []))
  }

  @Test func neverTakesAFileWithoutTheMarkForItsOwn() {
    let file = SourceFile(name: path, text: "name: mine\n")
    #expect(change("name: mine\n", to: mark) == .foreign(file))
  }

  @Test func keepsAPinThatSomebodyMoved() {
    let old = "\(mark)      - uses: \(checkout)\(other)  # v8.0.0\n"
    let new = "\(mark)      - uses: \(checkout)\(commit)  # v7.0.1\n"
    let pins = [PinUpdate(action: "actions/checkout", version: "v8.0.0")]
    #expect(change(old, to: new) == .current(pins: pins))
  }

  @Test(arguments: ["main", "v8", "bbbbbbb"])
  func doesNotKeepAReferenceThatIsNoCommit(_ reference: String) {
    let old = "\(mark)      - uses: \(checkout)\(reference)\n"
    let new = "\(mark)      - uses: \(checkout)\(commit)  # v7.0.1\n"
    #expect(change(old, to: new) == .outdated(SourceFile(name: path, text: old)))
  }

  @Test func doesNotKeepAnotherAction() {
    let old = "\(mark)      - uses: evil/checkout@\(other)  # v7.0.1\n"
    let new = "\(mark)      - uses: \(checkout)\(commit)  # v7.0.1\n"
    #expect(change(old, to: new) == .outdated(SourceFile(name: path, text: old)))
  }

  @Test func removesOnlyItsOwnLeftovers() {
    let left = ".github/workflows/wfgen-old.yml"
    let tree = MemoryTree([left: mark, ".github/workflows/wfgen-mine.yml": "name: mine\n"])
    #expect(changes(from: tree, to: []).map(\.path) == [left])
  }
}
