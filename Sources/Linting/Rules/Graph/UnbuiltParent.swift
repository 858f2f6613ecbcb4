import SourceText
import YAML

extension Rule {
  /// Finds images of the repository's own that are taken although no workflow builds them.
  static let unbuiltParent = Rule(
    id: "unbuilt-parent",
    summary: "An image of the repository's own is taken, and no workflow builds it.",
    rationale: """
      The name is one of those that this repository publishes under, but no workflow makes this \
      image. The pull ends with 'not found'; or, when the image was published before it was \
      renamed or its job was removed, everything stays on the last one for ever.
      """,
    source: "https://docs.docker.com/reference/dockerfile/#from",
    severity: .warning,
    category: .graph,
    fixes: .never,
    example: Example(
      "a base that got another name",
      bad: [
        ".github/workflows/images.yml": """
        on: push
        jobs:
          base:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7
                with:
                  context: python
                  push: true
                  tags: ghcr.io/acme/python-base:latest
          web:
            needs: base
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7
                with:
                  context: web
                  push: true
                  tags: ghcr.io/acme/web:latest
        """,
        "python/Dockerfile": "FROM debian:12\nCMD [\"python3\"]\n",
        "web/Dockerfile": "FROM ⟦ghcr.io/acme/py-runtime⟧\n",
      ],
      good: [
        ".github/workflows/images.yml": """
        on: push
        jobs:
          base:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7
                with:
                  context: python
                  push: true
                  tags: ghcr.io/acme/python-base:latest
          web:
            needs: base
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7
                with:
                  context: web
                  push: true
                  tags: ghcr.io/acme/web:latest
        """,
        "python/Dockerfile": "FROM debian:12\nCMD [\"python3\"]\n",
        "web/Dockerfile": "FROM ghcr.io/acme/python-base\n",
      ]),
    check: .repository { repository in
      let strangers = OwnStrangers(in: repository)
      var seen: Set<SourceLocation> = []
      var unseen: [String: Bool] = [:]
      return repository.flow.uses.compactMap { use in
        guard let evidence = strangers.evidence(for: use) else { return nil }
        let location = repository.location(ofName: use)
        guard seen.insert(location).inserted else { return nil }
        let name = use.name.repository
        let mayBeUnseen = unseen[name] ?? repository.mayPublishUnseen(into: name)
        unseen[name] = mayBeUnseen
        guard !mayBeUnseen else { return nil }
        return Finding(
          "no workflow builds '\(name)', although \(evidence): it is not found, or it stays what "
            + "it once was",
          at: location, help: "take an image that is built, or build this one")
      }
    })
}

/// Images that bear a name of the repository's own, but that it does not build.
///
/// Another repository of the same owner may build them, so it takes a sign that this one should.
private struct OwnStrangers {
  private let repository: Repository
  /// What is published, by its name without the last part.
  private var namespaces: [Substring: Set<String>] = [:]
  private let used: Set<String>
  private let written: Set<String>
  private let builtFiles: Set<String>

  init(in repository: Repository) {
    self.repository = repository
    used = Set(repository.flow.uses.map(\.name.repository))
    written = Set(
      repository.effects.writes.compactMap {
        ImageName(PartialText(pattern: $0.reference))?.repository
      })
    builtFiles = Set(repository.effects.builds.compactMap(\.dockerfile))
    for name in repository.flow.publishers.keys {
      namespaces[Self.namespace(of: name), default: []].insert(name)
    }
  }

  private static func namespace(of name: String) -> Substring {
    name[..<(name.lastIndex(of: "/") ?? name.startIndex)]
  }

  /// Why the repository should build an image; `nil` when it does, or need not.
  func evidence(for use: ImageUse) -> String? {
    let name = use.name.repository
    let namespace = Self.namespace(of: name)
    guard use.name.version != .digest, repository.flow.publishers[name] == nil,
      !written.contains(name), repository.flow.makers[use.name] == nil,
      let neighbours = namespaces[namespace],
      repository.effects.builds.allSatisfy({ $0.dockerfile != nil })
    else { return nil }
    let last = String(name.dropFirst(namespace.utf8.count + 1))
    if let file = unbuiltFile(of: last) { return "'\(file)' is there for it" }
    if let path = filter(naming: last) {
      return "'\(path)' is among the paths that start a workflow"
    }
    // Registry, owner and repository.
    if namespace.split(separator: "/").count >= 3, namespace.hasPrefix("ghcr.io/") {
      return "'\(namespace)' is where this repository publishes"
    }
    let unused = neighbours.subtracting(used)
    let lasts = unused.map { String($0.dropFirst(namespace.utf8.count + 1)) }.sorted()
    if let other = closestSpelling(of: last, among: lasts), last.utf8.count > 5 {
      return "'\(namespace)/\(other)' is built and nothing takes it"
    }
    for other in unused.sorted() {
      for builder in repository.flow.publishers[other] ?? [] {
        let place = repository.effects.builds[builder].place
        guard repository.order.relation(of: place, to: use.place) == .before,
          !takesAnything(use.place, of: place)
        else { continue }
        let job = repository.workflows[place.workflow].jobs[place.job].id
        return "it waits for job '\(job)', which builds '\(other)'"
      }
    }
    return nil
  }

  /// A tracked Dockerfile that is named after an image and that nobody builds.
  private func unbuiltFile(of name: String) -> String? {
    (repository.view.paths() ?? []).first { path in
      !builtFiles.contains(path)
        && path.contains("ockerfile") && Self.isNamed(path, after: name)
    }
  }

  /// A filter of paths that has the name of an image for a directory.
  private func filter(naming name: String) -> String? {
    for workflow in repository.workflows {
      for trigger in workflow.triggers where trigger.event == "push" {
        let paths = trigger.options?["paths"]?.items.compactMap(\.text) ?? []
        let found = paths.first { path in
          !path.hasPrefix("!") && path.split(separator: "/").dropLast().contains(name[...])
        }
        if let found { return found }
      }
    }
    return nil
  }

  /// Whether the directory or the name of a Dockerfile is an image's name, or a word of it.
  private static func isNamed(_ path: String, after name: String) -> Bool {
    let parts = path.split(separator: "/")
    guard let file = parts.last else { return false }
    let own: Substring
    switch file {
    case "Dockerfile": own = parts.dropLast().last ?? ""
    case _ where file.hasSuffix(".Dockerfile"): own = file.dropLast(".Dockerfile".count)
    case _ where file.hasPrefix("Dockerfile."): own = file.dropFirst("Dockerfile.".count)
    default: return false
    }
    return own == name || name.split(separator: "-").contains(own)
  }

  /// Whether a job takes any image that another job publishes.
  private func takesAnything(_ place: Place, of builder: Place) -> Bool {
    repository.flow.uses.contains { use in
      use.place.workflow == place.workflow && use.place.job == place.job
        && repository.flow.builders(of: use).contains { position in
          let other = repository.effects.builds[position].place
          return other.workflow == builder.workflow && other.job == builder.job
        }
    }
  }
}
