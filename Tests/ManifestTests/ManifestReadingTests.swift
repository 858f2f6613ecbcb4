import BuildGraph
import Fixtures
import Manifest
import SourceText
import Testing

@Suite("Reading the manifest")
struct ManifestReadingTests {
  private let head = "version: 1\nrepository: o/r\nregistry: ghcr.io/o\n"

  private func read(_ rest: String) -> (Manifest?, [Diagnostic]) {
    Manifest.read(SourceFile(name: "wfgen.yml", text: head + rest))
  }

  @Test func givesEveryPolicyItsDefault() throws {
    let (manifest, problems) = read("images:\n  a: {dockerfile: Dockerfile}\n")
    let read = try #require(manifest)
    #expect(problems == [])
    #expect(read.branch == "main")
    #expect(read.runner == "ubuntu-24.04")
    #expect(read.platforms == ["linux/amd64"])
    #expect(read.layout == .tier)
    #expect(read.cache == .registry)
    #expect(read.schedule == Manifest.defaultSchedule)
  }

  @Test func writesTheRegistryInLowerCase() throws {
    let file = SourceFile(
      name: "wfgen.yml", text: "version: 1\nrepository: O/R\nregistry: ghcr.io/Owner/Name/\n")
    #expect(Manifest.read(file).manifest?.registry.value == "ghcr.io/owner/name")
  }

  @Test func knowsTheOlderWordsOfCleanUp() throws {
    let (manifest, _) = read(
      """
      tiers:
        a: {cleanup: basic}
        b: {cleanup: standard}
        c: {cleanup: conservative}
        d: {cleanup: free-disk}
      images: {x: {tier: a}}
      """)
    #expect(manifest?.tiers.map(\.cleanup) == [.prune, .prune, .pruneAll, .freeDisk])
  }

  @Test func makesAnImageOfEachVariant() throws {
    let (manifest, problems) = read(
      """
      images:
        stt:
          minutes: 3-4
          build-args: {A: one, B: two}
          variants:
            default: {dockerfile: Dockerfile}
            phase2: {dockerfile: Dockerfile.phase2, build-args: {B: three}}
      """)
    let images = try #require(manifest).images
    #expect(problems == [])
    #expect(images.map(\.id.description) == ["stt", "stt:phase2"])
    #expect(images.map { $0.dockerfile?.value } == ["Dockerfile", "Dockerfile.phase2"])
    #expect(images[1].buildArgs.map(\.value.value) == ["one", "three"])
    #expect(images[1].minutes == TimeRange(minutes: 3, 4))
  }

  @Test(arguments: [
    "variants:", "variants: {}", "variants: {x: {variants: {y: {}}}}", "secrets: {npm: null}",
    "secrets: {npm: 1PASSWORD}", "secrets: {'a,b': TOKEN}", "secrets: {npm: NPM-TOKEN}",
    "build-args: {A: '${{ github.sha }}'}\n    variants: {x: {}, y: {}}",
    "secrets: {npm: a b}\n    variants: {x: {}, y: {}}",
  ])
  func reportsAFaultOfAnImageOnce(_ line: String) {
    let (_, problems) = read("images:\n  ok: {}\n  a:\n    \(line)\n")
    #expect(problems.count == 1)
  }

  @Test func letsAVariantNameAnotherSecret() throws {
    let (manifest, problems) = read(
      """
      images:
        a:
          secrets: {npm: NPM_TOKEN, pip: PIP_TOKEN}
          variants: {x: {secrets: {npm: OTHER}}}
      """)
    #expect(problems == [])
    let secrets = try #require(manifest?.images.first).extras.secrets
    #expect(secrets.map { "\($0.id.value)=\($0.secret.value)" } == ["pip=PIP_TOKEN", "npm=OTHER"])
  }

  @Test(arguments: [
    #"prefix: "a\nb""#, "tiers: {a: {title: '${{ github.actor }}'}}",
    "tasks: {t: {uses: x, title: '${{ secrets.A }}', steps: [{run: a}]}}",
  ])
  func refusesATitleThatIsNoPlainLine(_ line: String) {
    let (_, problems) = read("images: {x: {}}\n\(line)\n")
    #expect(problems.map(\.rule) == ["invalid-title"])
  }

