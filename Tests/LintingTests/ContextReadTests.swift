import Testing

@testable import Linting

@Suite("What expressions read of jobs and steps")
struct ContextReadTests {
  private func count(_ rule: Rule, _ text: String) -> Int {
    lintLines([".github/workflows/a.yml": text], rules: [rule]).count {
      $0.hasSuffix(" \(rule.id)")
    }
  }

  private func job(_ lines: String, needs: String = "[base]") -> String {
    """
    on: push
    jobs:
      lint: {runs-on: x, steps: [{run: a}]}
      base: {needs: lint, runs-on: x, outputs: {tag: '${{ steps.a.outputs.tag }}'}, steps: [{id: a, run: a}]}
      app:
        needs: \(needs)
        runs-on: x
        \(lines)
    """
  }

  @Test(arguments: [
    ("if: needs.lint.result == 'success'", 1), ("if: ${{ needs['lint'].result == 'success' }}", 1),
    ("if: needs.Base.result == 'success'", 0), ("if: contains(needs.*.result, 'success')", 0),
    ("env: {TAG: '${{ needs.lint.outputs.tag }}'}", 1),
    ("steps: [{run: 'echo ${{ needs.lint.result }} ${{ needs.lint.result }}'}]", 2),
    ("steps: [{run: 'echo ${{ toJSON(needs) }}'}]", 0), ("if: needs.other.result == 'success'", 1),
    ("if: github.event.needs.lint == 'a'", 0),
  ])
  func comesOnlyFromNeeds(_ lines: String, _ count: Int) {
    #expect(self.count(.undeclaredNeed, job(lines)) == count)
    #expect(self.count(.undeclaredNeed, job(lines, needs: "[base, lint, other]")) == 0)
  }

  @Test(arguments: [
    ("if: needs.base.outputs.tags == 'a'", 1), ("if: needs.base.outputs.TAG == 'a'", 0),
    ("if: needs.base.outputs[github.actor] == 'a'", 0),
    ("env: {A: '${{ needs.base.outputs.x }}'}", 1),
    ("if: needs.lint.outputs.x == 'a'", 0), ("if: needs.base.result == 'a'", 0),
  ])
  func comesOnlyFromDeclaredOutputs(_ lines: String, _ count: Int) {
    #expect(self.count(.undeclaredOutput, job(lines)) == count)
  }

