import Testing

@testable import Linting

@Suite("Files that nothing has brought")
struct MissingCheckoutTests {
  private func findings(
    _ steps: String, runner: String = "ubuntu-24.04", before: String = ""
  ) -> [String] {
    lintLines(
      [
        ".github/workflows/a.yml": """
        on: push
        jobs:
          a:
            runs-on: \(runner)
            \(before)
            steps:
        \(steps)
        """,
        "web/Dockerfile": "FROM debian:12\n", "web/test.sh": "",
        "docker-bake.hcl": "target \"web\" {\n  context = \"web\"\n}\n",
      ], rules: [.missingCheckout])
  }

  private let build = """
          - uses: docker/build-push-action@v7
            with: {context: web}
    """

  @Test(arguments: [
    "      - run: docker build -t web web", "      - run: docker build -f web/Dockerfile .",
    "      - run: ./web/test.sh", "      - {run: ./test.sh, working-directory: web}",
    "      - run: |\n          echo start\n          bash web/test.sh",
    "      - uses: docker/setup-buildx-action@v4\n      - run: docker buildx build web",
  ])
  func areMissed(_ steps: String) {
    #expect(findings(steps).count == 1)
    #expect(findings("      - uses: actions/checkout@v7\n" + steps).isEmpty)
    #expect(findings(steps, runner: "self-hosted").isEmpty)
    #expect(findings("      - uses: acme/fetch@v1\n" + steps).isEmpty)
    #expect(findings("      - run: git clone https://example.com/x .\n" + steps).isEmpty)
  }

  @Test func areMissedByActions() {
    #expect(findings(build) == [".github/workflows/a.yml:8: missing-checkout"])
    let download = "      - uses: actions/download-artifact@v5\n"
    #expect(findings(download + build).isEmpty)
  }

  @Test(arguments: [
    "      - uses: docker/build-push-action@v7",
    "      - uses: docker/bake-action@v7\n        with: {targets: web}",
    "      - uses: docker/build-push-action@v7\n        with: {context: '{{defaultContext}}:web'}",
    "      - run: docker build https://example.com/x.git",
    "      - run: ./elsewhere.sh",
  ])
  func areNotMissedWhereNoneIsNeeded(_ steps: String) {
    #expect(findings(steps).isEmpty)
  }
}
