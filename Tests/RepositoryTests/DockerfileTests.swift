import Dockerfiles
import Fixtures
import FoundationEssentials
import SourceText
import Testing

@Suite("The image with wfgen")
struct DockerfileTests {
  private func file(_ path: String) throws -> SourceFile {
    let data = FileManager.default.contents(atPath: "\(Repositories.packageRoot)/\(path)")
    return SourceFile(name: path, bytes: [UInt8](try #require(data)))
  }

  @Test func isBuiltFromTheWholeSourceAndNoBuild() throws {
    let dockerfile = Dockerfile(parsing: try file("Dockerfile"))
    let resolution = dockerfile.resolve()
    #expect(dockerfile.diagnostics + resolution.diagnostics == [])
    #expect(resolution.inputs.map { $0.pattern.value?.description } == ["."])
    let ignored = IgnoreFile(parsing: try file(".dockerignore"))
    for path in [".build/debug/wfgen", ".build-ci/venv/bin/python", ".git/HEAD"] {
      #expect(ignored.ignores(path), "\(path)")
    }
    for path in ["Package.swift", "Sources/wfgen/Main.swift", ".ci/release"] {
      #expect(!ignored.ignores(path), "\(path)")
    }
  }

  @Test func takesTheBinaryFromWhereTheReleaseLeavesIt() throws {
    #expect(try file("Dockerfile").text.contains("/source/.build-release/wfgen"))
    #expect(try file(".ci/release").text.contains("output=$PWD/.build-release\n"))
  }

  @Test func isOfferedAsAHookBesideTheOthers() throws {
    let hooks = try file(".pre-commit-hooks.yaml").text
    #expect(hooks.split(separator: "\n").count { $0.hasPrefix("- id: wfgen-check") } == 3)
    #expect(
      hooks.split(separator: "\n").count { $0 == "  entry: wfgen check --staged" } == 3)
    #expect(hooks.split(separator: "\n").count { $0 == "  entry: wfgen lint --staged" } == 2)
    for language in ["swift", "system", "docker"] {
      #expect(hooks.contains("  language: \(language)\n"))
    }
  }
}
