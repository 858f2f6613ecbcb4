import SourceText

extension Rule {
  /// Finds tags of an image of the repository that no workflow moves.
  static let unpublishedTag = Rule(
    id: "unpublished-tag",
    summary: "A tag is taken that nobody publishes, although other tags of its image are.",
    rationale: """
      The workflows of this repository publish the image, but never under the tag that is asked \
      for. The pull ends with 'not found'; or, when somebody once pushed that tag by hand, \
      everything stays on that forgotten image for ever, whatever is changed in it.
      """,
    source: "https://docs.docker.com/reference/dockerfile/#from",
    severity: .warning,
    category: .graph,
    fixes: .never,
    example: Example(
      "a base that is published under another tag",
      bad: [
        ".github/workflows/images.yml": """
        on: push
        jobs:
          images:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7
                with:
                  context: base
                  push: true
                  tags: |
                    ghcr.io/acme/base:latest
                    ghcr.io/acme/base:${{ github.sha }}
              - uses: docker/build-push-action@v7
                with:
                  context: web
                  push: true
                  tags: ghcr.io/acme/web:latest
        """,
        "base/Dockerfile": "FROM debian:12\n",
        "web/Dockerfile": "FROM ⟦ghcr.io/acme/base:stable⟧\n",
      ],
      good: [
        ".github/workflows/images.yml": """
        on: push
        jobs:
          images:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7
                with:
                  context: base
                  push: true
                  tags: |
                    ghcr.io/acme/base:latest
                    ghcr.io/acme/base:${{ github.sha }}
              - uses: docker/build-push-action@v7
                with:
                  context: web
                  push: true
                  tags: ghcr.io/acme/web:latest
        """,
        "base/Dockerfile": "FROM debian:12\n",
        "web/Dockerfile": "FROM ghcr.io/acme/base:latest\n",
      ]),
    check: .repository { repository in
      var seen: Set<SourceLocation> = []
      var unseen: [String: Bool] = [:]
      let tags = repository.publishedTags
      return repository.flow.uses.compactMap { use in
        guard case .tag(let tag) = use.name.version,
          repository.flow.publishers[use.name.repository] != nil,
          let published = tags[use.name.repository],
          !published.contains(where: { $0.mayBe(tag) }), repository.flow.makers[use.name] == nil
        else { return nil }
        let location = repository.location(ofName: use)
        guard seen.insert(location).inserted else { return nil }
        let name = use.name.repository
        let mayBeUnseen = unseen[name] ?? repository.mayPublishUnseen(into: name)
        unseen[name] = mayBeUnseen
        return mayBeUnseen ? nil : finding(about: use, at: location, published, in: repository)
      }
    })
}

private func finding(
  about use: ImageUse, at location: SourceLocation, _ published: Set<ImageName.Version>,
  in repository: Repository
) -> Finding {
  let names = published.compactMap { version in
    if case .tag(let tag) = version { "'\(tag)'" } else { nil }
  }.sorted()
  let others = names.isEmpty ? "tags of single runs" : names.prefix(3).joined(separator: ", ")
  let builder = repository.flow.publishers[use.name.repository]?.first
  return Finding(
    "no workflow publishes '\(use.title)', only \(others): it is not found, or it stays what "
      + "somebody once pushed by hand",
    at: location,
    labels: builder.map {
      [Diagnostic.Label("the image is published here", at: repository.location(ofBuild: $0))]
    } ?? [],
    help: "take a tag that is published, or publish this one too")
}

extension Repository {
  /// The tags under which the repository's workflows publish, by repository of a registry.
  fileprivate var publishedTags: [String: Set<ImageName.Version>] {
    var tags: [String: Set<ImageName.Version>] = [:]
    for (name, builders) in flow.publishers {
      for published in builders.flatMap({ effects.builds[$0].published })
      where published.repository == name {
        tags[name, default: []].insert(published.version)
      }
    }
    for write in effects.writes {
      guard let name = ImageName(PartialText(pattern: write.reference)) else { continue }
      tags[name.repository, default: []].insert(name.version)
    }
    return tags
  }

  /// Where an image that is taken is named: in the Dockerfile when that alone says so.
  func location(ofName use: ImageUse) -> SourceLocation {
    if let parent = use.parent, parent.isLiteral { return parent.location }
    return SourceLocation(workflows[use.place.workflow].file, use.range)
  }
}

extension ImageName.Version {
  /// Whether this is, or was in an earlier run, a tag.
  ///
  /// Where versions are published an older one may well be taken.
  fileprivate func mayBe(_ tag: String) -> Bool {
    func isVersion(_ text: String) -> Bool { text.utf8.contains { (0x30...0x39).contains($0) } }
    switch self {
    case .unknown, .digest: return true
    case .tag(let published):
      return published == tag || (isVersion(tag) && isVersion(published))
    case .perRun: return isVersion(tag)
    }
  }
}