  @Test func comesFromTheOutputsOfACalledWorkflow() {
    let caller = """
      on: push
      jobs:
        base: {uses: ./.github/workflows/base.yml}
        foreign: {uses: acme/x/.github/workflows/base.yml@v1}
        app:
          needs: [base, foreign]
          runs-on: x
          env: {A: "${{ needs.base.outputs.a }}", B: "${{ needs.base.outputs.b }}"}
          steps: [{run: "${{ needs.foreign.outputs.c }}"}]
      """
    let called = """
      on: {workflow_call: {outputs: {a: {value: "${{ jobs.x.outputs.a }}"}}}}
      jobs: {x: {runs-on: x, steps: [{run: a}]}}
      """
    #expect(
      lintLines(
        [".github/workflows/a.yml": caller, ".github/workflows/base.yml": called],
        rules: [.undeclaredOutput]) == [".github/workflows/a.yml:8: undeclared-output"])
  }

  @Test(arguments: [
    ("[{run: a, if: steps.b.outputs.x == 'a'}, {id: b, run: b}]", 1),
    ("[{id: b, run: b}, {run: a, if: steps.B.outputs.x == 'a'}]", 0),
    ("[{id: b, run: b}, {run: 'a ${{ steps.c.outputs.x }}'}]", 1),
    ("[{id: b, run: b}, {run: 'a ${{ steps.b.outcome }} ${{ toJSON(steps) }}'}]", 0),
  ])
  func comesFromStepsBefore(_ steps: String, _ count: Int) {
    #expect(self.count(.unknownStep, job("steps: \(steps)")) == count)
    let late = "outputs: {a: '${{ steps.b.outputs.x }}'}\n    steps: [{id: b, run: b}]"
    #expect(self.count(.unknownStep, job(late)) == 0)
  }

  @Test(arguments: [
    ("docker/metadata-action@v6", "digest", 1), ("docker/build-push-action@v7", "tags", 1),
    ("docker/build-push-action@v7", "Digest", 0), ("docker/metadata-action@v6", "json", 0),
    ("acme/build@v1", "tags", 0), ("docker/build-push-action@v7", "image-id", 1),
  ])
  func comesFromTheOutputsOfAnAction(_ action: String, _ output: String, _ count: Int) {
    let steps = "steps: [{id: a, uses: \(action)}, {run: 'x ${{ steps.a.outputs.\(output) }}'}]"
    #expect(self.count(.unknownStepOutput, job(steps)) == count)
  }

  @Test(arguments: [
    ("{matrix: {image: [a, b]}}", "${{ steps.b.outputs.digest }}", 1),
    ("{matrix: {image: [a]}}", "${{ steps.b.outputs.digest }}", 0),
    ("{matrix: {image: '${{ fromJSON(vars.X) }}'}}", "${{ steps.b.outputs.digest }}", 1),
    ("{matrix: {image: [a, b]}}", "${{ steps.s.outputs.version }}", 0),
    ("{matrix: {image: [a, b]}}", "${{ steps.s.outputs.name }}", 1),
    ("{matrix: {image: [a, b]}}", "${{ matrix.image }}", 1),
  ])
  func isThatOfAnyJobOfAMatrix(_ strategy: String, _ output: String, _ count: Int) {
    let text = """
      on: push
      jobs:
        build:
          runs-on: x
          strategy: \(strategy)
          outputs: {x: "\(output)"}
          steps:
            - {id: b, uses: docker/build-push-action@v7, with: {context: "${{ matrix.image }}"}}
            - id: s
              run: |
                echo "version=$(cat version)" >> "$GITHUB_OUTPUT"
                echo "name=${{ matrix.image }}" >> "$GITHUB_OUTPUT"
        sign: {needs: build, runs-on: x, steps: [{run: "sign ${{ needs.build.outputs.x }}"}]}
      """
    #expect(self.count(.matrixOutputOverwritten, text) == count)
    #expect(
      self.count(
        .matrixOutputOverwritten, text.replacing("outputs.x }}\"}]", with: "outputs.y }}\"}]")) == 0
    )
  }

  @Test(arguments: [
    ("if: steps.f.outputs.app", 1), ("if: ${{ !steps.f.outputs.app }}", 1),
    ("if: steps.f.outputs.app == 'true'", 0), ("if: steps.f.outputs.app_count", 0),
    ("if: steps.s.outputs.run && github.actor", 1), ("if: steps.s.outputs.name", 0),
    ("if: env.PUSH", 1), ("if: env.NAME", 0), ("if: steps.other.outputs.changed", 0),
  ])
  func isATextAndTrue(_ condition: String, _ count: Int) {
    let text = """
      on: push
      env: {PUSH: false, NAME: x}
      jobs:
        a:
          runs-on: x
          steps:
            - {id: s, run: 'echo "run=false" >> "$GITHUB_OUTPUT"'}
            - {run: b, \(condition.replacing("if: ", with: "if: '").replacing("'true'", with: "''true''"))'}
      """
    let filter = "- {id: f, uses: dorny/paths-filter@v3}\n      - {run: b"
    #expect(
      self.count(
        .falseTextIsTrue,
        condition.contains(".f.") ? text.replacing("- {run: b", with: filter) : text)
        == count)
  }

  @Test(arguments: [
    ("load: true", "docker run --rm app:test", 0), ("push: true", "docker run --rm app:test", 0),
    ("push: false", "docker run --rm app:test", 1),
    ("outputs: type=docker", "docker run app:test", 0),
    ("push: false", "docker push app:test", 1), ("push: false", "docker tag app:test b", 1),
    ("push: false", "docker run other:test", 0),
    ("push: '${{ github.actor }}'", "docker run app:test", 0),
    ("push: false", "docker load -i x; docker run app:test", 0),
  ])
  func isNotInTheEngine(_ input: String, _ script: String, _ count: Int) {
    for (driver, expected) in [("{}", count), ("{driver: docker}", 0)] {
      let text = """
        on: push
        env: {TAG: test}
        jobs:
          a:
            runs-on: ubuntu-24.04
            steps:
              - {uses: docker/setup-buildx-action@v4, with: \(driver)}
              - {uses: docker/build-push-action@v7, with: {tags: "app:${{ env.TAG }}", \(input)}}
              - run: \(script)
        """
      #expect(self.count(.buildResultDiscarded, text) == expected)
    }
  }

  @Test func isNotInTheEngineAfterAScriptEither() {
    func text(_ options: String) -> String {
      """
      on: push
      jobs:
        a:
          runs-on: ubuntu-24.04
          steps:
            - uses: docker/setup-buildx-action@v4
            - run: docker buildx build \(options) -t app:test .
            - run: docker run app:test
      """
    }
    #expect(count(.buildResultDiscarded, text("")) == 1)
    #expect(count(.buildResultDiscarded, text("--load")) == 0)
    #expect(count(.buildResultDiscarded, text("$FLAGS")) == 0)
    #expect(count(.buildResultDiscarded, text("").replacing("x build", with: "x bake")) == 0)
  }
}
