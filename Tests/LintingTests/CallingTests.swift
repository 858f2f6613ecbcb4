import SourceText
import Testing

@testable import Linting

@Suite("What workflows and actions of the repository do when they are called")
struct CallingTests {
  private let dockerfiles = [
    "base/Dockerfile": "FROM debian:12\n", "web/Dockerfile": "FROM ghcr.io/acme/base\n",
  ]

  private func lines(_ files: [String: String]) -> [String] {
    let files = files.merging(dockerfiles) { one, _ in one }.map {
      SourceFile(name: $0.key, text: $0.value)
    }
    let rules = Rule.all.filter { ["image-beside-its-parent", "two-writers"].contains($0.id) }
    return lint(RepositoryView(files: files), rules: rules).map {
      let line = SourceLines($0.location.file).line(at: $0.location.range.start)
      return "\($0.location.file.name):\(line): \($0.rule)"
    }
  }

  /// A workflow that builds what its input names.
  private func callee(push: String = "true") -> String {
    """
    on:
      workflow_call:
        inputs: {image: {type: string, required: true}, push: {type: boolean, default: true}}
    jobs:
      build:
        steps:
          - uses: docker/build-push-action@v7
            with:
              context: ${{ inputs.image }}
              push: \(push)
              tags: ${{ format('ghcr.io/acme/{0}:{1}', inputs.image, inputs.tag || 'latest') }}

    """
  }

  private func call(_ job: String, _ with: String, _ needs: String = "[]") -> String {
    "  \(job): {needs: \(needs), uses: ./.github/workflows/image.yml, with: {\(with)}}\n"
  }

