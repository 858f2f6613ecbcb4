import Fixtures
import Generation
import Manifest
import SourceText
import Testing

@Suite("Manifests that must fail")
struct InvalidFixtureTests {
  /// The folder is named for the rule that has to speak, alone, at the place in `expected.txt`.
  @Test(arguments: Repositories.names(in: "invalid"))
  func reportTheirOneProblem(_ name: String) throws {
    let tree = Repositories.tree("invalid", name)
    let file = try #require(tree.read("wfgen.yml"))
    var (manifest, problems) = Manifest.read(file)
    if let manifest {
      let project = Project(manifest, in: tree)
      problems += project.diagnostics
      if problems.isEmpty { problems += Pipeline(project).diagnostics }
    }
    let errors = problems.filter { $0.severity == .error }.map { problem in
      let place = SourceLines(problem.location.file).position(at: problem.location.range.start)
      return "\(problem.location.file.name):\(place.line):\(place.column) \(problem.rule)"
    }
    let expected = try #require(tree.read("expected.txt")).text.split(separator: "\n")
    #expect(errors == expected.map(String.init))
    #expect(errors.first?.hasSuffix(" " + name.prefix { $0 != "." }) == true)
    for problem in problems {
      #expect(problem.location.range.end <= problem.location.file.bytes.count)
    }
  }
}
