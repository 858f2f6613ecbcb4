import PipelineDriver
import Testing

@Suite("The driver does what GitHub does", .enabled(if: canRunPipelines))
struct DriverTests {
  /// What becomes of hand-written workflows, by file name, after they are pushed.
  private static func run(
    _ workflows: [String: String], then: (World) async throws -> Void = { _ in },
    _ check: (World) throws -> Void
  ) async throws {
    try await World.with(repository: "octo/hand", access: .token) { world in
      for (name, text) in workflows {
        try world.clone.write(
          text.replacing("REGISTRY", with: world.registry.host), to: ".github/workflows/\(name).yml"
        )
      }
      try await world.push()
      try await then(world)
      try await world.github.settle()
      try check(world)
    }
  }

  private static let head = """
    on: {push: {branches: [main]}}
    permissions: {}
    """

  @Test func aSkippedJobSkipsAllAfterItUnlessTheyAskTheStatus() async throws {
    let jobs = """
      name: Skips
      \(Self.head)
      jobs:
        first: {if: "github.ref == 'x'", runs-on: u, steps: [run: exit 1]}
        second: {needs: first, if: "${{ !cancelled() }}", runs-on: u, steps: [run: exit 0]}
        third: {needs: second, runs-on: u, steps: [run: exit 0]}
        fourth: {needs: [second, third], if: failure(), runs-on: u, steps: [run: exit 0]}
      """
    try await Self.run(["a": jobs]) { world in
      let run = try #require(world.github.runs.first)
      #expect(run.conclusion == .success)
      #expect(
        run.jobs.mapValues(\.result) == [
          "first": .skipped, "second": .success, "third": .skipped, "fourth": .skipped,
        ])
    }
  }

  @Test func anOutputThatHoldsASecretIsNotSent() async throws {
    let jobs = """
      name: Secret
      \(Self.head)
      jobs:
        first:
          runs-on: u
          outputs: {whole: "${{ steps.a.outputs.whole }}", part: "${{ steps.a.outputs.part }}"}
          steps:
            - id: a
              env: {TOKEN: "${{ secrets.GITHUB_TOKEN }}"}
              run: printf 'whole=see %s\\npart=see\\n' "$TOKEN" >>"$GITHUB_OUTPUT"
      """
    try await Self.run(["a": jobs]) { world in
      let run = try #require(world.github.runs.first)
      #expect(run.jobs["first"]?.outputs == ["whole": "", "part": "see"])
    }
  }

  @Test func outputsAndVariablesPassFromStepToStepAndFromJobToJob() async throws {
    let jobs = """
      name: Outputs
      \(Self.head)
      jobs:
        first:
          runs-on: u
          env: {WORD: job}
          outputs: {list: "${{ steps.a.outputs.list }}", word: "${{ steps.b.outputs.word }}"}
          steps:
            - id: a
              env: {WORD: step}
              run: |
                printf 'list<<E\\n["x",\\n"y"]\\nE\\nword=%s\\n' "$WORD" >>"$GITHUB_OUTPUT"
                echo LATER=later >>"$GITHUB_ENV"
            - id: b
              if: ${{ steps.a.outputs.word == 'step' }}
              run: echo "word=$WORD $LATER" >>"$GITHUB_OUTPUT"
        second:
          needs: first
          runs-on: u
          strategy: {fail-fast: false, matrix: {include: "${{ fromJSON(needs.first.outputs.list) }}"}}
          steps:
            - env: {ENTRY: "${{ matrix }}", WORD: "${{ needs.first.outputs.word }}"}
              run: test "$WORD" = 'job later'
      """
    try await Self.run(["a": jobs]) { world in
      let run = try #require(world.github.runs.first)
      #expect(run.conclusion == .success, "\(run.legs)")
      #expect(run.legs.map(\.job) == ["first", "second", "second"])
    }
  }

  @Test func aFailedStepSkipsTheRestUnlessTheyAskTheStatus() async throws {
    let jobs = """
      name: Failures
      \(Self.head)
      jobs:
        only:
          runs-on: u
          steps:
            - {id: a, continue-on-error: true, run: exit 3}
            - {if: "steps.a.outcome == 'failure' && steps.a.conclusion == 'success'", run: exit 4}
            - run: exit 0
            - {if: "${{ !cancelled() }}", run: "echo '::warning::said'"}
            - {if: failure(), run: exit 0}
      """
    try await Self.run(["a": jobs]) { world in
      let leg = try #require(world.github.runs.first?.legs.first)
      #expect(leg.steps.map(\.outcome) == [.failure, .failure, .skipped, .success, .success])
      #expect(leg.steps[3].annotations.map(\.text) == ["said"])
      #expect(world.github.runs.first?.conclusion == .failure)
    }
  }

  @Test func oneRunOfAGroupWaitsAndANewerOneTakesItsPlace() async throws {
    let root = """
      name: Root
      on: {push: {branches: [main]}, workflow_dispatch: }
      concurrency: {group: one, cancel-in-progress: false}
      jobs: {a: {runs-on: u, steps: [run: exit 0]}}
      """
    let after = """
      name: After
      on: {workflow_run: {workflows: [Root], types: [completed], branches: [main]}}
      jobs:
        a:
          if: github.event.workflow_run.conclusion == 'cancelled'
          runs-on: u
          steps: [run: exit 0]
      """
    let dispatches: (World) async throws -> Void = { world in
      for _ in 0..<2 { try await world.github.dispatch("root.yml") }
    }
    try await Self.run(["root": root, "after": after], then: dispatches) { world in
      let roots = world.github.runs.filter { $0.workflow.name == "Root" }
      #expect(roots.map(\.conclusion) == [.success, .cancelled, .success])
      let others = world.github.runs.filter { $0.workflow.name == "After" }
      #expect(others.count == 3)
      #expect(others.filter { $0.conclusion == .success }.map(\.event) == [.completed(2)])
    }
  }

  @Test func aNewerRunEndsTheOneThatRunsWhereItsGroupSaysSo() async throws {
    let root = """
      name: Root
      on: {push: {branches: [main]}, workflow_dispatch: }
      concurrency: {group: "one-${{ github.ref }}", cancel-in-progress: true}
      jobs:
        a: {runs-on: u, steps: [run: exit 0]}
        b: {needs: a, runs-on: u, steps: [run: exit 0]}
        last: {needs: [a, b], if: always(), runs-on: u, steps: [run: exit 0]}
      """
    let dispatch: (World) async throws -> Void = { try await $0.github.dispatch("root.yml") }
    try await Self.run(["root": root], then: dispatch) { world in
      #expect(world.github.runs.map(\.conclusion) == [.cancelled, .success])
      #expect(
        world.github.runs.first?.jobs.mapValues(\.result)
          == ["a": .cancelled, "b": .cancelled, "last": .success])
    }
  }

  @Test func aJobReachesTheRegistryBesideIt() async throws {
    let jobs = """
      name: Services
      \(Self.head)
      jobs:
        a:
          runs-on: u
          services: {store: {image: "registry:3@sha256:0", ports: [5000]}}
          steps:
            - env: {PORT: "${{ job.services.store.ports['5000'] }}"}
              run: curl -fsS "http://localhost:$PORT/v2/"
      """
    try await Self.run(["a": jobs]) { world in
      #expect(world.github.runs.first?.conclusion == .success, "\(world.github.runs)")
    }
  }

  @Test func aChainEndsAfterThreeLinks() async throws {
    var files = ["w0": "name: W0\n\(Self.head)\njobs: {a: {runs-on: u, steps: [run: exit 0]}}\n"]
    for index in 1...4 {
      files["w\(index)"] = """
        name: W\(index)
        on: {workflow_run: {workflows: [W\(index - 1)], types: [completed]}}
        jobs: {a: {runs-on: u, steps: [run: exit 0]}}
        """
    }
    try await Self.run(files) { world in
      #expect(world.github.runs.map(\.workflow.name) == ["W0", "W1", "W2", "W3"])
      #expect(world.github.lost.count == 1)
    }
  }

  @Test func aStepMayTakeNoLongerThanItSays() async throws {
    let jobs = """
      name: Slow
      \(Self.head)
      jobs: {a: {runs-on: u, steps: [{timeout-minutes: 1, run: sleep 100}]}}
      """
    let check: (World) throws -> Void = { world in
      #expect(world.github.runs.first?.conclusion == .failure)
      #expect(world.github.runs.first?.legs.first?.steps.first?.annotations.count == 1)
    }
    try await Self.run(["a": jobs], then: { $0.github.machine.minute = 1 }, check)
  }

  @Test func signingInIsAskedOfTheRegistry() async throws {
    let action = "docker/login-action@0123456789012345678901234567890123456789"
    let jobs = """
      name: Login
      \(Self.head)
      jobs:
        only:
          runs-on: u
          steps:
            - uses: \(action)
              with: {registry: REGISTRY, username: "${{ github.actor }}", password: "${{ secrets.GITHUB_TOKEN }}"}
            - {uses: "\(action)", continue-on-error: true, with: {registry: REGISTRY, username: x, password: y}}
            - {uses: "\(action)", continue-on-error: true, with: {username: x, password: y}}
      """
    try await Self.run(["a": jobs]) { world in
      let leg = try #require(world.github.runs.first?.legs.first)
      #expect(leg.steps.map(\.outcome) == [.success, .failure, .failure], "\(leg.steps)")
    }
  }
}
