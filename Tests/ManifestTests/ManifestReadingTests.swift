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
    #expect(read.platforms.map(\.value) == ["linux/amd64"])
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
    ("volatile-args: {A: '${{ secrets.KEY }}'}", ["warning secret-in-build-arg"]),
    ("volatile-args: {A: \"${{ SECRETS['KEY'] || 1 }}\"}", ["warning secret-in-build-arg"]),
    ("volatile-args: {A: '${{ toJSON(secrets) }}'}", ["warning secret-in-build-arg"]),
    ("volatile-args: {A: '${{ secrets.GITHUB_TOKEN }}'}", []),
    ("volatile-args: {A: '${{ github.event.secrets_count }} secrets.KEY'}", []),
    ("build-args: {A: '${{ secrets.KEY }}'}", ["error expression-in-build-arg"]),
  ])
  func tellsThatABuildArgumentIsNoPlaceForASecret(_ keys: String, _ expected: [String]) {
    let file = SourceFile(
      name: "wfgen.yml",
      text: """
        version: 1
        repository: o/r
        registry: ghcr.io/o/r
        images:
          a:
            dockerfile: Dockerfile
            \(keys)

        """)
    let found = Manifest.read(file).diagnostics
    #expect(found.map { "\($0.severity) \($0.rule)" } == expected)
    #expect(found.allSatisfy { $0.help?.contains("--mount=type=secret") == true })
  }

  @Test(arguments: [
    "variants:", "variants: {}", "variants: {x: {variants: {y: {}}}}", "secrets: {npm: null}",
    "secrets: {npm: 1PASSWORD}", "secrets: {'a,b': TOKEN}", "secrets: {npm: NPM-TOKEN}",
    "build-args: {A: '${{ github.sha }}'}\n    variants: {x: {}, y: {}}",
    "secrets: {npm: a b}\n    variants: {x: {}, y: {}}", "build-args: {'A B': 1}",
    "build-args: {'': 1}", "build-args: {C=D: 1}", "volatile-args: {1A: 1}",
    "build-args: {A: 1}\n    volatile-args: {A: 2}\n    variants: {x: {}, y: {}}",
    "build-args: {A: 1}\n    variants: {x: {volatile-args: {A: 2}}, y: {}}",
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

  @Test func takesPlatformsInAnyOrderAndByAnyName() throws {
    let (manifest, problems) = read(
      """
      platforms: [linux/x86_64, linux/aarch64]
      images: {a: {platforms: [linux/armhf, linux/arm64/v8, linux/386]}}
      """)
    let read = try #require(manifest)
    #expect(problems == [])
    #expect(read.platforms.map(\.value) == ["linux/amd64", "linux/arm64"])
    #expect(read.images[0].platforms.map(\.value) == ["linux/386", "linux/arm/v7", "linux/arm64"])
  }

  @Test(arguments: [
    ("[linux/amd64, linux/amd64]", "'linux/amd64' is listed twice"),
    (
      "[linux/amd64, linux/x86_64]",
      "'linux/x86_64' is listed twice: it is another name of 'linux/amd64'"
    ),
  ])
  func refusesAPlatformThatIsListedTwice(_ list: String, _ message: String) {
    #expect(read("platforms: \(list)\nimages: {a: {}}\n").1.map(\.message) == [message])
  }

  @Test(arguments: [
    ("dockerfile: Dockerfile, built-by: {workflow: a.yml}", ["dockerfile"]),
    ("tags: [x], before: [{run: a}], built-by: {workflow: a.yml}", ["before", "tags"]),
    ("built-by: {workflow: a.yml}, minutes: 3, from: x, repository: r, tier: t", []),
    ("dockerfile: Dockerfile, variants: {default: {}, w: {built-by: {workflow: a.yml}}}", []),
    ("built-by: {workflow: a.yml}, variants: {a: {target: t}, b: {}}", ["target"]),
    ("dockerfile: D, built-by: {workflow: a.yml}, variants: {a: {}, b: {}}", ["dockerfile"]),
  ])
  func refusesToSayHowToBuildWhatAnotherWorkflowBuilds(_ keys: String, _ names: [String]) {
    let problems = read("images: {a: {\(keys)}}\n").1
    #expect(problems.map(\.rule) == names.map { _ in "unused-key" })
    #expect(problems.map { $0.message.split(separator: "'")[0] }.sorted() == names.map { $0[...] })
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
      overheads: {}
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
    "version: 1\nregistry: ghcr.io/o\n", "version: 1\nrepository: o/r\n", "version: 1\n",
    "version: 1\nrepository: ~\nregistry:\n", "version: 1\nrepository: o\nregistry: https://x\n",
    "version:\nrepository: [a]\nregistry: {}\n",
  ])
  func readsOnWithoutARequiredKey(_ head: String) throws {
    let images = "images:\n  A: {tier: none, minutes: soon, from: [b]}\n  b: {}\n"
    let text = head + "layuot: tier\n" + images
    let file = SourceFile(name: "wfgen.yml", text: text)
    let (manifest, problems) = Manifest.read(file)
    let tree = MemoryTree(["Dockerfile": "FROM ghcr.io/o/b\n"])
    let rules = (problems + Project(try #require(manifest), in: tree).diagnostics).map(\.rule)
    for rule in ["unknown-key", "unknown-tier", "invalid-minutes", "invalid-image-name"] {
      #expect(rules.contains(rule))
    }
    #expect(!rules.contains("contradicted-edge"))
    #expect(!rules.contains("placeholder-repository"))
  }

  @Test(arguments: [
    ("~", ["empty-manifest"]), ("null # nothing\n", ["empty-manifest"]),
    ("version: 1\nrepository: ~\nregistry: ghcr.io/o\nimages: {a: {}}", ["missing-key"]),
    ("version: ~\nrepository: o/r\nregistry:\nimages: {a: {}}", ["missing-key", "missing-key"]),
  ])
  func saysWhatIsNull(_ text: String, _ rules: [String]) {
    let problems = Manifest.read(SourceFile(name: "wfgen.yml", text: text)).diagnostics
    #expect(problems.map(\.rule) == rules)
  }

  @Test(arguments: [
    ("'1'", "'version' is a text, and wfgen reads the number 1"),
    ("2", "'version' is '2', and this wfgen reads version 1"),
    ("[1]", "'version' is no number, and this wfgen reads version 1"),
  ])
  func saysWhatIsWrongWithAVersion(_ text: String, _ message: String) {
    let manifest = "version: \(text)\nrepository: o/r\nregistry: ghcr.io/o\nimages: {a: {}}"
    let problems = Manifest.read(SourceFile(name: "wfgen.yml", text: manifest)).diagnostics
    #expect(problems.map(\.message) == [message])
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

  @Test(arguments: ["", "A=B", "=", "A\\n", "A\\0", "\\x7F"])
  func refusesAVariableThatNoProgramCanBeGiven(_ name: String) {
    let (_, problems) = read("images: {a: {env: {\"\(name)\": x}}}\n")
    #expect(problems.map(\.rule) == ["invalid-variable"])
  }

  @Test func passesOnEveryStepThatGitHubTakes() {
    let (_, problems) = read(
      """
      images:
        a:
          dockerfile: Dockerfile
          runner: ${{ vars.RUNNER }}
          env:
            {_A1: 1, GITHUB_TOKEN: "${{ github.token }}", NOTHING: , spring.datasource.url: x,
            ORG_GRADLE_PROJECT_signing.keyId: x, 1 Ä-b: x}
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