  @Test(arguments: [
    "17 3 * * *", "*/5 * * * *", "20/15 0,12 1-15/2 JAN-mar MON,WED", "0 0 31 12 6", "none",
  ])
  func takesACronLine(_ line: String) {
    #expect(read("schedule: '\(line)'\nimages: {a: {}}\n").1 == [])
  }

  @Test(arguments: [
    "60 * * * *", "0 24 * * *", "0 0 0 * *", "0 0 * 13 *", "0 0 * * 7", "0 0 * * MONDAY", "@daily",
    "* * * * *", "*/4 * * * *", "0,3 * * * *", "5-1 0 * * *", "0 */0 * * *", "0 , * * *",
    "0 0 ? * *", "-1 0 * * *", "1-2-3 0 * * *", "0 0 * * * *", "0 1/ * * *",
  ])
  func refusesALineThatCronDoesNotRead(_ line: String) {
    let problems = read("schedule: '\(line)'\nimages: {a: {}}\n").1
    #expect(problems.map(\.rule) == ["invalid-schedule"])
  }

  @Test(arguments: [
    ("{uses: actions/checkout}", ["invalid-step"]), ("{uses: actions/checkout@}", ["invalid-step"]),
    ("{uses: ./login}", []), ("{uses: 'docker://alpine:3'}", []), ("{uses: a/b/c@v1}", []),
    ("{rnu: make}", ["unknown-key"]), ("{run: make, working-dir: src}", ["unknown-key"]),
    ("{run: make, uses: a/b@v1}", ["invalid-step"]), ("{id: a, run: make, background: true}", []),
    ("{wait: a}", []), ("{parallel: [{run: a}, {uses: b}]}", ["invalid-step"]),
    ("make", ["invalid-step"]), ("{name: a}", ["invalid-step"]),
  ])
  func looksAtEachStep(_ step: String, _ rules: [String]) {
    #expect(read("images: {a: {before: [\(step)]}}\n").1.map(\.rule) == rules)
  }

  @Test func reportsAllProblemsInOneRun() {
    let (_, problems) = read(
      """
      layuot: tier
      lint: {}
      images:
        a: {tier: none, minutes: soon, platforms: [linux]}
        b: {context: ../elsewhere}
      """)
    #expect(
      problems.map(\.rule).sorted() == [
        "invalid-minutes", "invalid-platform", "not-yet", "path-outside-repository", "unknown-key",
      ])
    #expect(problems.first { $0.rule == "unknown-key" }?.help == "did you mean 'layout'?")
  }

  @Test(arguments: [
    "", " ", "- a", "a", "[", "version: 1", "{version: 1, images: 3, repository: [], registry: {}}",
    "version: 1\nrepository: o/r\nregistry: ghcr.io/o\nimages: {a: {variants: {b: 3}}}\ntasks: [x]",
  ])
  func neverCrashes(_ text: String) {
    let file = SourceFile(name: "wfgen.yml", text: text)
    let (manifest, problems) = Manifest.read(file)
    #expect(!problems.isEmpty)
    if let manifest { _ = Project(manifest, in: MemoryTree([String: String]())) }
    for problem in problems { #expect(problem.location.range.end <= file.bytes.count) }
  }

  @Test func passesOnEveryStepThatGitHubTakes() {
    let (_, problems) = read(
      """
      images:
        a:
          dockerfile: Dockerfile
          runner: ${{ vars.RUNNER }}
          env: {_A1: 1, GITHUB_TOKEN: "${{ github.token }}", NOTHING: }
          secrets: {token: GITHUB_TOKEN}
          before:
            - {id: _a-1, name: true, if: false, run: "echo ${{ format('}}{0}''', 1) }} }}"}
            - {run: 1, shell: bash, working-directory: ., background: true}
            - {uses: ./x, with: {a: 1, b: , c-d: true}, env: "${{ fromJSON(vars.ENV) }}"}
            - {uses: ./x, with: "${{ fromJSON(vars.WITH) }}", timeout-minutes: "${{ 5 }}"}
            - {run: make, continue-on-error: "${{ true }}", timeout-minutes: 360}
            - {wait: [_a-1]}
            - wait-all:
            - {wait-all: true, continue-on-error: true}
            - {cancel: _a-1}
            - parallel: [{run: make}, {uses: ./x}]
          after: []
      """)
    #expect(problems == [])
  }
}
