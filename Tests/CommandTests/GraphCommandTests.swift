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

@Suite("wfgen graph --inferred")
struct InferredGraphCommandTests {
  private let workflow = """
    name: Images
    on: push
    jobs:
      base:
        runs-on: ubuntu-24.04
        steps:
          - uses: docker/build-push-action@v7
            with: {context: base, push: true, tags: ghcr.io/o/r/base}
      web:
        needs: base
        runs-on: ubuntu-24.04
        steps:
          - uses: docker/build-push-action@v7
            with: {context: web, push: true, tags: ghcr.io/o/r/web}

    """

  private func scratch() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(workflow, to: ".github/workflows/images.yml")
    try scratch.write("FROM alpine:3.22\n", to: "base/Dockerfile")
    try scratch.write("FROM ghcr.io/o/r/base\n", to: "web/Dockerfile")
    return scratch
  }

  @Test func needsNoManifest() async throws {
    let result = try await scratch().wfgen("graph", "--inferred")
    #expect(result.status == 0 && result.errors == "")
    #expect(
      result.output.hasSuffix(
        """
        web ← base (from)
          web/Dockerfile:1:6: FROM ghcr.io/o/r/base:latest
          .github/workflows/images.yml:14:25: job 'web' builds web/Dockerfile as ghcr.io/o/r/web:latest
          .github/workflows/images.yml:8:25: job 'base' builds base/Dockerfile as ghcr.io/o/r/base:latest

        """))
  }

  @Test(arguments: [
    ("json", "\"differences\": null"), ("mermaid", "%% web ← base"), ("dot", "// web ← base"),
  ])
  func hasItsEvidenceInEveryFormat(_ test: (format: String, text: String)) async throws {
    let result = try await scratch().wfgen("graph", "--inferred", "--format", test.format)
    #expect(result.output.contains(test.text))
  }

  @Test func isComparedWithAManifest() async throws {
    let scratch = try scratch()
    let head = "version: 1\nrepository: o/r\nregistry: ghcr.io/o/r\n"
    try scratch.write(
      head + "images:\n  base: {dockerfile: base/Dockerfile, context: base}\n"
        + "  web: {dockerfile: web/Dockerfile, context: web}\n", to: "wfgen.yml")
    let same = try await scratch.wfgen("graph", "--inferred")
    #expect(same.output.hasSuffix("Nothing differs from the manifest.\n"))
    try scratch.write(
      head + "images:\n  base: {dockerfile: base/Dockerfile, context: base}\n"
        + "  tools: {dockerfile: tools/Dockerfile, context: tools}\n", to: "wfgen.yml")
    try scratch.write("FROM ghcr.io/o/r/base\n", to: "tools/Dockerfile")
    let other = try await scratch.wfgen("graph", "--inferred")
    #expect(
      other.output.hasSuffix(
        """
        These differ from the manifest:
          no workflow is known to build 'tools'
          workflows build 'web', which the manifest does not state

        """))
  }
}
