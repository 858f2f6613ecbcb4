import BuildGraph
import RandomPipelines
import Testing

@Suite("What every decision keeps to")
struct ReadinessPropertyTests {
  private func questions(seed: UInt64) -> [ReadinessQuestion] {
    var random = SplitMix(seed: seed)
    let tree = RandomTree.make(using: &random)
    let data = RandomPipeline.make(for: tree, using: &random)
    guard let tags = try? contentTags(of: data, in: tree) else { return [] }
    return (0..<20).map { _ in RandomQuestion.make(about: data, tags: tags, using: &random) }
  }

  /// What the registries answer after the builds of a decision, done in order.
  private func afterBuilds(
    of decision: Readiness, _ question: ReadinessQuestion
  ) -> [String: RegistryAnswer] {
    var answers = question.answers
    for image in decision.images where image.action == .build {
      guard let built = question.data.image(named: image.name) else { continue }
      var bases: [String: String] = [:]
      for parent in built.parents {
        switch parent.source {
        case .external(let reference), .builtBy(let reference, _):
          bases[reference] = answers[reference]?.published?.digest ?? "sha256:unseen"
        case .image(let name):
          guard let parent = question.data.image(named: name) else { continue }
          let exact = "\(parent.repository):\(question.tags[name]?.rawValue ?? "")"
          if let digest = answers[exact]?.published?.digest {
            bases[exact] = digest
          } else if let published = parent.published {
            bases[published] = answers[published]?.published?.digest
          }
        }
      }
      let tag = question.tags[image.name]?.rawValue ?? ""
      answers["\(built.repository):\(tag)"] = .present(
        .init(digest: "sha256:built-\(image.name)-\(image.seen)", bases: bases, run: "99.1"))
    }
    return answers
  }

  @Test(arguments: UInt64(1)...150) func buildingMakesFresh(_ seed: UInt64) {
    for question in questions(seed: seed) {
      let decision = decide(question)
      var next = question
      next.answers = afterBuilds(of: decision, question)
      next.rebuild = .stale
      let again = decide(next)
      for image in decision.images where image.action == .build {
        let then = again.image(named: image.name)
        #expect(again.halts || then?.state == .fresh && then?.action == Readiness.Action.none)
      }
      #expect(again.halts || again.jobs.allSatisfy { $0.builds.isEmpty })
    }
  }

  @Test(arguments: UInt64(1)...150) func everyImageIsAccountedFor(_ seed: UInt64) {
    for question in questions(seed: seed) {
      let decision = decide(question)
      let built = decision.images.filter { $0.action == .build }.map(\.name)
      #expect(decision.jobs.flatMap { $0.builds.map(\.image) }.sorted() == built.sorted())
      #expect(decision.images.allSatisfy { !$0.reason.isEmpty })
      #expect(decision.images.allSatisfy { $0.isForced == !$0.seen.isEmpty })
      let hasFailed = decision.images.contains { $0.action == .fail }
      #expect(decision.errors.isEmpty == (!hasFailed && !decision.halts))
      if decision.halts {
        #expect(built == [] && !decision.promotes && decision.task.image == nil)
      }
      for image in decision.images where image.action == .none && !decision.halts {
        #expect(image.state == .fresh)
      }
    }
  }

  /// A run that asks for the active workflows only when told to decides the same.
  @Test(arguments: UInt64(1)...150) func activeRunsCountWhenItSaysSo(_ seed: UInt64) {
    for question in questions(seed: seed) {
      var other = question
      other.active = []
      let decision = decide(other)
      if !decision.dependsOnActive { #expect(decide(question) == decision) }
    }
  }

  @Test(arguments: UInt64(1)...150) func onlyDescendantsOfAFailureSuffer(_ seed: UInt64) {
    for question in questions(seed: seed) where !decide(question).halts {
      let decision = decide(question)
      let failed = Set(decision.images.filter { $0.action == .fail }.map(\.name))
      // The same stage without what failed decides the rest alike.
      var other = question
      other.data.images = question.data.images.map { image in
        var image = image
        if failed.contains(image.name) { image.stage = "nowhere" }
        return image
      }
      let others = decide(other)
      for image in decision.images where image.action == .build {
        let isChild =
          question.data.image(named: image.name)?.parents
          .contains { failed.contains($0.image ?? "") } ?? false
        if !isChild { #expect(others.image(named: image.name)?.action == .build) }
      }
    }
  }
}
