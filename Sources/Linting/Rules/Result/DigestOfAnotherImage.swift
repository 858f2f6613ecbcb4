import SourceText
import YAML

extension Rule {
  /// Finds references that join the name of one image and the digest of another one.
  static let digestOfAnotherImage = Rule(
    id: "digest-of-another-image",
    summary: "A reference joins the name of one image with the digest of another.",
    rationale: """
      A digest is that of the image which its step has built. Behind the name of another image it \
      names nothing: what signs, deploys or joins that reference fails, or works on the wrong image \
      where both are in one repository.
      """,
    source: "https://github.com/docker/build-push-action#outputs",
    severity: .error,
    category: .result,
    fixes: .never,
    example: Example(
      "a copied line",
      bad: """
        on: push
        jobs:
          images:
            runs-on: ubuntu-24.04
            timeout-minutes: 20
            steps:
              - id: api
                uses: docker/build-push-action@v7
                with: {context: api, push: true, tags: 'ghcr.io/acme/api:1'}
              - id: worker
                uses: docker/build-push-action@v7
                with: {context: worker, push: true, tags: 'ghcr.io/acme/worker:1'}
              - run: make sign IMAGE=ghcr.io/acme/worker@${{ ⟦steps.api.outputs.digest⟧ }}
        """,
      good: """
        on: push
        jobs:
          images:
            runs-on: ubuntu-24.04
            timeout-minutes: 20
            steps:
              - id: api
                uses: docker/build-push-action@v7
                with: {context: api, push: true, tags: 'ghcr.io/acme/api:1'}
              - id: worker
                uses: docker/build-push-action@v7
                with: {context: worker, push: true, tags: 'ghcr.io/acme/worker:1'}
              - run: make sign IMAGE=ghcr.io/acme/worker@${{ steps.worker.outputs.digest }}
        """),
    check: .repository { repository in
      repository.workflows.indices.flatMap { workflow in
        repository.workflows[workflow].jobs.indices.flatMap { job in
          mixed(in: repository, workflow, job)
        }
      }
    })
}

private func mixed(in repository: Repository, _ workflow: Int, _ position: Int) -> [Finding] {
  let file = repository.workflows[workflow]
  let job = file.jobs[position]
  // The images that each step builds; those with unknown parts in their names tell nothing.
  var names: [Int: Set<String>] = [:]
  for effect in repository.effects.effects(ofJob: position, in: workflow) {
    guard case .build(let build) = effect.kind else { continue }
    for name in repository.effects.builds[build].names {
      let own = Work.repository(name)
      names[effect.place.step, default: []].insert(own ?? "")
    }
  }
  guard names.count > 1 else { return [] }
  let steps = job.steps
  return JobExpressions(of: job, in: file).reads(of: "steps").compactMap { read in
    guard read.path.count == 4, read.path[2] == "outputs", read.path[3] == "digest",
      let builder = steps.firstIndex(where: { $0.id?.lowercased() == read.path[1] }),
      let built = names[builder], !built.contains(""),
      let name = nameBefore(read.location, in: file.file), !built.contains(name),
      let other = names.first(where: { $0.key != builder && $0.value.contains(name) })
    else { return nil }
    let id = steps[other.key].id
    return Finding(
      "this is the digest of '\(built.sorted().first ?? "")', and stands behind the name '\(name)'",
      at: read.location,
      help: id.map { "read it from step '\($0)'" }
        ?? "give step '\(steps[other.key].title)' an id and read it from there")
  }
}

/// The name in front of `@${{` and an expression; `nil` where there is none.
private func nameBefore(_ location: SourceLocation, in file: SourceFile) -> String? {
  var end = location.range.start
  while end > 0, file.bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
  guard end >= 4, file.bytes[(end - 4)..<end].elementsEqual("@${{".utf8) else { return nil }
  end -= 4
  var start = end
  while start > 0, isNameByte(file.bytes[start - 1]) { start -= 1 }
  return String(decoding: file.bytes[start..<end], as: UTF8.self)
}

private func isNameByte(_ byte: UInt8) -> Bool {
  (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
    || "-_./:".utf8.contains(byte)
}
