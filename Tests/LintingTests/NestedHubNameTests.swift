import Testing

@testable import Linting

@Suite("Names on Docker Hub")
struct NestedHubNameTests {
  private func findings(_ run: String) -> [String] {
    lintLines(
      [
        ".github/workflows/a.yml": """
        on: push
        jobs:
          a:
            runs-on: ubuntu-24.04
            strategy: {matrix: {image: [web]}}
            steps:
              - run: \(run)
        """
      ], rules: [.nestedHubName])
  }

  @Test(arguments: [
    "docker push acme/tools/web", "docker push docker.io/acme/tools/web:1.0",
    "docker push acme/tools/${{ matrix.image }}",
    "docker buildx build --push -t index.docker.io/acme/tools/web:main .",
  ])
  func areAnOwnerAndOneName(_ run: String) {
    #expect(findings(run).count == 1)
  }

  @Test(arguments: [
    "docker push acme/web", "docker push ghcr.io/acme/tools/web", "docker push web",
    "docker push localhost:5000/acme/tools/web", "docker push registry.example.com/acme/tools/web",
    "docker push ${{ vars.REGISTRY }}/acme/tools/web", "docker push $HUB/acme/tools/web",
    "docker pull acme/tools/web",
  ])
  func areOtherwiseLeftAlone(_ run: String) {
    #expect(findings(run).isEmpty)
  }
}
