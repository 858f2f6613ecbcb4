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
    "pull_request: {paths: ['services/api/**']}",
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
    "schedule: [{cron: '1 1 * * 1'}]",
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

  @Test func areThoseOfTheCaller() {
    let caller = [
      (
        ".github/workflows/b.yml",
        "on: {push: {paths: ['services/api/**']}}\njobs: {b: {uses: ./.github/workflows/a.yml}}\n"
      )
    ]
    #expect(found(workflow("workflow_call:"), more: caller) == ["a.yml"])
    #expect(found(workflow("workflow_call:")) == [])
  }

  @Test func areThoseOfTheFilterThatTheJobWaitsFor() {
    func gated(_ patterns: String) -> String {
      let job = """
            needs: changes
            if: needs.changes.outputs.api == 'true'

        """
      return workflow("push: {branches: [main]}", job: job) + """
          changes:
            runs-on: ubuntu-24.04
            outputs: {api: '${{ steps.f.outputs.api }}'}
            steps:
              - uses: dorny/paths-filter@v4
                id: f
                with:
                  filters: |
                    api: [\(patterns)]

        """
    }
    #expect(found(gated("'services/api/**'")) == ["a.yml"])
    #expect(found(gated("'services/api/**', 'libs/**'")) == [])
    #expect(found(gated("'services/api/**', '@(libs)/**'")) == [])
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
