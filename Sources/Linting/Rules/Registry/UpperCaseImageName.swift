import SourceText
import YAML

extension Rule {
  /// Finds image names with capital letters.
  static let upperCaseImageName = Rule(
    id: "upper-case-image-name",
    summary: "The name of an image holds a capital letter.",
    rationale: """
      The repository in an image name must be in lower case; only a tag may have capitals. Docker \
      refuses the name as an invalid reference. `github.repository` and `github.repository_owner` \
      keep the capitals of their names on GitHub.
      """,
    source: "https://docs.docker.com/reference/cli/docker/image/tag/",
    severity: .error,
    category: .registry,
    fixes: .never,
    example: Example(
      "an owner with a capital letter",
      bad: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/login-action@v4.6.0
                with:
                  registry: ghcr.io
                  username: ${{ github.actor }}
                  password: ${{ secrets.GITHUB_TOKEN }}
              - uses: docker/build-push-action@v7.4.0
                with:
                  push: true
                  tags: ⟦ghcr.io/Acme/relay:latest⟧
        """,
      good: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/login-action@v4.6.0
                with:
                  registry: ghcr.io
                  username: ${{ github.actor }}
                  password: ${{ secrets.GITHUB_TOKEN }}
              - uses: docker/build-push-action@v7.4.0
                with:
                  push: true
                  tags: ghcr.io/acme/relay:latest
        """),
    check: .repository { repository in
      var seen: Set<SourceLocation> = []
      return names(in: repository).compactMap { name, location -> Finding? in
        guard let repositoryName = upperCaseRepository(of: name),
          seen.insert(location).inserted
        else { return nil }
        return Finding(
          "'\(repositoryName)' holds a capital letter, and Docker refuses such a name",
          at: location,
          help: "write '\(repositoryName.lowercased())'")
      }
    })
}

/// Every name of an image, and where it is named.
private func names(in repository: Repository) -> [(PartialText, SourceLocation)] {
  var names: [(PartialText, SourceLocation)] = []
  for effect in repository.effects.all {
    let file = repository.file(at: effect.place)
    switch effect.kind {
    case .push(let name):
      names.append((name, effect.detail ?? SourceLocation(file, effect.range)))
    case .pull(let name), .run(let name):
      // What stands behind 'docker run' without a host may be anything.
      if name.pattern.prefix(while: { $0 != "/" }).contains(".") {
        names.append((name, effect.detail ?? SourceLocation(file, effect.range)))
      }
    case .build(let position):
      let build = repository.effects.builds[position]
      let tags = repository.location(of: "tags", in: build)
      if build.options?.mayPush != true {
        names += build.names.map { ($0, tags) }
      }
      for entry in (build.options?.exports ?? []) + (build.options?.imports ?? [])
      where entry.backend == .registry {
        let ref = PartialText(pattern: entry.options["ref"] ?? "")
        if !ref.pattern.contains("${{") { names.append((ref, entry.location)) }
      }
    default: break
    }
  }
  return names
}

/// The name without tag, when a part of it that is known holds a capital letter.
private func upperCaseRepository(of name: PartialText) -> String? {
  var text = name.pattern[...]
  if let at = text.firstIndex(of: "@") { text = text[..<at] }
  let slash = text.lastIndex(of: "/") ?? text.startIndex
  if let colon = text[slash...].firstIndex(of: ":") { text = text[..<colon] }
  // The host may be written in any case.
  let first = text.prefix { $0 != "/" }
  let isHost = text.contains("/") && (first.contains(".") || first.contains(":"))
  let path = isHost ? text.dropFirst(first.count) : text
  guard path.utf8.contains(where: { (0x41...0x5A).contains($0) }),
    !path.contains("$"), !path.contains(" "),
    !text.unicodeScalars.contains(PartialText.hole)
  else { return nil }
  return String(text)
}
