import Linting
import SourceText
import Testing

@Suite("Files that start builds")
struct BuildStartTests {
  private let files = [
    ("services/api/Dockerfile", "FROM a\nCOPY services/api /api\nCOPY libs/wire /wire\n"),
    ("services/api/src/main.py", "\n"), ("services/api/README.md", "\n"), ("libs/wire/w.py", "\n"),
  ]

  private func workflow(
    _ on: String, _ inputs: String = "context: ., file: services/api/Dockerfile", job: String = ""
  ) -> String {
    """
    name: A
    on:
      \(on)
    jobs:
      a:
        runs-on: ubuntu-24.04
    \(job)    steps:
          - uses: actions/checkout@v7
          - uses: docker/build-push-action@v7
            with: {\(inputs)}

    """
  }

  private func found(
    _ workflow: String, more: [(String, String)] = [], id: String = "uncovered-input"
  ) -> [String] {
    let all = [(".github/workflows/a.yml", workflow)] + more + files
    return lint(
      RepositoryView(files: all.map { SourceFile(name: $0.0, text: $0.1) }),
      rules: Rule.all.filter { $0.id == id }
    ).map { $0.location.file.name.split(separator: "/").last.map(String.init) ?? "" }
  }

  @Test(arguments: [
    "push: {paths: ['services/api/**']}",
    "push: {paths: ['libs/**', 'services/api/src/**']}",
    "push: {paths: ['libs/**', 'services/api/*']}",
    "push: {paths: ['services/**', 'libs/**', '!libs/wire/**']}",
    "push: {paths-ignore: ['libs/**']}",
    "push: {branches: [main], paths: [services/api/Dockerfile, 'libs/**']}",
  ])
  func mustAllBeNamed(_ trigger: String) {
    #expect(found(workflow(trigger)) == ["a.yml"])
  }

  @Test(arguments: [
    "push: {paths: ['services/api/**', 'libs/**']}", "push: {branches: [main]}",
    "push: {paths-ignore: ['**.md']}", "push: {paths: ['**', '!**.md']}", "workflow_dispatch:",
    "push: {tags: ['v*'], paths: ['services/api/**']}",
    "push: {paths: ['services/api/src/**', 'services/api/Dockerfile', 'libs/**']}",
    "schedule: [{cron: '1 1 * * 1'}]", "pull_request: {paths: ['services/api/**']}",
  ])
  func areAllNamed(_ trigger: String) {
    #expect(found(workflow(trigger)) == [])
  }