  @Test(arguments: [(needs: "[]", isReported: true), (needs: "base", isReported: false)])
  func comeInTheOrderOfTheCallingJobs(_ test: (needs: String, isReported: Bool)) {
    let caller =
      "on: push\njobs:\n" + call("base", "image: base") + call("web", "image: web", test.needs)
    let found = lines([
      ".github/workflows/ci.yml": caller, ".github/workflows/image.yml": callee(),
    ])
    #expect(
      found == (test.isReported ? [".github/workflows/ci.yml:4: image-beside-its-parent"] : []))
  }

  @Test func takeTheirInputsFromTheMatrixOfTheCaller() {
    let caller = """
      on: push
      jobs:
        all:
          strategy:
            matrix:
              image:
                - base
                - web
          uses: $/.github/workflows/image.yml
          with: {image: '${{ matrix.image }}'}
      """
    #expect(
      lines([".github/workflows/ci.yml": caller, ".github/workflows/image.yml": callee()])
        == [".github/workflows/ci.yml:8: image-beside-its-parent"])
  }

  @Test func obeyTheSwitchesOfTheirCallers() {
    func found(_ base: String, push: String = "${{ inputs.push }}") -> Int {
      let caller =
        "on: push\njobs:\n" + call("base", "image: base, push: \(base)") + call("web", "image: web")
      return lines([
        ".github/workflows/ci.yml": caller, ".github/workflows/image.yml": callee(push: push),
      ]).count
    }
    #expect(found("true") == 1)
    #expect(found("false") == 0)
    #expect(found("'${{ github.ref_protected }}'", push: "${{ inputs.push == true }}") == 1)
    #expect(found("false", push: "${{ inputs.push && true || false }}") == 0)
  }

  @Test func areNotCountedASecondTime() {
    let caller = "on: push\njobs:\n" + call("base", "image: base")
    let files = [
      ".github/workflows/ci.yml": caller, ".github/workflows/image.yml": callee(),
    ]
    #expect(lines(files).isEmpty)
    let view = RepositoryView(
      files: files.merging(dockerfiles) { one, _ in one }.map {
        SourceFile(name: $0.key, text: $0.value)
      })
    #expect(builds(in: view).map(\.dockerfile) == ["base/Dockerfile"])
    #expect(builds(in: view).map(\.workflow) == [".github/workflows/ci.yml"])
    #expect(
      lines(files.merging([".github/workflows/z.yml": caller]) { one, _ in one })
        == [".github/workflows/z.yml:3: two-writers"])
  }

  @Test func areFoundByTheJobsOfTheCalledWorkflowToo() throws {
    let files = [
      ".github/workflows/ci.yml": "on: push\njobs:\n" + call("base", "image: base"),
      ".github/workflows/image.yml": callee(),
    ].map { SourceFile(name: $0.key, text: $0.value) }
    let repository = Repository(RepositoryView(files: files))
    let effects = repository.effects.effects(ofJob: 0, in: 1)
    guard case .build(let position)? = effects.first?.kind else {
      Issue.record("no build is found")
      return
    }
    let build = repository.effects.builds[position]
    #expect(repository.effects.builds.count == 1 && position == 1)
    #expect(build.dockerfile == "base/Dockerfile" && build.place.workflow == 1)
    #expect(repository.effects.all.allSatisfy { $0.place.workflow == 0 })
    let other = try #require(repository.effects.builds.first)
    #expect(other.detail?.range == build.range && other.place.calls.count == 1)
  }

  @Test(arguments: ["[]", "base"])
  func comeInTheOrderOfTheCalledWorkflow(_ needs: String) {
    let callee = """
      on: workflow_call
      jobs:
        base:
          steps: [{uses: docker/build-push-action@v7, with: {context: base, push: true, tags: ghcr.io/acme/base}}]
        web:
          needs: \(needs)
          steps: [{uses: docker/build-push-action@v7, with: {context: web, push: true, tags: ghcr.io/acme/web}}]

      """
    let caller = "on: push\njobs:\n  a: {uses: ./.github/workflows/image.yml}\n"
    #expect(
      lines([
        ".github/workflows/ci.yml": caller, ".github/workflows/image.yml": callee,
        ".github/workflows/nightly.yml": caller.replacing("push", with: "schedule"),
      ]).filter { $0.hasSuffix("parent") }
        == (needs == "[]" ? [".github/workflows/image.yml:7: image-beside-its-parent"] : []))
  }

  @Test func areReadThroughOtherCalls() {
    let middle = """
      on: {workflow_call: {inputs: {name: {type: string}}}}
      jobs:
        a: {uses: ./.github/workflows/image.yml, with: {image: '${{ inputs.name }}'}}
        again: {needs: a, uses: ./.github/workflows/middle.yml}

      """
    let caller = """
      on: push
      jobs:
        base: {uses: ./.github/workflows/middle.yml, with: {name: base}}
        web: {uses: ./.github/workflows/middle.yml, with: {name: web}}

      """
    #expect(
      lines([
        ".github/workflows/ci.yml": caller, ".github/workflows/image.yml": callee(),
        ".github/workflows/middle.yml": middle,
      ]) == [".github/workflows/ci.yml:4: image-beside-its-parent"])
  }

  private let action = """
    inputs:
      image: {required: true}
      tag: {default: latest}
    runs:
      using: composite
      steps:
        - shell: bash
          run: docker build -t "ghcr.io/acme/${{ inputs.image }}:$TAG" ./${{ inputs.image }}
          env: {TAG: '${{ inputs.tag }}'}
        - if: inputs.image != 'none'
          shell: bash
          run: docker push ghcr.io/acme/${{ inputs.image }}:${{ inputs.tag }}

    """

  @Test func includeTheStepsOfCompositeActions() {
    func job(_ id: String, _ image: String, checkout: String = "") -> String {
      """
        \(id):
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/checkout@v7\(checkout)
            - uses: ./.github/actions/image
              with: {image: \(image)}

      """
    }
    func found(_ web: String) -> [String] {
      lines([
        ".github/workflows/ci.yml": "on: push\njobs:\n" + job("base", "base") + web,
        ".github/actions/image/action.yml": action,
      ])
    }
    #expect(found(job("web", "web")) == [".github/workflows/ci.yml:13: image-beside-its-parent"])
    #expect(found(job("web", "none")).isEmpty)
    #expect(
      found(job("web", "web", checkout: "\n        with: {path: elsewhere}")).isEmpty)
    #expect(found(job("web", "'${{ github.actor }}'")).isEmpty)
  }

  @Test func handOnWhatTheyPutOut() {
    let names = """
      outputs: {tags: {value: '${{ steps.meta.outputs.tags }}'}}
      runs:
        using: composite
        steps:
          - id: meta
            uses: docker/metadata-action@v6
            with: {images: ghcr.io/acme/base, tags: 'type=raw,value=latest'}

      """
    func job(_ id: String) -> String {
      "  \(id): {steps: [{id: names, uses: ./names}, {uses: docker/build-push-action@v7, "
        + "with: {context: base, push: true, tags: '${{ steps.names.outputs.tags }}'}}]}\n"
    }
    #expect(
      lines([
        ".github/workflows/ci.yml": "on: push\njobs:\n" + job("a") + job("b"),
        "names/action.yaml": names,
      ]) == [".github/workflows/ci.yml:4: two-writers"])
  }
}
