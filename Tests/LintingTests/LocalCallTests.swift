import Linting
import SourceText
import Testing

@Suite("Calls of workflows and actions of the repository")
struct LocalCallTests {
  private let workflow = """
    on:
      workflow_call:
        inputs:
          image: {type: string, required: true}
          tag: {type: string, default: latest}
        secrets:
          token: {required: true}
          proxy: {required: false}
        outputs:
          digest: {value: '${{ jobs.a.outputs.digest }}'}
    jobs:
      a:
        runs-on: ubuntu-24.04
        outputs: {digest: '${{ steps.b.outputs.digest }}'}
        steps: [{id: b, run: make}]
    """
  private let action = """
    name: Build
    description: Builds
    inputs:
      image: {description: The image, required: true}
      tag: {description: The tag, default: latest}
    outputs:
      digest: {description: The digest, value: '${{ steps.b.outputs.digest }}'}
    runs:
      using: composite
      steps:
        - {id: b, run: 'make "$IMAGE"', shell: bash, env: {IMAGE: '${{ inputs.image }}'}}
    """

  private func found(_ caller: String) -> [String] {
    let all = lintLines(
      [
        ".github/workflows/caller.yml": "on: push\njobs:\n" + caller,
        ".github/workflows/called.yml": workflow, ".github/actions/build/action.yml": action,
      ], rules: Rule.all.filter { [.syntax, .expression].contains($0.category) })
    return all.map { $0.replacing(".github/workflows/caller.yml:", with: "") }
  }

  @Test(arguments: [
    "with: {image: base}\n    secrets: {token: a}", "with: {IMAGE: base}\n    secrets: inherit",
    "with: {image: base, tag: next}\n    secrets: {token: a, Proxy: b}",
  ])
  func areLetAlone(_ rest: String) {
    #expect(found("  a:\n    uses: ./.github/workflows/called.yml\n    \(rest)\n") == [])
  }

  @Test func missWhatIsRequired() {
    #expect(
      found("  a:\n    uses: ./.github/workflows/called.yml\n") == [
        "4: missing-input", "4: missing-secret",
      ])
    #expect(
      found("  a:\n    uses: ./.github/workflows/called.yml\n    with: {tag: a}\n    secrets: {}\n")
        == ["4: missing-input", "4: missing-secret"])
  }

  @Test func giveWhatIsNotDeclared() {
    let call = """
        a:
          uses: ./.github/workflows/called.yml
          with:
            image: base
            imgae: base
          secrets: {token: a, password: b}

      """
    #expect(found(call) == ["7: unknown-input", "8: unknown-secret"])
  }

  @Test(arguments: [
    ("./.github/workflows/caled.yml", ["4: uncallable-workflow"]),
    ("./.github/workflows/caller.yml", ["4: uncallable-workflow"]),
    ("acme/images/.github/workflows/caled.yml@v1", []),
  ])
  func nameWorkflowsThatCannotBeCalled(_ uses: String, _ expected: [String]) {
    #expect(found("  a:\n    uses: \(uses)\n") == expected)
  }

  @Test func sayNothingOfAFileThatIsLookedAtAlone() {
    let file = SourceFile(
      name: "a.yml", text: "on: push\njobs: {a: {uses: ./.github/workflows/b.yml}}\n")
    let view = RepositoryView(workflows: [file], read: { _ in nil }, exists: { _ in false })
    #expect(lint(view).map(\.rule) == [])
  }

  @Test func readOutputsThatAreNotDeclared() {
    let calls = """
        a:
          uses: ./.github/workflows/called.yml
          with: {image: base}
          secrets: inherit
        b:
          needs: a
          runs-on: ubuntu-24.04
          steps:
            - run: echo '${{ needs.a.outputs.digest }} ${{ needs.a.outputs.size }}'
            - {id: c, uses: ./.github/actions/build, with: {image: base}}
            - run: echo '${{ steps.c.outputs.digest }}'
            - run: echo '${{ steps.c.outputs.size }}'

      """
    #expect(found(calls) == ["11: doubtful-expression", "14: doubtful-expression"])
  }

  private func step(_ rest: String, before: String = "{uses: actions/checkout@v7}") -> String {
    "  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - \(before)\n"
      + "      - {uses: ./.github/actions/build, with: {\(rest)}}\n"
  }

  @Test func ofActionsAreCompared() {
    #expect(found(step("image: base")) == [])
    #expect(found(step("tag: base")) == ["7: missing-input"])
    #expect(found(step("image: base, name: base")) == ["7: unknown-input"])
  }

  @Test func ofActionsElsewhereAreNot() {
    let checkout = "{uses: actions/checkout@v7, with: {repository: acme/actions}}"
    #expect(found(step("name: base", before: checkout)) == [])
  }
}
