import Linting
import SourceText
import Testing

@Suite("Publishing one tag twice")
struct PublishingTests {
  private func step(_ with: String) -> String {
    "{uses: docker/build-push-action@v7, with: {push: true, \(with)}}"
  }

  private func found(_ one: String, _ other: String) -> Int {
    let rules = Rule.all.filter { $0.id == "two-writers" }
    return lintLines(
      [".github/workflows/a.yml": one, ".github/workflows/b.yml": other], rules: rules
    ).count
  }

  private func workflow(
    _ step: String, top: String = "on: push", job: String = "runs-on: ubuntu-24.04"
  ) -> String {
    "\(top)\njobs:\n  a:\n    \(job)\n    steps: [\(step)]\n"
  }

  @Test func matchesFullReferences() {
    let latest = workflow(step("tags: ghcr.io/acme/a:latest"))
    #expect(found(latest, latest) == 1)
    #expect(found(latest, workflow(step("tags: ghcr.io/acme/a"))) == 1)
    #expect(found(latest, workflow(step("tags: 'ghcr.io/acme/b:1, ghcr.io/acme/a'"))) == 1)
    #expect(found(latest, workflow(step("tags: ghcr.io/acme/a:edge"))) == 0)
    #expect(found(latest, workflow(step("tags: acme/a:latest"))) == 0)
    let hub = workflow(step("tags: docker.io/acme/a"))
    #expect(found(hub, workflow(step("tags: acme/a:latest"))) == 1)
  }

  @Test func knowsTheTagsThatMetadataStates() {
    func metadata(_ tags: String) -> String {
      workflow(
        "{id: m, uses: docker/metadata-action@v6, with: {images: ghcr.io/acme/a, tags: \"\(tags)\"}}, "
          + step("tags: '${{ steps.m.outputs.tags }}'"))
    }
    let latest = workflow(step("tags: ghcr.io/acme/a:latest"))
    #expect(found(latest, metadata("type=sha\\ntype=raw,value=latest")) == 1)
    #expect(found(latest, metadata("type=raw,value=latest,enable={{is_default_branch}}")) == 0)
    #expect(found(latest, metadata("type=sha")) == 0)
  }

  @Test func reportsTwoJobsOnce() {
    let both = workflow(step("tags: 'ghcr.io/acme/a, ghcr.io/acme/b'"))
    #expect(found(both, both) == 1)
  }

  @Test func leavesComputedTagsAlone() {
    let tag = workflow(step("tags: 'ghcr.io/acme/a:${{ github.sha }}'"))
    #expect(found(tag, tag) == 0)
  }

  @Test func takesWhatIsNotPublishedForNothing() {
    let latest = workflow(step("tags: ghcr.io/acme/a:latest"))
    let local = latest.replacing("push: true", with: "push: false")
    #expect(found(latest, local) == 0)
    let digest = workflow(
      step("tags: ghcr.io/acme/a, outputs: 'type=image,push-by-digest=true,push=true'"))
    #expect(found(latest, digest) == 0)
  }

  @Test func takesCommandsOfDockerForWriters() {
    let latest = workflow(step("tags: ghcr.io/acme/a:latest"))
    for command in [
      "docker push ghcr.io/acme/a", "docker buildx build --push -t ghcr.io/acme/a .",
      "docker buildx imagetools create --tag ghcr.io/acme/a:latest ghcr.io/acme/a:1",
      "docker manifest push ghcr.io/acme/a:latest",
    ] {
      #expect(found(latest, workflow("{run: '\(command)'}")) == 1, "\(command)")
    }
    #expect(found(latest, workflow("{run: 'echo docker push ghcr.io/acme/a'}")) == 0)
    #expect(found(latest, workflow("{shell: pwsh, run: 'docker push ghcr.io/acme/a'}")) == 0)
  }

  @Test func allowsAnOrder() {
    let a = "  a: {steps: [\(step("tags: ghcr.io/acme/a"))]}\n"
    func b(_ needs: String) -> String {
      "  b: {needs: [\(needs)], steps: [\(step("tags: ghcr.io/acme/a"))]}\n"
    }
    #expect(found("on: push\njobs:\n" + a + b(""), "") == 1)
    #expect(found("on: push\njobs:\n" + a + b("a"), "") == 0)
  }

