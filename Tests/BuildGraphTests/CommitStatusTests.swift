import BuildGraph
import Testing

@Suite("How a commit stands")
struct CommitStatusTests {
  private func states(_ scene: CommitScene) -> [String] {
    scene.status.images.map { "\($0.name) \($0.state.rawValue)" }
  }

  @Test func isFreshWhenEverythingIsBuiltOnWhatItsParentsAre() {
    let status = CommitScene().status
    #expect(status.images.map(\.state) == [.fresh, .fresh, .fresh, .fresh])
    #expect(
      status.images.map(\.digest) == ["sha256:base", "sha256:ci", "sha256:dev", "sha256:app"])
    #expect(status.tasks.map(\.state) == [.ready, .ready])
  }

  @Test func doesNotLookAtNewVersionsOfPublicBases() {
    var scene = CommitScene()
    scene.answers["python:3"] = .present(.init(digest: "sha256:newer"))
    #expect(scene.status == CommitScene().status)
    let asked = CommitStatus.references(of: CommitScene.data, tags: CommitScene.tags)
    #expect(
      asked == ["legacy:1", "r/app:src-app", "r/base:src-base", "r/ci:src-ci", "r/dev:src-dev"])
  }

  @Test func namesTheMissingParentsUpToTheOneThatCanBeBuilt() {
    let status = CommitScene(without: "base", "ci", "dev").status
    #expect(status.images.map(\.state) == [.missing, .blocked, .blocked, .fresh])
    #expect(status.images.map(\.blockers) == [[], ["base"], ["ci", "base"], []])
    #expect(status.image(named: "dev")?.next == "wfgen-base.yml")
    #expect(status.image(named: "dev")?.workflows == ["wfgen-ci.yml", "wfgen-base.yml"])
    #expect(status.tasks.map(\.state) == [.blocked, .ready])
    #expect(status.tasks.first?.blockers == ["ci", "base"])
  }

  @Test func callsAChildOutdatedWhenItsParentIsAnotherOne() {
    var scene = CommitScene()
    scene.answers["r/base:src-base"] = .present(
      .init(digest: "sha256:new", bases: ["python:3": ""]))
    #expect(states(scene) == ["base fresh", "ci outdated", "dev fresh", "app fresh"])
    // There is an image to run in, if only an outdated one.
    #expect(scene.status.tasks.first?.state == .ready)
  }

  @Test func isBlockedByAnImageOfAnotherWorkflow() {
    var scene = CommitScene(without: "app")
    scene.answers["legacy:1"] = .absent
    let app = scene.status.image(named: "app")
    #expect(app?.state == .blocked)
    #expect(app?.blockers == ["legacy:1"])
    #expect(app?.next == "legacy.yml")
    #expect(app?.workflows == ["wfgen-app.yml", "legacy.yml"])
    #expect(scene.status.tasks.last?.blockers == ["legacy"])
  }

  @Test func guessesNothingAboutWhatTheRegistryDoesNotSay() {
    var scene = CommitScene(without: "dev")
    scene.answers["r/ci:src-ci"] = .unknown("HTTP 500 from r")
    #expect(states(scene) == ["base fresh", "ci unknown", "dev missing", "app fresh"])
    #expect(scene.status.image(named: "ci")?.reason == "r/ci:src-ci is unknown: HTTP 500 from r")
    #expect(scene.status.tasks.first?.state == .unknown)
    // Whether a child is fresh depends on its parent.
    scene.answers["r/dev:src-dev"] = CommitScene().answers["r/dev:src-dev"]
    #expect(scene.status.image(named: "dev")?.state == .unknown)
    scene.answers["r/ci:src-ci"] = nil
    #expect(scene.status.image(named: "ci")?.reason.hasSuffix("it was not asked for") == true)
  }

  @Test func takesWhatAnImageIsBuiltOnIntoAccount() {
    let status = CommitScene().status
    #expect(status.closure(of: ["dev"]) == ["dev", "ci", "base"])
    #expect(status.closure(of: ["app", "base"]) == ["app", "base"])
  }
}
