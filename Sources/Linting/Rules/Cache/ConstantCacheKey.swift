import SourceText
import YAML

extension Rule {
  /// Finds caches of changing files under a key that never changes.
  static let constantCacheKey = Rule(
    id: "constant-cache-key",
    summary: "A cache of changing files has a key that never changes.",
    rationale: """
      A key is written once: where it exists already, nothing is saved. Files that change with each \
      build or with a lock file stay as the first run left them, until GitHub drops the cache.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/dependency-caching",
    severity: .warning,
    category: .cache,
    fixes: .never,
    example: Example(
      "packages of Python",
      bad: """
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/cache@v6.1.0
                with:
                  path: ~/.cache/pip
                  key: ⟦pip-${{ runner.os }}⟧
              - run: pip install -r requirements.txt
        """,
      good: [
        ".github/workflows/test.yml": """
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/cache@v6.1.0
                with:
                  path: ~/.cache/pip
                  key: pip-${{ runner.os }}-${{ hashFiles('requirements.txt') }}
              - run: pip install -r requirements.txt
        """,
        "requirements.txt": "requests==2.32.0",
      ]),
    check: .repository { repository in
      let layers = Set(
        repository.effects.builds.flatMap { build in
          ((build.options?.exports ?? []) + (build.options?.imports ?? [])).compactMap { entry in
            entry.backend == .directory ? entry.options["dest"] ?? entry.options["src"] : nil
          }
        })
      return CacheStep.all(in: repository).compactMap { cache in
        guard cache.saves, cache.step.action == "actions/cache", let key = cache.key,
          let parts = KeyParts(key), parts.isConstant,
          let path = cache.path?.text?.split(separator: "\n").first(where: { line in
            isChanging(line, layers)
          })
        else { return nil }
        return Finding(
          "this key is the same in every run, so '\(path.drop { $0 == " " })' is saved once and "
            + "never again", at: cache.workflow.location(key),
          help:
            "put what the files depend on into the key, as in \"${{ hashFiles('…') }}\", and name "
            + "the rest under 'restore-keys'")
      }
    })
}

/// Whether files at a path certainly change: layers of builds, and what package managers download.
private func isChanging(_ path: Substring, _ layers: Set<String>) -> Bool {
  var trimmed = path.drop { $0 == " " }
  while let last = trimmed.last, last == " " || last == "/" { trimmed = trimmed.dropLast() }
  if layers.contains(String(trimmed)) { return true }
  let known = [
    "buildx-cache", ".cache/pip", ".npm", "node_modules", ".cargo/registry", ".m2/repository",
    ".m2",
    ".gradle/caches", "go/pkg/mod", ".cache/go-build", ".ccache", ".cache/pypoetry", ".cache/uv",
    ".cache/yarn", ".pnpm-store", ".yarn/cache", "vendor/bundle", ".nuget/packages",
    ".composer/cache",
  ]
  return known.contains {
    trimmed == $0 || trimmed.hasSuffix("/" + $0) || trimmed.hasSuffix("." + $0)
  }
}
