import Fixtures
import FoundationEssentials
import Testing

@testable import Generation

@Suite("Embedded templates")
struct TemplateTests {
  @Test func areWhatTheFolderHolds() throws {
    let folder = "\(Repositories.packageRoot)/templates/scripts"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(Templates.scripts.map(\.name) == names)
    for (name, text) in Templates.scripts {
      let data = FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data()
      #expect(Data(text.utf8) == data, "run 'make templates': \(name) has changed")
    }
  }
}
