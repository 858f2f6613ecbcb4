import SourceText
import YAML

extension Rule {
  /// Finds clean-ups that remove images which later steps of the job need.
  static let pruneOfNeededImage = Rule(
    id: "prune-of-needed-image",
    summary: "A clean-up removes an image that a later step needs.",
    rationale: """
      `docker system prune --all` and `docker image prune --all` remove every image that no container \
      uses at that moment, those too that were pulled or built a step before. What was pulled is \
      pulled again, and what was built and not pushed is gone: the step that runs or pushes it fails.
      """,
    source: "https://docs.docker.com/reference/cli/docker/image/prune/",
    severity: .warning,
    category: .disk,
    fixes: .never,
    example: Example(
      "room made between build and push",
      bad: """
        on: push
        jobs:
          api:
            runs-on: ubuntu-24.04
            timeout-minutes: 20
            steps:
              - run: docker build --tag ghcr.io/acme/api:edge .
              - run: ⟦docker image prune --all --force⟧
              - run: docker push ghcr.io/acme/api:edge
        """,
      good: """
        on: push
        jobs:
          api:
            runs-on: ubuntu-24.04
            timeout-minutes: 20
            steps:
              - run: docker build --tag ghcr.io/acme/api:edge .
              - run: docker image prune --force
              - run: docker push ghcr.io/acme/api:edge
        """),
    check: .repository { repository in
      repository.workflows.enumerated().flatMap { position, workflow -> [Finding] in
        workflow.jobs.indices.flatMap { findings(inJob: $0, of: position, in: repository) }
      }
    })
}

private func findings(inJob number: Int, of index: Int, in repository: Repository) -> [Finding] {
  let workflow = repository.workflows[index]
  let job = workflow.jobs[number]
  let cleanUps = workflow.cleanUps(of: job).filter(\.removesNamedImages)
  guard !cleanUps.isEmpty else { return [] }
  var uses = workflow.dockerUses(of: job)
  uses += repository.builtUpon(inJob: number, of: index)
  return cleanUps.compactMap { cleanUp in
    guard StepFate.success.runs(cleanUp.step.body["if"]) != false else { return nil }
    let before = uses.filter { $0.comes(before: cleanUp) }
    let after = uses.filter { !$0.comes(before: cleanUp) }
    let pushed = repository.pushed(inJob: number, of: index, before: cleanUp)
    let lost = before.first { use in
      use.kind == .get && cleanUp.removes(use.image) && !pushed.contains(use.image)
        && !before.contains { $0.kind == .keep && $0.image == use.image }
        && after.isUsed(use.image)
    }
    guard let lost else { return nil }
    return Finding(
      "this removes '\(lost.image)', which is got before and needed behind",
      at: SourceLocation(workflow.file, cleanUp.range),
      labels: [Diagnostic.Label("got here", at: SourceLocation(workflow.file, lost.range))],
      help: "clean up before it is got, or leave '--all' away: then images with a name stay")
  }
}

extension [DockerUse] {
  /// Whether the first thing that happens to an image is that it is used, not got anew.
  fileprivate func isUsed(_ image: String) -> Bool {
    first { $0.image == image }.map { $0.kind != .get } ?? false
  }
}

extension DockerUse {
  fileprivate func comes(before cleanUp: CleanUp) -> Bool {
    (position, range.start) < (cleanUp.position, cleanUp.range.start)
  }
}

extension CleanUp {
  /// Whether images with a name go.
  fileprivate var removesNamedImages: Bool {
    guard isForced, !isFiltered else { return false }
    switch kind {
    case .prune(let isAll), .pruneSystem(let isAll): return isAll
    case .removeImages(let names): return !names.isEmpty
    case .pruneBuilder, .pruneBuildx, .pruneOther, .removeToolChains: return false
    }
  }

  fileprivate func removes(_ image: String) -> Bool {
    guard case .removeImages(let names) = kind else { return true }
    return names.contains { $0.text == image || ImageName($0)?.reference == image }
  }
}

extension Repository {
  /// The images that a job has sent to their registries before a clean-up, and can pull again.
  fileprivate func pushed(
    inJob job: Int, of workflow: Int, before cleanUp: CleanUp
  ) -> Set<String> {
    Set(
      effects.effects(ofJob: job, in: workflow).compactMap { effect in
        guard case .push(let name) = effect.kind, effect.detail == nil,
          (effect.place.step, effect.range.start) < (cleanUp.position, cleanUp.range.start)
        else { return nil }
        return ImageName(name)?.reference
      })
  }

  /// The images that plain builds of a job stand on.
  fileprivate func builtUpon(inJob job: Int, of workflow: Int) -> [DockerUse] {
    let owns = effects.effects(ofJob: job, in: workflow)
    // A builder in a container has a store of its own.
    let hasBuilder = owns.contains { effect in
      if case .setUpBuilder(let driver) = effect.kind { driver.text != "docker" } else { false }
    }
    guard !hasBuilder else { return [] }
    return owns.flatMap { effect -> [DockerUse] in
      guard case .build(let position) = effect.kind else { return [] }
      return (parents[position] ?? []).compactMap { parent in
        parent.name.reference.map {
          DockerUse(
            position: effect.place.step, kind: .use, image: $0, range: effect.range)
        }
      }
    }
  }
}
