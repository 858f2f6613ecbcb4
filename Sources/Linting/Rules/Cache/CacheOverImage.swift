import Dockerfiles
import SourceText
import YAML

extension Rule {
  /// Finds caches that are pushed to the tag of an image.
  static let cacheOverImage = Rule(
    id: "cache-over-image",
    summary: "A cache is exported to the tag of an image.",
    rationale: """
      A cache in a registry is a manifest of its own. Exported to a tag that an image is pushed to, \
      it replaces the image, or the image it: whoever pulls the tag may get layers without a \
      configuration, and the next build finds no cache.
      """,
    source: "https://docs.docker.com/build/cache/backends/registry/",
    severity: .error,
    category: .cache,
    fixes: .never,
    example: Example(
      "the tag 'latest' for both",
      bad: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/setup-buildx-action@v4.4.1
              - uses: docker/build-push-action@v7.4.0
                with:
                  push: true
                  tags: ghcr.io/acme/relay:latest
                  cache-from: type=registry,ref=ghcr.io/acme/relay:buildcache
                  cache-to: |
                    type=registry,ref=ghcr.io/acme/relay:buildcache,mode=max
                    ⟦type=registry,ref=ghcr.io/acme/relay,mode=max⟧
        """,
      good: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/setup-buildx-action@v4.4.1
              - uses: docker/login-action@v4.6.0
                with:
                  registry: ghcr.io
                  username: ${{ github.actor }}
                  password: ${{ secrets.GITHUB_TOKEN }}
              - uses: docker/build-push-action@v7.4.0
                with:
                  push: true
                  tags: ghcr.io/acme/relay:latest
                  cache-from: type=registry,ref=ghcr.io/acme/relay:buildcache
                  cache-to: type=registry,ref=ghcr.io/acme/relay:buildcache,mode=max
        """),
    check: .repository { repository in
      let images = Dictionary(
        repository.effects.writes.map { ($0.reference, $0) }, uniquingKeysWith: { one, _ in one })
      var seen: Set<SourceLocation> = []
      return CacheUses(of: repository).exports.compactMap { use -> Finding? in
        guard use.entry.backend == .registry, let ref = use.entry.options["ref"] else { return nil }
        let build = repository.effects.builds[use.build]
        let location = use.entry.location
        let isOwnTag = repository.names(of: build).contains(ref)
        let write = ImageReference(ref).flatMap { images[$0.description] }
        guard isOwnTag || write != nil, seen.insert(location).inserted else { return nil }
        let labels = write.map { write in
          [
            Diagnostic.Label(
              "the image is pushed here",
              at: SourceLocation(repository.file(at: write.place), write.range))
          ]
        }
        return Finding(
          "the cache is exported to '\(ref)', a tag that an image is pushed to: one replaces the other",
          at: location, labels: labels ?? [],
          help: "export the cache to a tag of its own, such as ':buildcache'")
      }
    })
}

extension Repository {
  /// The names that a build pushes its image to, with the expressions that only a run can tell.
  fileprivate func names(of build: ImageBuild) -> Set<String> {
    guard let options = build.options, options.mayPush, !options.isCalled,
      let text = options.step?.input("tags")?.text
    else { return [] }
    let workflow = workflows[build.place.workflow]
    let job = workflow.jobs[build.place.job]
    let legs = MatrixLeg.all(of: job)
    guard legs.indices.contains(build.place.leg) else { return [] }
    let environments = [job.body["env"], workflow.document.root?["env"]].compactMap(\.self)
    let scope = ValueScope(
      environments: environments, leg: legs[build.place.leg], slug: view.slug)
    let names = RunText(text, in: scope).split("\n").flatMap { $0.split(",") }
    return Set(names.filter { !$0.startsWithUnknown && $0.isComparable }.map(\.pattern))
  }
}
