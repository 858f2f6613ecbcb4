import Fixtures
import FoundationEssentials
import Generation
import Manifest
import Testing

@Suite("The page about the manifest")
struct ManifestPageTests {
  private static let path = "\(Repositories.packageRoot)/.github/MANIFEST.md"

  @Test func saysWhatTheReaderFollows() throws {
    let data = FileManager.default.contents(atPath: Self.path) ?? Data()
    guard String(decoding: data, as: UTF8.self) != ManifestReference.text else { return }
    Issue.record("\(Self.path) is not up to date; WFGEN_RECORD=1 writes it")
    // Recording never passes: the difference has to be read, and the test run again.
    guard ProcessInfo.processInfo.environment["WFGEN_RECORD"] == "1" else { return }
    try Data(ManifestReference.text.utf8).write(to: URL(filePath: Self.path))
  }

  @Test func namesTheLimitThatDecides() {
    let limit = Pipeline.maximumImagesWithPaths
    #expect(ManifestReference.text.contains("`paths` up to \(limit) images, `every` above"))
  }

  @Test func leavesNoKeyWithoutAWord() {
    let sections: [ManifestSection] = [
      .root, .registry, .login, .loginSecrets, .identity, .triggers, .expect, .tier, .image,
      .builtBy, .task,
    ]
    for key in sections.flatMap(\.keys) {
      #expect(!key.summary.isEmpty && !key.summary.hasSuffix("."), "\(key.name)")
      #expect(key.values.isEmpty == (key.onlyYet != nil), "\(key.name)")
      // A bar would end the cell.
      #expect(!(key.summary + key.values + key.absent).contains("|"), "\(key.name)")
    }
  }
}
