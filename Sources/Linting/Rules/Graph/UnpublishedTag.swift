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
        guard let tag = use.name.version.shown,
          repository.flow.publishers[use.name.repository] != nil,
          let published = tags[use.name.repository],
          !published.contains(where: { $0.mayBe(use.name.version) }),
          repository.flow.makers[use.name] == nil
        else { return nil }
        let location = repository.location(ofName: use)
        guard seen.insert(location).inserted else { return nil }
        let name = use.name.repository
        let mayBeUnseen = unseen[name] ?? repository.mayPublishUnseen(into: name)
        unseen[name] = mayBeUnseen
        return mayBeUnseen ? nil : finding(about: use, at: location, tag, published, in: repository)
      }
    })
}

private func finding(
  about use: ImageUse, at location: SourceLocation, _ tag: String,
  _ published: Set<ImageName.Version>, in repository: Repository
) -> Finding {
  let others = published.compactMap(\.shown).sorted().prefix(3).map { "'\($0)'" }
    .joined(separator: ", ")
  let builder = repository.flow.publishers[use.name.repository]?.first
  return Finding(
    "no workflow publishes '\(use.name.repository):\(tag)', only \(others): it is not found, or "
      + "it stays what somebody once pushed by hand",
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
    for effect in effects.all {
      guard case .push(let pushed) = effect.kind, let name = ImageName(pushed) else { continue }
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
  fileprivate func mayBe(_ tag: ImageName.Version) -> Bool {
    func isVersion(_ text: String) -> Bool { text.utf8.contains { (0x30...0x39).contains($0) } }
    switch (self, tag) {
    case (.tag(let published), .tag(let wanted)):
      return published == wanted || (isVersion(wanted) && isVersion(published))
    case (.perRun, .tag(let text)), (.tag(let text), .perRun): return isVersion(text)
    case (.perRun(let published), .perRun(let wanted)):
      return published == wanted || published.perRunNames != wanted.perRunNames
    default: return true
    }
  }

  /// The tag for messages; `nil` when it cannot be told.
  fileprivate var shown: String? {
    switch self {
    case .tag(let tag): return tag
    case .perRun(let tag):
      let parts = tag.parts
      return parts.indices.map { $0 % 2 == 0 ? parts[$0] : "<\(parts[$0])>" }.joined()
    case .digest, .unknown: return nil
    }
  }
}

extension PartialText {
  /// What is known, and between the names of values that each run has anew.
  fileprivate var parts: [String] {
    pattern.unicodeScalars.split(separator: Self.perRun, omittingEmptySubsequences: false)
      .map { String($0) }
  }

  fileprivate var perRunNames: [String] {
    parts.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
  }
}
