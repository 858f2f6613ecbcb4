import Linting
import SourceText
import Testing

/// What the rules about paths say about files, as `path:line: rule` without the path's directory.
func pathFindings(_ id: String, _ files: KeyValuePairs<String, String>) -> [String] {
  lintLines(files, rules: Rule.all.filter { $0.id == id }).map { line in
    String(line.split(separator: "/").last ?? "")
  }
}

@Suite("Filters for paths")
struct PathFilterTests {
  private func found(_ id: String, _ filter: String) -> Int {
    pathFindings(
      id,
      [
        ".github/workflows/a.yml": "on:\n  push:\n    \(filter)\njobs: {}\n",
        "app/main.py": "\n", "app/docs/a.md": "\n", "docker/app.Dockerfile": "FROM a\n",
        "requirements-app.txt": "\n", ".gitmodules": "[submodule \"x\"]\n\tpath = vendor/x\n",
      ]
    ).count
  }

  @Test(arguments: [
    "paths: [requirements.txt]", "paths: app", "paths: [app/*.js, app/**]", "paths: ['src/**']",
    "paths: ['**/requirements.txt']", "paths: [.github/workflows/b.yml]", "paths: [app/docs/*.txt]",
  ])
  func areDeadWhereNoFileMatches(_ filter: String) {
    #expect(found("dead-path-pattern", filter) == 1)
  }

  @Test(arguments: [
    "paths: ['app/**', '**.jsx']", "paths: [app/docs/*]", "paths: ['**/main.py']",
    "paths: ['*.md']",
    "paths: [vendor/x/lib/**]", "paths: [vendor/x]", "paths: ['app/**', '!app/none/**']",
    "paths-ignore: [none/**]", "paths: ['app/main.py?']", "paths: ['app/[lm]ain.py']",
  ])
  func areAliveOrUnknownElsewhere(_ filter: String) {
    #expect(found("dead-path-pattern", filter) == 0)
  }

  @Test func areNotJudgedWithoutFiles() {
    let files: KeyValuePairs = [".github/workflows/a.yml": "on: {push: {paths: [app/**]}}\n"]
    #expect(pathFindings("dead-path-pattern", files) == [])
  }

  @Test(arguments: [
    "paths: [/app/**]", "paths: [./app/**]", "paths: [app/]", "paths: [app/../docker/**]",
    "paths: ['app\\main.py']", "paths: ['app/** ']", "paths: ['!app/docs/**']",
    "paths: [app//main.py]",
    "paths-ignore: [/app/**]", "paths: ['app/**', '!/app/docs/**']",
  ])
  func matchNothingWhenTheyAreNoPaths(_ filter: String) {
    #expect(found("impossible-path-pattern", filter) == 1)
  }

  @Test(arguments: [
    "paths: [app/**]", "paths: ['app/\\[x\\].py']", "paths: [.github/**]", "paths: ['**']",
    "paths: ['..app/x']",
  ])
  func mayMatchOtherwise(_ filter: String) {
    #expect(found("impossible-path-pattern", filter) == 0)
  }

  @Test(arguments: [
    "paths: ['!app/docs/**', 'app/**']", "paths: ['!**.md', '**']",
    "paths: [docker/app.Dockerfile, '!docker/**', app/**]",
    "paths:\n      - '!app/docs/a.md'\n      - app/**",
  ])
  func haveNoEffectWhereALaterOneDecides(_ filter: String) {
    #expect(found("overridden-path-pattern", filter) == 1)
  }

  @Test(arguments: [
    "paths: ['app/**', '!app/docs/**']", "paths: ['app/**', '!app/docs/**', app/docs/a.md]",
    "paths: ['!none/**', 'app/**']", "paths: ['app/**', '!app/docs/**', 'docker/**']",
  ])
  func haveAnEffectInOrder(_ filter: String) {
    #expect(found("overridden-path-pattern", filter) == (filter.contains("docs/a.md") ? 1 : 0))
  }

  @Test func ofActionsAreReadToo() {
    func dead(_ filters: String) -> [String] {
      pathFindings(
        "dead-path-pattern",
        [
          ".github/workflows/a.yml": """
          on: push
          jobs:
            changes:
              runs-on: ubuntu-24.04
              steps:
                - uses: dorny/paths-filter@v4
                  with:
                    filters: |
          \(filters)
          """, "app/main.py": "\n", "lib/a.py": "\n",
        ])
    }
    let space = "            "
    #expect(dead(space + "app: ['app/**', 'lab/**']") == ["a.yml:9: dead-path-pattern"])
    #expect(dead(space + "app: 'app/{main,other}.py'") == [])
    #expect(dead(space + "app: [added: 'apps/**']") == ["a.yml:9: dead-path-pattern"])
    #expect(dead(space + "app: ['@(x|y)/**', './lib/**']") == [])
    #expect(
      dead(
        space + "shared: &s\n\(space)  - lib/x.py\n\(space)app:\n\(space)  - *s\n\(space)  - app/**"
      )
        == ["a.yml:10: dead-path-pattern"])
  }
}
