import Testing

@Suite("The place of the manifest")
struct PlacementTests {
  private func repository() async throws -> Scratch {
    let scratch = try Scratch()
    try await scratch.git("init", "--quiet", "--initial-branch", "main")
    try scratch.write(
      "version: 1\nrepository: o/r\nregistry: ghcr.io/o/r\nimages: {app: {}}\n",
      to: "svc/wfgen.yml")
    try scratch.write("FROM alpine:3.22\n", to: "svc/Dockerfile")
    return scratch
  }

  @Test func isRefusedBelowTheRootOfTheRepository() async throws {
    let scratch = try await repository()
    let check = try await scratch.wfgen("check", "--format", "oneline", in: "svc")
    #expect(check.status == 1)
    #expect(check.output.contains("error: the manifest lies in 'svc'"))
    let generate = try await scratch.wfgen("generate", in: "svc")
    #expect(generate.status == 2)
    #expect(generate.errors.contains("manifest-below-root"))
    #expect(scratch.read("svc/.github/workflows/wfgen-images.yml") == nil)
  }

  @Test func isTheCallersWordWhereTheDirectoryIsNamed() async throws {
    let scratch = try await repository()
    let generate = try await scratch.wfgen("generate", "-C", "svc")
    #expect(generate.status == 0)
    #expect(generate.errors.contains("info[manifest-below-root]"))
    #expect(scratch.read("svc/.github/workflows/wfgen-images.yml") != nil)
    #expect(try await scratch.wfgen("check", "-C", "svc", "--fail-on", "warning").status == 0)
  }

  @Test func isGoodInARepositoryThatLiesInAnother() async throws {
    let scratch = try await repository()
    // As in a submodule.
    try scratch.write("gitdir: ../.git/modules/svc\n", to: "svc/.git")
    #expect(try await scratch.wfgen("generate", in: "svc").errors == "")
  }
}
