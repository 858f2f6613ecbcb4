import Testing

@testable import Linting

@Suite("Secrets on their way")
struct SecretTests {
  @Test(arguments: [
    "- uses: docker/build-push-action@v7\n  with: {build-args: 'A=${{ secrets.A }}'}",
    "- uses: docker/bake-action@v7\n  with: {set: '*.args.A=${{ secrets.A }}'}",
    "- env: {A: '${{ secrets.A }}'}\n  uses: docker/build-push-action@v7\n  with: {build-args: 'A=${{ env.A }}'}",
    "- run: docker build --build-arg A=${{ secrets.A }} .",
    "- run: docker build --build-arg=A=${{ secrets.A }} .",
    "- env: {A: '${{ secrets.A }}'}\n  run: docker buildx build --build-arg A=\"$A\" .",
    "- env: {A: '${{ secrets.A }}'}\n  run: |\n    podman build \\\n      --build-arg A=${A} \\\n      .",
    "- env: {A: '${{ secrets.A }}'}\n  run: docker build --build-arg A .",
  ])
  func stayInImagesAsBuildArguments(_ steps: String) {
    #expect(lintLines(of: workflow(steps: steps), rule: .secretInImage).count == 1)
  }

  @Test(arguments: [
    "- uses: docker/build-push-action@v7\n  with: {build-args: 'A=${{ vars.A }}'}",
    "- uses: docker/build-push-action@v7\n  with: {secrets: 'a=${{ secrets.A }}'}",
    "- uses: docker/bake-action@v7\n  with: {set: '*.secrets=id=a'}",
    "- env: {A: '${{ secrets.A }}'}\n  run: docker build --secret id=a,env=A .",
    "- env: {A: '${{ secrets.A }}'}\n  run: docker build --build-arg B=$B .",
    "- env: {A: '${{ secrets.A }}'}\n  run: docker build --build-arg B=A .",
    "- run: docker build --build-arg HAS=${{ secrets.A != '' }} .",
  ])
  func stayOutOfImagesOtherwise(_ steps: String) {
    #expect(lintLines(of: workflow(steps: steps), rule: .secretInImage) == [])
  }

  private func calls(
    _ secrets: String, _ callee: String, rule: Rule = .secretNotPassed
  ) -> Int {
    lintLines(
      [
        ".github/workflows/a.yml":
          "on: push\njobs: {c: {uses: ./.github/workflows/b.yml\(secrets)}}",
        ".github/workflows/b.yml": callee,
      ], rules: [rule]
    ).count
  }

  @Test func doNotReachACalledWorkflowByThemselves() {
    let reads = "on: workflow_call\njobs: {a: {steps: [{env: {A: '${{ secrets.A }}'}}]}}"
    #expect(calls("", reads) == 1)
    #expect(calls(", secrets: inherit", reads) == 0)
    #expect(calls(", secrets: {a: x}", reads) == 0)
    let requires = "on: {workflow_call: {secrets: {A: {required: true}}}}\njobs: {}"
    #expect(calls("", requires, rule: .missingSecret) == 1)
    #expect(calls(", secrets: {B: x}", requires, rule: .missingSecret) == 1)
    #expect(calls(", secrets: {A: x}", requires, rule: .missingSecret) == 0)
    #expect(calls("", requires) == 0)
  }

  @Test(arguments: [
    "on: {workflow_call: {secrets: {A: {}}}}\njobs: {a: {steps: [{env: {A: '${{ secrets.A }}'}}]}}",
    "on: workflow_call\njobs: {a: {steps: [{env: {A: '${{ secrets.A || github.token }}'}}]}}",
    "on: workflow_call\njobs: {a: {steps: [{env: {A: '${{ secrets.GITHUB_TOKEN }}'}}]}}",
    "on: workflow_call\njobs: {a: {environment: live, steps: [{env: {A: '${{ secrets.A }}'}}]}}",
  ])
  func mayBeLeftOutWhereTheyAreNotNeeded(_ callee: String) {
    #expect(calls("", callee) == 0)
  }

  @Test(arguments: [
    ("'${{ secrets.HOST }}/api'", true), ("\"${{ format('{0}/a', secrets.HOST) }}\"", true),
    ("'${{ steps.meta.outputs.tags }}'", true), ("'${{ vars.HOST }}/api'", false),
    ("\"${{ secrets.HOST != '' }}\"", false), ("'${{ steps.other.outputs.tags }}'", false),
  ])
  func doNotTravelInOutputs(_ value: String, _ isLost: Bool) {
    let text = """
      on: push
      jobs:
        a:
          outputs: {image: \(value)}
          steps:
            - {id: meta, uses: docker/metadata-action@v6, with: {images: '${{ secrets.HOST }}/api'}}
      """
    #expect(lintLines(of: text, rule: .secretAsOutput) == (isLost ? [4] : []))
  }
}