  @Test func allowsOneConcurrencyGroup() {
    let tags = step("tags: ghcr.io/acme/a")
    let grouped = workflow(tags, top: "on: push\nconcurrency: publish")
    #expect(found(grouped, workflow(tags, top: "on: push\nconcurrency: {group: Publish}")) == 0)
    #expect(found(grouped, workflow(tags, job: "concurrency: publish")) == 0)
    #expect(found(grouped, workflow(tags, top: "on: push\nconcurrency: other")) == 1)
    #expect(found(grouped, workflow(tags)) == 1)
    let own = workflow(tags, top: "on: push\nconcurrency: '${{ github.workflow }}'")
    #expect(found(own, own) == 1)
  }

  @Test func allowsPartsOfAnIndex() {
    let amd = workflow(step("tags: ghcr.io/acme/a, platforms: linux/amd64"))
    let arm = workflow(step("tags: ghcr.io/acme/a, platforms: linux/arm64"))
    let merge =
      "  m: {needs: a, steps: [{run: docker buildx imagetools create -t acme/x acme/y}]}\n"
    #expect(found(amd, arm) == 1)
    #expect(found(amd, arm + merge) == 0)
    #expect(found(amd, amd + merge) == 1)
  }

  @Test func allowsJobsThatExcludeEachOther() {
    let tags = step("tags: ghcr.io/acme/a")
    let one = workflow(tags, job: "if: github.event_name == 'push'")
    #expect(found(one, workflow(tags, job: "if: github.event_name == 'schedule'")) == 0)
    #expect(found(one, one) == 1)
    #expect(found(one, workflow(tags)) == 1)
  }

  @Test func isSeenInOneMatrix() {
    func found(_ tags: String, matrix: String, more: String = "") -> Int {
      let text = workflow(
        step("tags: '\(tags)'\(more)"),
        job: "strategy: {matrix: {\(matrix)}}")
      return self.found(text, "")
    }
    let python = "python: [3.12, 3.13]"
    #expect(found("ghcr.io/acme/a:latest", matrix: python) == 1)
    #expect(found("ghcr.io/acme/a:${{ matrix.python }},ghcr.io/acme/a", matrix: python) == 1)
    #expect(found("ghcr.io/acme/a:${{ matrix.python }}", matrix: python) == 0)
    #expect(found("ghcr.io/acme/a:${{ github.sha }}", matrix: python) == 0)
    #expect(found("localhost:5000/a", matrix: python) == 0)
    #expect(found("ghcr.io/acme/a", matrix: "include: [{tag: x}]") == 0)
    let platforms = "platform: [linux/amd64, linux/arm64]"
    #expect(
      found("ghcr.io/acme/a", matrix: platforms, more: ", platforms: '${{ matrix.platform }}'") == 1
    )
    let only = "{if: matrix.python == 3.13, uses: docker/build-push-action@v7, "
    let gated = workflow(
      only + "with: {push: true, tags: ghcr.io/acme/a}}", job: "strategy: {matrix: {\(python)}}")
    #expect(self.found(gated, "") == 0)
    let serial = "\(python)}, max-parallel: 1, x: {"
    #expect(found("ghcr.io/acme/a", matrix: serial) == 0)
  }

  @Test func pointsAtTheLineOfTheTag() {
    let text = """
      on: push
      jobs:
        a: {steps: [\(step("tags: ghcr.io/acme/a"))]}
        b:
          steps:
            - uses: docker/build-push-action@v7
              with:
                push: true
                tags: |
                  ghcr.io/acme/b

                  ghcr.io/acme/a
        c:
          steps:
            - run: |
                set -e

                docker push \\
                  ghcr.io/acme/a
      """
    let rules = Rule.all.filter { $0.id == "two-writers" }
    #expect(
      lintLines([".github/workflows/a.yml": text], rules: rules) == [
        ".github/workflows/a.yml:12: two-writers", ".github/workflows/a.yml:18: two-writers",
      ])
  }
}