  @Test func mayBeNamedByAnotherWorkflow() {
    let narrow = "push: {paths: ['services/api/**']}\n  workflow_run: {workflows: [B]}"
    func other(_ paths: String, _ steps: String = "[]") -> [(String, String)] {
      [
        (
          ".github/workflows/b.yml",
          "name: B\non: {push: {paths: [\(paths)]}}\njobs: {b: {steps: \(steps)}}\n"
        )
      ]
    }
    #expect(found(workflow(narrow), more: other("'libs/**'")) == [])
    #expect(found(workflow(narrow), more: other("'docs/**'")) == ["a.yml"])
    let build =
      "[{uses: actions/checkout@v7}, {uses: docker/build-push-action@v7, with: {context: ., file: services/api/Dockerfile}}]"
    #expect(
      found(
        workflow("push: {paths: ['services/api/**']}"),
        more: other("'libs/**', 'services/api/**'", build))
        == [])
  }

  @Test func areNotThoseOfAnActionThatRunsInAnImage() {
    let action = [
      (
        ".github/workflows/a.yml",
        "on: {push: {paths: ['src/**']}}\njobs: {a: {steps: [{uses: actions/checkout@v7}, {uses: ./x}]}}\n"
      ), ("x/action.yml", "runs: {using: docker, image: Dockerfile}\n"),
      ("x/Dockerfile", "FROM a\n"),
      ("src/a.py", "\n"),
    ]
    let view = RepositoryView(files: action.map { SourceFile(name: $0.0, text: $0.1) })
    #expect(lint(view, rules: Rule.all.filter { $0.id == "uncovered-input" }) == [])
  }

  @Test func areThoseOfTheCaller() {
    let caller = [
      (
        ".github/workflows/b.yml",
        "on: {push: {paths: ['services/api/**']}}\njobs: {b: {uses: ./.github/workflows/a.yml}}\n"
      )
    ]
    #expect(found(workflow("workflow_call:"), more: caller) == ["b.yml"])
    #expect(found(workflow("workflow_call:")) == [])
  }

  /// A build that waits for a filter of an earlier job.
  private func gated(_ condition: String, _ step: String) -> String {
    let job = "    needs: changes\n    if: \(condition)\n"
    return workflow("push: {branches: [main]}", job: job) + """
        changes:
          runs-on: ubuntu-24.04
          outputs:
            api: ${{ steps.f.outputs.api }}
            all: ${{ steps.f.outputs.changes }}
            any: ${{ steps.f.outputs.any_changed }}
          steps:
            - id: f
              \(step.replacing("\n", with: "\n        "))

      """
  }

  @Test(arguments: [
    "needs.changes.outputs.api == 'true'", "${{ needs.changes.outputs.api == 'true' }}",
    "github.event_name == 'workflow_dispatch' || needs.changes.outputs.api == 'true'",
    "needs.changes.outputs.api != 'false' && github.ref == 'refs/heads/main'",
    "contains(needs.changes.outputs.all, 'api')",
    "contains(fromJSON(needs.changes.outputs.all), 'api')",
  ])
  func areThoseOfTheFilterThatTheJobWaitsFor(_ condition: String) {
    func step(_ patterns: String) -> String {
      "uses: dorny/paths-filter@v4\nwith:\n  filters: |\n    api: [\(patterns)]"
    }
    #expect(found(gated(condition, step("'services/api/**'"))) == ["a.yml"])
    #expect(found(gated(condition, step("'services/api/**', 'libs/**'"))) == [])
    #expect(found(gated(condition, step("'services/api/**', '@(libs)/**'"))) == [])
  }

  @Test func areThoseOfAListWithoutNames() {
    func step(_ more: String) -> String {
      "uses: tj-actions/changed-files@v47\nwith:\n  files: |\n    services/api/**\n    \(more)"
    }
    let condition = "needs.changes.outputs.any == 'true'"
    #expect(found(gated(condition, step("docs/**"))) == ["a.yml"])
    #expect(found(gated(condition, step("libs/**"))) == [])
    let dead = found(gated(condition, step("docs/**")), id: "dead-path-pattern")
    #expect(dead == ["a.yml"])
  }

  @Test(arguments: [
    "always()", "needs.changes.outputs.api == 'true' || github.event_name == 'push'",
    "needs.changes.outputs.api", "!(needs.changes.outputs.api == 'true')",
  ])
  func areNotThoseOfAFilterThatDoesNotDecide(_ condition: String) {
    let step = "uses: dorny/paths-filter@v4\nwith:\n  filters: |\n    api: ['services/api/**']"
    #expect(found(gated(condition, step)) == [])
  }

  @Test func includeContextsWithNamesOfTheirOwn() {
    let inputs = "context: services/api, build-contexts: wire=libs/wire"
    let files = [("services/api/Dockerfile", "FROM a\nCOPY --from=wire . /w\n")]
    #expect(found(workflow("push: {paths: ['services/**']}", inputs), more: files) == ["a.yml"])
    #expect(found(workflow("push: {paths: ['services/**', 'libs/**']}", inputs), more: files) == [])
  }

  @Test func mayNotBeTakenOutAsTexts() {
    let trigger = "push: {paths: ['services/**', 'libs/**', '!**.txt']}"
    let more = [("services/api/requirements.txt", "\n")]
    #expect(found(workflow(trigger), more: more) == ["a.yml"])
    #expect(found(workflow(trigger), more: [("services/api/notes.txt", "\n")]) == [])
  }

  @Test func doNotIncludeTheWholeRepository() {
    let root = workflow("push: {paths: ['src/**', Dockerfile]}", "context: .")
    let more = [("Dockerfile", "FROM a\nCOPY . /\n"), ("src/a.py", "\n"), ("README.md", "\n")]
    #expect(found(root, more: more) == [])
  }

  // MARK: Packages

  private func packages(
    _ id: String, _ manifests: [(String, String)], context: String = ".",
    copy: String = "COPY . /src"
  ) -> Int {
    let trigger = "push: {paths: ['app/**']}"
    let build = workflow(trigger, "context: \(context), file: app/Dockerfile")
    return found(build, more: [("app/Dockerfile", "FROM a\n\(copy)\n")] + manifests, id: id).count
  }

  @Test(arguments: [
    [("app/requirements.txt", "flask\n-e ../lib\n"), ("lib/pyproject.toml", "\n")],
    [
      ("app/pyproject.toml", "[x]\nlib = { path = \"../lib\", develop = true }\n"),
      ("lib/setup.py", "\n"),
    ],
    [
      ("app/package.json", "{\"dependencies\": {\"lib\": \"file:../lib\"}}"),
      ("lib/package.json", "{}"),
    ],
    [
      ("app/package.json", "{\"dependencies\": {\"@a/lib\": \"workspace:*\"}}"),
      ("packages/lib/package.json", "{\"name\": \"@a/lib\"}"),
    ],
    [("app/go.mod", "replace example.com/lib => ../lib\n"), ("lib/go.mod", "\n")],
    [
      ("app/Cargo.toml", "[dependencies]\nlib = { path = \"../lib\" }\n"), ("lib/Cargo.toml", "\n"),
    ],
    [
      ("app/requirements.txt", "../mid\n"), ("mid/setup.py", "\n"),
      ("mid/requirements.txt", "-e ../lib\n"), ("lib/setup.py", "\n"),
    ],
  ])
  func includePackagesThatTheSourcesNeed(_ manifests: [(String, String)]) {
    #expect(packages("package-outside-filter", manifests) == 1)
    #expect(packages("package-outside-build", manifests) == 0)
    let narrow = packages("package-outside-build", manifests, context: "app")
    #expect(narrow == (manifests.count == 4 ? 2 : 1))
    #expect(packages("package-outside-build", manifests, copy: "COPY app /src") == narrow)
  }

  @Test(arguments: [
    [("app/requirements.txt", "flask\n-e ./lib\n"), ("app/lib/pyproject.toml", "\n")],
    [("app/Cargo.toml", "[lib]\npath = \"src/lib.rs\"\n"), ("app/src/lib.rs", "\n")],
    [
      ("app/package.json", "{\"dependencies\": {\"lib\": \"^1.0.0\"}}"), ("lib/package.json", "{}"),
    ],
    [("app/go.mod", "replace example.com/lib => example.com/fork v1\n"), ("lib/go.mod", "\n")],
    [("app/requirements.txt", "-e ../gone\n"), ("lib/setup.py", "\n")],
  ])
  func areNotOtherDependencies(_ manifests: [(String, String)]) {
    #expect(packages("package-outside-filter", manifests) == 0)
    #expect(packages("package-outside-build", manifests, context: "app") == 0)
  }
}
