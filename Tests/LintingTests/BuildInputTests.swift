import Linting
import SourceText
import Testing

@Suite("Files that builds take")
struct BuildInputTests {
  /// A workflow with one job.
  private func workflow(
    _ steps: [String], on: String = "push", job: String = "", checkout: Bool = true
  ) -> String {
    let all = (checkout ? ["uses: actions/checkout@v7"] : []) + steps
    let list = all.map { "      - " + $0.replacing("\n", with: "\n        ") }
    return "on: \(on)\njobs:\n  a:\n    runs-on: ubuntu-24.04\n\(job)    steps:\n"
      + list.joined(separator: "\n") + "\n"
  }

  private func action(_ inputs: String) -> String {
    "uses: docker/build-push-action@v7\nwith: {\(inputs)}"
  }

  private func found(_ id: String, _ workflow: String, _ files: [(String, String)]) -> [String] {
    let all = [(".github/workflows/a.yml", workflow)] + files
    return lint(
      RepositoryView(files: all.map { SourceFile(name: $0.0, text: $0.1) }),
      rules: Rule.all.filter { $0.id == id }
    ).map { "\($0.location.file.name)" }
  }

  // MARK: Dockerfiles

  private func missing(_ workflow: String) -> Int {
    found(
      "missing-dockerfile", workflow,
      [("api/Dockerfile", "FROM a\n"), ("docker/web.Dockerfile", "FROM a\n"), ("web/x", "\n")]
    ).count
  }

  @Test func aDockerfileMustBeThere() {
    #expect(missing(workflow([action("context: web")])) == 1)
    #expect(missing(workflow([action("context: ., file: docker/wb.Dockerfile")])) == 1)
    #expect(missing(workflow([action("context: docker, file: web.Dockerfile")])) == 1)
    #expect(missing(workflow([action("file: web/Dockerfile")], checkout: false)) == 1)
    #expect(missing(workflow(["run: docker build -f web.Dockerfile docker"])) == 1)
    #expect(missing(workflow(["run: docker build web\nworking-directory: ."])) == 1)
    let matrix = "    strategy: {matrix: {include: [{d: api}, {d: wbe}]}}\n"
    #expect(missing(workflow([action("context: '${{ matrix.d }}'")], job: matrix)) == 1)
  }

  @Test func aDockerfileMayBeMade() {
    #expect(missing(workflow([action("context: api")])) == 0)
    #expect(missing(workflow(["run: make web/Dockerfile", action("context: web")])) == 0)
    #expect(missing(workflow(["run: cat x > web/Dockerfile", action("context: web")])) == 0)
    #expect(missing(workflow(["uses: actions/download-artifact@v8", action("context: web")])) == 0)
    #expect(missing(workflow(["uses: acme/make@v1", action("context: web")])) == 0)
    #expect(missing(workflow([action("context: web")], checkout: false)) == 0)
    #expect(missing(workflow([action("context: 'https://example.com/x.git'")])) == 0)
    #expect(missing(workflow([action("context: '${{ inputs.d }}'")])) == 0)
    #expect(missing(workflow(["run: make x\n", "run: docker build web"])) == 0)
  }

  @Test func whatOnlyLooksDoesNotMakeFiles() {
    let steps = [
      "run: |\n  docker pull alpine\n  df -h / | tail -1\n  echo \"x=1\" >> \"$GITHUB_OUTPUT\"",
      "uses: docker/setup-buildx-action@v4", action("context: web"),
    ]
    #expect(missing(workflow(steps)) == 1)
  }

  // MARK: COPY

  private func copies(_ id: String, _ dockerfile: String, _ ignored: String = "") -> Int {
    found(
      id, workflow([action("context: api")]),
      [
        ("api/Dockerfile", "FROM a\n\(dockerfile)\n"), ("api/main.py", "\n"),
        ("api/lib/x.py", "\n"),
        ("api/.dockerignore", ignored), ("common/log.py", "\n"),
      ]
    ).count
  }

