import SourceText
import YAML

extension Rule {
  /// Finds digests of images that no registry has.
  static let digestOfUnpushedImage = Rule(
    id: "digest-of-unpushed-image",
    summary: "A step names an image by the digest of a build that pushes nothing.",
    rationale: """
      A digest names what a registry has. A build that does not push leaves its image on the machine, \
      or nowhere, so a reference with its digest is found in no registry.
      """,
    source: "https://github.com/docker/build-push-action#outputs",
    severity: .error,
    category: .registry,
    fixes: .never,
    example: Example(
      "a signature for an image that was not pushed",
      bad: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - id: build
                uses: docker/build-push-action@v7.4.0
                with: {context: ., tags: 'ghcr.io/acme/relay:latest'}
              - run: ⟦cosign sign --yes ghcr.io/acme/relay@${{ steps.build.outputs.digest }}⟧
        """,
      good: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - run: docker login ghcr.io -u acme --password-stdin <<< '${{ github.token }}'
              - id: build
                uses: docker/build-push-action@v7.4.0
                with: {context: ., push: true, tags: 'ghcr.io/acme/relay:latest'}
              - run: cosign sign --yes ghcr.io/acme/relay@${{ steps.build.outputs.digest }}
        """),
    check: .repository { repository in
      var seen: Set<SourceLocation> = []
      return repository.effects.builds.flatMap { build -> [Finding] in
        guard let options = build.options, options.isAction, !options.isCalled, !options.mayPush,
          options.outputs.isEmpty, let id = options.step?.id
        else { return [] }
        let (workflow, job) = repository.innermostJob(at: build.place)
        return job.steps.dropFirst(build.place.step + 1).compactMap { step in
          guard step.names(digestOf: id, in: workflow.file) else { return nil }
          let location = SourceLocation(workflow.file, step.named.range)
          guard seen.insert(location).inserted else { return nil }
          return Finding(
            "step '\(id)' pushes nothing, so no registry has an image with its digest",
            at: location,
            help: "push in step '\(id)', or use the digest of a step that does")
        }
      }
    })
}

extension Step {
  /// Whether it names an image in a registry by the digest of a build.
  fileprivate func names(digestOf id: String, in file: SourceFile) -> Bool {
    let parts = [body["run"], body["with"], body["env"]].compactMap(\.self)
    let expression = "${{steps.\(id).outputs.digest}}".lowercased()
    return parts.contains { part in
      let text = file[part.range].filter { !$0.isWhitespace }.lowercased()
      if text.contains("@" + expression) { return true }
      return part["push-to-registry"]?.plainText == "true"
        && (part["subject-digest"]?.text?.filter { !$0.isWhitespace }.lowercased() == expression)
    }
  }
}
