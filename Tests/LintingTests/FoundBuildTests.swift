import Linting
import SourceText
import Testing

@Suite("What workflows build")
struct FoundBuildTests {
  private func found(_ steps: String) -> [FoundBuild] {
    let text =
      "on: push\nenv: {REGISTRY: ghcr.io}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n"
      + "      - uses: actions/checkout@v7\n" + steps
    let file = SourceFile(name: ".github/workflows/b.yml", text: text)
    return builds(in: RepositoryView(files: [file], slug: "acme/shop"))
  }

  @Test func isReadOffTheAction() throws {
    let build = try #require(
      found(
        """
              - uses: docker/build-push-action@v7
                with:
                  context: services
                  file: docker/api.Dockerfile
                  target: runtime
                  platforms: linux/amd64,linux/arm64
                  build-args: |
                    PYTHON=3.12
                    SHA=${{ github.sha }}
                  push: true
                  tags: |
                    ${{ env.REGISTRY }}/${{ github.repository }}/api:latest
                    ${{ env.REGISTRY }}/${{ github.repository }}/api:${{ github.sha }}

        """
      ).first)
    #expect(build.dockerfile == "docker/api.Dockerfile" && build.context == "services")
    #expect(build.target == "runtime" && build.platforms == ["linux/amd64", "linux/arm64"])
    #expect(build.arguments == ["PYTHON": "3.12"])
    #expect(build.repositories == ["ghcr.io/acme/shop/api"])
    #expect(build.tags == ["latest"])
    #expect(build.workflow == ".github/workflows/b.yml")
  }

  @Test func isTheWholeRepositoryWithoutContext() {
    let builds = found(
      "      - uses: docker/build-push-action@v7\n        with: {push: true, tags: acme/shop}\n")
    #expect(builds.map(\.context) == ["."] && builds.map(\.dockerfile) == ["Dockerfile"])
  }

  @Test func isReadOffScripts() {
    let builds = found(
      "      - run: docker build -t acme/a -f web/Dockerfile web\n        working-directory: apps\n"
    )
    #expect(builds.map(\.context) == ["apps/web"])
    #expect(builds.map(\.dockerfile) == ["apps/web/Dockerfile"])
    #expect(builds.map(\.repositories) == [[]])
  }

  @Test(arguments: ["context: '${{ inputs.x }}'", "context: https://github.com/a/b.git"])
  func isLeftOutWhereItIsNotKnown(_ input: String) {
    #expect(
      found("      - uses: docker/build-push-action@v7\n        with: {\(input)}\n") == [])
  }
}