  @Test func aCopiedFileMustBeInTheContext() {
    #expect(copies("missing-copy-source", "COPY requirements.txt /") == 1)
    #expect(copies("missing-copy-source", "COPY ../common /common") == 1)
    #expect(copies("missing-copy-source", "COPY api/main.py /") == 1)
    #expect(copies("missing-copy-source", "ADD [\"mian.py\", \"/\"]") == 1)
    #expect(
      copies("missing-copy-source", "RUN --mount=type=bind,source=poetry.lock,target=/l x") == 1)
    #expect(copies("missing-copy-source", "ARG D=libs\nCOPY ${D} /") == 1)
  }

  @Test func aCopiedFileMayBeUnknown() {
    #expect(copies("missing-copy-source", "COPY main.py lib /x/") == 0)
    #expect(copies("missing-copy-source", "COPY . /") == 0)
    #expect(copies("missing-copy-source", "COPY *.lock /") == 0)
    #expect(copies("missing-copy-source", "ARG D\nCOPY ${D}/x /") == 0)
    #expect(copies("missing-copy-source", "COPY --from=b requirements.txt /") == 0)
    #expect(copies("missing-copy-source", "COPY <<EOF /x\na\nEOF") == 0)
    #expect(copies("missing-copy-source", "ADD https://example.com/x /") == 0)
  }

  @Test func aCopiedFileMustNotBeIgnored() {
    #expect(copies("ignored-copy-source", "COPY main.py /", "*.py\n") == 1)
    #expect(copies("ignored-copy-source", "COPY lib/x.py /", "**/lib\n") == 1)
    #expect(copies("ignored-copy-source", "COPY lib /lib", "*\n!main.py\n") == 1)
    #expect(copies("ignored-copy-source", "COPY lib /lib", "lib\n!lib/x.py\n") == 0)
    #expect(copies("ignored-copy-source", "COPY . /", "lib\n") == 0)
    #expect(copies("ignored-copy-source", "COPY main.py /", "# main.py\n\n") == 0)
  }

  @Test func theIgnoreFileOfADockerfileCounts() {
    let files = [
      ("api/Dockerfile", "FROM a\nCOPY lib /lib\n"), ("lib/x.py", "\n"),
      ("api/Dockerfile.dockerignore", "lib\n"), (".dockerignore", "\n"),
    ]
    let build = workflow([action("context: ., file: api/Dockerfile")])
    #expect(found("ignored-copy-source", build, files) == ["api/Dockerfile"])
    // What BuildKit fetches itself is not looked at.
    let remote = workflow([action("file: api/Dockerfile")])
    #expect(found("ignored-copy-source", remote, files) == [])
  }

  // MARK: Stages

  private func stages(_ dockerfile: String, _ inputs: String = "context: api") -> Int {
    found("unknown-stage", workflow([action(inputs)]), [("api/Dockerfile", dockerfile)]).count
  }

  @Test func aStageMustBeThere() {
    #expect(stages("FROM node:24 AS b\nFROM nginx:1\nCOPY --from=builder /a /b\n") == 1)
    #expect(stages("FROM base\nRUN x\n") == 1)
    #expect(stages("FROM node:24 AS b\nRUN --mount=from=assets,target=/a x\n") == 1)
    #expect(stages("FROM node:24 AS b\n", "context: api, target: prod") == 1)
    #expect(stages("FROM node:24 AS b\n", "context: api, target: '${{ matrix.x }}'") == 0)
  }

  @Test func aNameMayBeThatOfAnImage() {
    #expect(stages("FROM composer AS c\nFROM php:8\nCOPY --from=composer /a /b\n") == 0)
    #expect(stages("FROM php:8\nCOPY --from=ghcr.io/acme/builder /a /b\n") == 0)
    #expect(stages("FROM php:8\nCOPY --from=builder:1 /a /b\n") == 0)
    #expect(
      stages(
        "FROM php:8\nCOPY --from=assets /a /b\n",
        "context: api, build-contexts: 'assets=docker-image://ghcr.io/acme/assets'") == 0)
    #expect(stages("ARG BASE=node\nFROM ${BASE}\n") == 0)
    let local = workflow([
      "run: docker build -t base api", "run: docker build -f api/web.Dockerfile api",
    ])
    let files = [("api/Dockerfile", "FROM node:24\n"), ("api/web.Dockerfile", "FROM base\n")]
    #expect(found("unknown-stage", local, files) == [])
  }
}
