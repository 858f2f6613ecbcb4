import Testing

@Suite("wfgen graph")
struct GraphCommandTests {
  private let head = "version: 1\nrepository: o/r\nregistry: ghcr.io/o/r\n"

  private func scratch(_ manifest: String) throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(manifest, to: "wfgen.yml")
    try scratch.write("FROM alpine:3.22\n", to: "Dockerfile")
    return scratch
  }

  @Test(arguments: ["layuot: tier\nimages: {app: {}}", "images: {app: {tier: none}}"])
  func showsTheGraphAndEndsWithOneWhereThereAreErrors(_ rest: String) async throws {
    let result = try await scratch(head + rest + "\n").wfgen("graph")
    #expect(result.status == 1)
    #expect(result.errors.contains("error["))
    #expect(result.output.contains("app"))
  }

  @Test func showsWarningsBesideTheGraph() async throws {
    let scratch = try scratch(head + "images: {app: {}}\n")
    try scratch.write("FROM alpine:3.22\nCOPY absent /\n", to: "Dockerfile")
    let result = try await scratch.wfgen("graph", "--format", "json")
    #expect(result.status == 0)
    #expect(result.errors.contains("warning[missing-source]"))
    #expect(result.output.hasPrefix("{"))
  }

  @Test func isSilentAboutAManifestWithoutFault() async throws {
    let result = try await scratch(head + "images: {app: {}}\n").wfgen("graph")
    #expect(result.status == 0)
    #expect(result.errors == "")
  }

  @Test func showsNothingWhereTheRegistryIsNotKnown() async throws {
    let text = "version: 1\nrepository: o/r\nimages: {app: {}}\n"
    let result = try await scratch(text).wfgen("graph")
    #expect(result.status == 2)
    #expect(result.errors.contains("error[missing-key]"))
    #expect(result.output == "")
  }

  @Test(arguments: ["check", "graph", "plan", "generate"])
  func saysWhyAnEmptyManifestIsOfNoUse(_ command: String) async throws {
    let result = try await scratch("~\n").wfgen(command)
    #expect(result.status == 2)
    #expect((result.output + result.errors).contains("error[empty-manifest]"))
  }

  @Test(arguments: ["plan", "generate"])
  func saysWhyARepositoryIsMissing(_ command: String) async throws {
    let text = "version: 1\nrepository: ~\nregistry: ghcr.io/o/r\nimages: {app: {}}\n"
    let result = try await scratch(text).wfgen(command)
    #expect(result.status == 2)
    #expect(result.errors.contains("error[missing-key]"))
  }
}
