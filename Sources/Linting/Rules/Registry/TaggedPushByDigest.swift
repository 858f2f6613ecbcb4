import SourceText
import YAML

extension Rule {
  /// Finds images that are pushed by their digest and given a tag at once.
  static let taggedPushByDigest = Rule(
    id: "tagged-push-by-digest",
    summary: "An image that is pushed by its digest has a tag.",
    rationale: """
      With `push-by-digest=true` an image goes to its registry without any tag; BuildKit refuses a \
      name with one: can't push tagged ref by digest.
      """,
    source: "https://docs.docker.com/build/ci/github-actions/multi-platform/",
    severity: .error,
    category: .registry,
    fixes: .never,
    example: Example(
      "one platform of an index",
      bad: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - run: docker login ghcr.io -u acme --password-stdin <<< '${{ github.token }}'
              - uses: docker/build-push-action@v7.4.0
                with:
                  tags: ghcr.io/acme/relay:latest
                  outputs: ⟦type=image,push-by-digest=true,name-canonical=true,push=true⟧
        """,
      good: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - run: docker login ghcr.io -u acme --password-stdin <<< '${{ github.token }}'
              - uses: docker/build-push-action@v7.4.0
                with:
                  tags: ghcr.io/acme/relay
                  outputs: type=image,push-by-digest=true,name-canonical=true,push=true
        """),
    check: .repository { repository in
      var seen: Set<SourceLocation> = []
      return repository.effects.builds.compactMap { build -> Finding? in
        guard let outputs = build.options?.outputs,
          outputs.contains(where: { $0.isByDigest && $0.isPushed }),
          let tagged = (build.names + outputs.flatMap(\.names)).first(where: hasTag)
        else { return nil }
        let location = repository.location(of: "outputs", in: build)
        guard seen.insert(location).inserted else { return nil }
        let name = tagged.text.map { "'\($0)'" } ?? "the name of the image"
        return Finding(
          "\(name) has a tag, and BuildKit refuses to push a name with a tag by digest",
          at: location, help: "name the image without a tag")
      }
    })
}

/// Whether a name certainly ends with a tag.
private func hasTag(_ name: PartialText) -> Bool {
  guard let slash = name.pattern.lastIndex(of: "/"), !name.pattern.contains("@") else {
    return false
  }
  let rest = name.pattern[slash...]
  return rest.contains(":") && !rest.contains("$")
}
