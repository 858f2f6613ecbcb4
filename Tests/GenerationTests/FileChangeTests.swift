import Fixtures
import Generation
import SourceText
import Testing

@Suite("What generate does to a file")
struct FileChangeTests {
  private let path = ".github/workflows/wfgen-a.yml"
  private let mark =
    "# Written by wfgen from wfgen.yml. Do not edit: change the manifest and run 'wfgen generate'.\n"
  private let checkout = "actions/checkout@"
  private let other = String(repeating: "b", count: 40)

  /// What wfgen writes behind the name of an action: the commit and its release.
  private let pin: String = {
    let lines = verificationWorkflow(branch: "main").split(separator: "\n")
    let use = lines.first { $0.contains("actions/checkout@") }
    return use?.split(separator: "@").last.map(String.init) ?? ""
  }()

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
    let new = "\(mark)      - uses: \(checkout)\(pin)\n"
    let pins = [PinUpdate(action: "actions/checkout", version: "v8.0.0")]
    #expect(change(old, to: new) == .current(pins: pins))
  }

  /// As git leaves a file behind that it has given the line ends of Windows.
  @Test func takesNoOtherLineEndForAMovedPin() {
    let new = "\(mark)      - uses: \(checkout)\(pin)\n"
    let old = new.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
    #expect(change(old, to: new) == .outdated(SourceFile(name: path, text: old)))
  }

  @Test(arguments: ["main", "v8", "bbbbbbb"])
  func doesNotKeepAReferenceThatIsNoCommit(_ reference: String) {
    let old = "\(mark)      - uses: \(checkout)\(reference)\n"
    let new = "\(mark)      - uses: \(checkout)\(pin)\n"
    #expect(change(old, to: new) == .outdated(SourceFile(name: path, text: old)))
  }

  @Test func replacesThePinOfAnOlderRelease() {
    let old = "\(mark)      - uses: \(checkout)\(other)  # v6.10.0\n"
    let new = "\(mark)      - uses: \(checkout)\(pin)\n"
    #expect(change(old, to: new) == .outdated(SourceFile(name: path, text: old)))
  }

  @Test func leavesThePinsOfTheManifestToTheManifest() {
    let third = String(repeating: "c", count: 40)
    let own = "      - uses: \(checkout)\(pin)\n"
    let old = "\(mark)\(own)      - uses: \(checkout)\(other)\n"
    let new = "\(mark)\(own)      - uses: \(checkout)\(third)\n"
    #expect(change(old, to: old) == .current(pins: []))
    #expect(change(old, to: new) == .outdated(SourceFile(name: path, text: old)))
  }

  @Test func keepsAMovedPinBesideOneOfTheManifest() {
    let third = String(repeating: "c", count: 40)
    let stated = "      - uses: \(checkout)\(other)  # v1.0.0\n"
    let old = "\(mark)\(stated)      - uses: \(checkout)\(third)  # v9.0.0\n"
    let new = "\(mark)\(stated)      - uses: \(checkout)\(pin)\n"
    let pins = [PinUpdate(action: "actions/checkout", version: "v9.0.0")]
    #expect(change(old, to: new) == .current(pins: pins))
  }

  @Test func doesNotKeepAnotherAction() {
    let old = "\(mark)      - uses: evil/checkout@\(other)  # v7.0.1\n"
    let new = "\(mark)      - uses: \(checkout)\(pin)\n"
    #expect(change(old, to: new) == .outdated(SourceFile(name: path, text: old)))
  }

  @Test func removesOnlyItsOwnLeftovers() {
    let left = ".github/workflows/wfgen-old.yml"
    let tree = MemoryTree([left: mark, ".github/workflows/wfgen-mine.yml": "name: mine\n"])
    #expect(changes(from: tree, to: []).map(\.path) == [left])
  }

  @Test(arguments: [
    (".github/workflows/wfgen-empty.yml", ""), (".github/wfgen/empty.sh", "#!/bin/sh"),
    (".github/workflows/README.md", "# Workflows\nWritten by wfgen from wfgen.yml.\n"),
    (".github/workflows/release.yml", "# Written by wfgen once, now kept by hand\nname: Release\n"),
    (".github/workflows/wfgen-mine.yml", "# Written by wfgen once, now kept by hand\nname: M\n"),
    (".github/wfgen/README.md", "Written by wfgen, which writes it anew. Do not edit.\n"),
    (".github/wfgen/mine.json", "{\n  \"comment\": \"Written by wfgen from hand.\",\n}\n"),
    (".github/wfgen/.wfgen-mine.tmp", "notes\n"),
  ])
  func leavesWhatOnlySpeaksOfIt(_ path: String, _ text: String) {
    #expect(changes(from: MemoryTree([path: text]), to: []) == [])
    let change = changes(from: MemoryTree([path: text]), to: [GeneratedFile(path: path, text: "")])
    #expect(change.map(\.kind) == [.foreign(SourceFile(name: path, text: text))])
  }

  @Test func removesOnlyWorkflowsOfItsOwnNames() {
    #expect(changes(from: MemoryTree([".github/workflows/copy.yml": mark]), to: []) == [])
  }

  @Test(arguments: ["# %\r\n", "#!/usr/bin/env bash\n# %\n", "#!/usr/bin/env bash\r\n# %\r\n"])
  func knowsItsScriptsByTheMarkBehindTheShellsLine(_ head: String) {
    let text = head.replacing("%", with: "Written by wfgen, which writes it anew. Do not edit.")
    let path = ".github/wfgen/old.sh"
    #expect(changes(from: MemoryTree([path: text]), to: []).map(\.path) == [path])
  }

  @Test func removesWhatAKilledRunLeft() {
    let path = ".github/wfgen/\(Ownership.newScratch())"
    #expect(changes(from: MemoryTree([path: "half"]), to: []).map(\.path) == [path])
    #expect(Ownership.newScratch() != Ownership.newScratch())
  }

  @Test func refusesAFileThatCannotBeRead() {
    let tree = Unreadable(path: path)
    let change = changes(from: tree, to: [GeneratedFile(path: path, text: mark)]).first
    guard case .blocked(let obstacle) = change?.kind else {
      Issue.record("it is \(String(describing: change?.kind))")
      return
    }
    #expect(obstacle.path == path)
    #expect(obstacle.message.contains("cannot be read"))
  }
}

/// A repository whose only file is there and gives nothing.
private struct Unreadable: FileTree {
  let path: String

  func read(_ path: String) -> SourceFile? { nil }

  func kind(of path: String) -> FileKind? {
    if path == self.path { return .file }
    return self.path.hasPrefix(path + "/") ? .directory : nil
  }

  func target(of path: String) -> String? { nil }

  func children(of path: String) -> [String] { [] }
}
