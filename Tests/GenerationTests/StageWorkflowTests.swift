import Fixtures
import Generation
import Manifest
import SourceText
import Testing
import YAML

@Suite("Generated workflows follow the manifest")
struct StageWorkflowTests {
  private func workflow(_ name: String, manifest rest: String) throws -> YAMLDocument {
    let head = "version: 1\nrepository: o/r\nregistry: ghcr.io/o/r\n"
    let tree = MemoryTree([
      "Dockerfile": "FROM alpine\nCOPY app.py /\n", "app.py": "",
      "Dockerfile.b": "FROM a\n",
    ])
    let file = SourceFile(name: "wfgen.yml", text: head + rest)
    let (manifest, problems) = Manifest.read(file)
    #expect(problems == [])
    let files = Pipeline(Project(try #require(manifest), in: tree)).files()
    let text = try #require(files.first { $0.path.hasSuffix(name) }).text
    return YAMLDocument(parsing: SourceFile(name: name, text: text))
  }

  private func steps(_ document: YAMLDocument) -> [Node] {
    document.root?["jobs"]?["build"]?["steps"]?.items.map { $0 } ?? []
  }

  @Test func opensTheHostNetworkOnlyWhenAskedTo() throws {
    let plain = try workflow("wfgen-images.yml", manifest: "images: {a: {}}\n")
    #expect(!plain.file.text.contains("network"))
    let open = try workflow("wfgen-images.yml", manifest: "network: host\nimages: {a: {}}\n")
    #expect(open.file.text.contains("buildkitd-flags: --allow-insecure-entitlement network.host"))
    #expect(open.file.text.contains("allow: network.host"))
  }

  /// With immutable tags nothing is published under a tag of the branch that could be chosen.
  @Test(arguments: [
    ("mutable", "FROM debian:12\n", false), ("mutable", "FROM ghcr.io/o/r/a\n", true),
    ("immutable", "FROM ghcr.io/o/r/a\n", false),
  ])
  func offersPublishedParentsWhereThereAreAny(tags: String, child: String, has: Bool) throws {
    let pipeline = try pipeline(
      manifest: "images: {a: {context: a}, b: {context: b}}\n",
      files: ["a/Dockerfile": "FROM debian:12\n", "b/Dockerfile": child],
      registry: "{host: ghcr.io, namespace: o/r, tags: \(tags)}")
    for stage in pipeline.stages {
      let workflow = try pipeline.workflow(stage.id)
      let choice = workflow["on"]?["workflow_dispatch"]?["inputs"]?["parents"]
      #expect((choice != nil) == (has && stage.images.contains { $0.name == "b" }), "\(stage.id)")
    }
  }

  @Test func passesSecretsOfSeveralLinesAsTheyAre() throws {
    let text = "images: {a: {secrets: {npm: NPM_TOKEN, npm.old: npm_token, ssh-key: KEY}}}\n"
    let build = steps(try workflow("wfgen-images.yml", manifest: text)).first {
      $0["id"]?.text == "build"
    }
    let variable = "WFGEN_SECRET_NPM_TOKEN"
    #expect(build?["with"]?["secrets"] == nil)
    #expect(
      build?["with"]?["secret-envs"]?.text
        == "npm=\(variable)\nnpm.old=\(variable)\nssh-key=WFGEN_SECRET_KEY")
    #expect(build?["env"]?[variable]?.text == "${{ secrets.NPM_TOKEN }}")
    #expect(build?["env"]?["WFGEN_SECRET_KEY"]?.text == "${{ secrets.KEY }}")
    #expect(build?["env"]?.entries.count { $0.key.text == variable } == 1)
  }

  @Test func tellsTheSecondLookWhichSecretsAreNotThere() throws {
    let text = "images: {a: {secrets: {npm: NPM_TOKEN, old: npm_token, key: KEY}}}\n"
    let look = steps(try workflow("wfgen-images.yml", manifest: text)).first {
      $0["id"]?.text == "look"
    }
    #expect(
      look?["env"]?["LACKING"]?.text
        == "${{ secrets.KEY == '' && 'KEY ' || '' }}"
        + "${{ secrets.NPM_TOKEN == '' && 'NPM_TOKEN ' || '' }}")
  }

  @Test func putsStepsOfTheManifestAroundTheBuild() throws {
    let text = """
      images:
        a:
          before: [{name: Fetch, run: ./fetch.sh}]
          after: [{uses: o/scan@0123456789012345678901234567890123456789}]
      """
    let names = steps(try workflow("wfgen-images.yml", manifest: text)).map { step in
      step["name"]?.text ?? step["uses"]?.text ?? ""
    }
    let fetch = try #require(names.firstIndex(of: "Fetch"))
    let build = try #require(names.firstIndex(of: "Build and push"))
    let scan = try #require(names.firstIndex { $0.hasPrefix("o/scan@") })
    #expect(fetch < build && build < scan)
  }

  @Test func runsStepsAfterTheBuildOnlyWhenSomethingWasBuilt() throws {
    let text = """
      images:
        a:
          before: [{run: ./fetch.sh}]
          after:
            - {name: Attest, id: attest, run: ./attest.sh}
            - {run: ./always.sh, if: always()}
            - {run: ./serve.sh, background: true}
            - {wait-all: true}
            - parallel: [{run: ./one.sh}, {run: ./two.sh, if: failure()}]
      """
    let document = try workflow("wfgen-images.yml", manifest: text)
    let all = steps(document)
    func condition(_ run: String) -> String? {
      let nested = all.flatMap { $0["parallel"]?.items.map { $0 } ?? [] }
      return (all + nested).first { $0["run"]?.text == run }?["if"]?.text
    }
    let built = "steps.look.outputs.build == 'true'"
    #expect(condition("./attest.sh") == built)
    #expect(condition("./serve.sh") == built)
    #expect(condition("./one.sh") == built)
    #expect(condition("./two.sh") == "failure()")
    #expect(condition("./always.sh") == "always()")
    #expect(condition("./fetch.sh") == nil)
    #expect(all.first { $0["wait-all"] != nil }?["if"] == nil)
    #expect(
      all.first { $0["id"]?.text == "attest" }?.entries.map(\.key.text)
        == ["name", "id", "if", "run"])
  }

  @Test func asksForTheDiskThatEachImageNeeds() throws {
    let text = "images: {c: {}, d: {disk: 59.5}}\n"
    let document = try workflow("wfgen-images.yml", manifest: text)
    let disk = steps(document).first { $0["id"]?.text == "disk-before" }
    #expect(disk?["env"]?["IMAGE"]?.text == "${{ matrix.image }}")
    #expect(!document.file.text.contains("REQUIRE_GB"))
    let images = try workflow("images.json", manifest: text).root?["images"]?.items.map { $0 } ?? []
    #expect(images.map { $0["disk"]?.text } == [nil, "60"])
  }

  @Test func runsATaskInAnImageThatAnExistingWorkflowPublishes() throws {
    let text = """
      images: {ext: {built-by: {workflow: ext.yml, tag: latest}}}
      tasks: {smoke: {uses: ext, paths: [src/**], steps: [{run: true}]}}
      """
    let smoke = try workflow("wfgen-smoke.yml", manifest: text)
    #expect(
      smoke.root?["jobs"]?["plan"]?["if"]?.text?
        .contains("github.event.workflow_run.conclusion == 'success'") == true)
    let data = try workflow("images.json", manifest: text)
    let task = data.root?["tasks"]?.items.first
    #expect(task?["reference"]?.text == "ghcr.io/o/r/ext:latest")
    #expect(task?["workflow"]?.text == "ext.yml")
  }

  @Test func startsATaskAfterARevertOfWhatItsImageIsMadeOf() throws {
    func paths(_ more: String) throws -> [String] {
      let text = """
        images: {a: {}, b: {dockerfile: Dockerfile.b}}
        tasks: {test: {uses: b, paths: [tests/**], steps: [{run: true}]\(more)}}
        """
      let push = try workflow("wfgen-test.yml", manifest: text).root?["on"]?["push"]
      return push?["paths"]?.items.compactMap(\.text) ?? []
    }
    let own = ["tests/**", ".github/workflows/wfgen-test.yml"]
    #expect(try paths("") == own + ["Dockerfile", "Dockerfile.b", "app.py"])
    // Before the build it would run on what is to be replaced.
    #expect(try paths(", on-push: at-once") == own)
  }

  @Test func writesNoScheduleWhenNoneIsWanted() throws {
    let document = try workflow("wfgen-images.yml", manifest: "schedule: none\nimages: {a: {}}\n")
    #expect(document.root?["on"]?["schedule"] == nil)
    #expect(document.root?["on"]?["push"]?["paths"] != nil)
  }

  @Test func listensToEveryPushWhenPathsAreSwitchedOff() throws {
    let text = "triggers: {push: every}\nimages: {a: {}}\n"
    let document = try workflow("wfgen-images.yml", manifest: text)
    #expect(document.root?["on"]?["push"]?["branches"]?.items.count == 1)
    #expect(document.root?["on"]?["push"]?["paths"] == nil)
  }

  @Test func escapesWhatAWorkflowsNameWouldMatch() throws {
    let text = """
      tiers: {base: {title: 'C++ [base]'}, app: {}}
      images:
        a: {tier: base}
        b: {tier: app, dockerfile: Dockerfile.b}
      """
    let document = try workflow("wfgen-app.yml", manifest: text)
    let names = document.root?["on"]?["workflow_run"]?["workflows"]?.items.map(\.text)
    #expect(names == [#"C\+\+ \[base\]"#])
  }

  @Test func skipsATaskAfterAManualUpstreamOnlyWhenAskedTo() throws {
    let task = "images: {a: {}}\ntasks: {t: {uses: a, steps: [{run: make}]"
    func condition(_ rest: String) throws -> String? {
      let document = try workflow("wfgen-t.yml", manifest: task + rest + "}}\n")
      return document.root?["jobs"]?["plan"]?["if"]?.text
    }
    let manual = "github.event.workflow_run.event != 'workflow_dispatch'"
    #expect(try condition("")?.contains(manual) == false)
    #expect(try condition(", after-manual-upstream: run")?.contains(manual) == false)
    #expect(try condition(", after-manual-upstream: skip")?.contains(manual) == true)
  }

  @Test func skipsATierAfterAManualUpstreamOnlyWhenAskedTo() throws {
    func conditions(_ rest: String) throws -> [String] {
      let text = """
        tiers: {base: {after-manual-upstream: skip}, app: {\(rest)}}
        images: {a: {tier: base}, b: {tier: app, dockerfile: Dockerfile.b}}
        """
      return try ["base", "app"].map {
        let document = try workflow("wfgen-\($0).yml", manifest: text)
        return document.root?["jobs"]?["plan"]?["if"]?.text ?? ""
      }
    }
    let manual = "github.event.workflow_run.event != 'workflow_dispatch'"
    #expect(try conditions("").map { $0.contains(manual) } == [false, false])
    #expect(
      try conditions("after-manual-upstream: skip").map { $0.contains(manual) } == [false, true])
  }

  @Test func givesEachImageACacheOfItsOwn() throws {
    let text = """
      images:
        team/a: {}
        team-a: {}
        _a: {repository: x, variants: {default: {}, b: {}}}
        .a: {repository: y}
        -a: {repository: z}
      """
    let data = try workflow("images.json", manifest: text)
    let caches = data.root?["images"]?.items.compactMap { $0["cache"]?["from"]?.items.first?.text }
    let tags = (caches ?? []).compactMap { $0.split(separator: ":").last.map(String.init) }
    #expect(Set(tags).count == 6)
    #expect(tags.contains("team-a") && tags.contains("_a"))
    #expect(tags.allSatisfy { !$0.hasPrefix("-") && !$0.hasPrefix(".") })
  }

  @Test func escapesWhatABranchWouldMatch() throws {
    let text = "branch: release+1\nimages: {a: {}}\n"
    let document = try workflow("wfgen-images.yml", manifest: text)
    #expect(document.root?["on"]?["push"]?["branches"]?.items.map(\.text) == [#"release\+1"#])
    #expect(document.file.text.contains("ref: release+1\n"))
  }

  @Test func givesEachImageItsOwnVolatileArguments() throws {
    let text = """
      images:
        a: {volatile-args: {BUILT: one}}
        b: {volatile-args: {BUILT: two}, dockerfile: Dockerfile}
        c: {volatile-args: {BUILT: two}, dockerfile: Dockerfile}
      """
    let document = try workflow("wfgen-images.yml", manifest: text)
    let jobs = document.root?["jobs"]?.entries.map(\.value) ?? []
    let values = jobs.flatMap { $0["steps"]?.items.map { $0 } ?? [] }.compactMap {
      $0["env"]?["WFGEN_ARG_BUILT"]?.text
    }
    #expect(values.sorted() == ["one", "two"])
  }

  @Test func givesAJobTimeForTheStepsOfTheManifest() throws {
    func limit(_ image: String) throws -> Int {
      let document = try workflow("wfgen-images.yml", manifest: "images: {a: {\(image)}}\n")
      let text = document.root?["jobs"]?["build"]?["timeout-minutes"]?.text
      return try #require(text.flatMap { Int($0) })
    }
    let plain = try limit("before: [{run: ./fetch.sh}]")
    #expect(try limit("before: [{run: ./fetch.sh, timeout-minutes: 40}]") == plain + 40)
  }

  @Test func startsATaskByItsOwnPathsHoweverManyImagesThereAre() throws {
    let text = """
      triggers: {push: every}
      images: {a: {}}
      tasks: {test: {uses: a, paths: [src/**, '!src/docs/**'], steps: [{run: 'true'}]}}
      """
    let document = try workflow("wfgen-test.yml", manifest: text)
    #expect(
      document.root?["on"]?["push"]?["paths"]?.items.map(\.text)
        == ["src/**", "!src/docs/**", ".github/workflows/wfgen-test.yml"])
  }

  @Test func readsTheImageOfATaskWhateverTheManifestForbids() throws {
    let text = """
      images: {a: {}}
      tasks: {test: {uses: a, permissions: {packages: none}, steps: [{run: 'true'}]}}
      """
    let job = try workflow("wfgen-test.yml", manifest: text).root?["jobs"]?["test"]
    #expect(job?["permissions"]?["packages"]?.text == "read")
  }

  @Test(arguments: ["login", "look", "build", "disk-before", "disk-after"])
  func knowsTheIdsOfItsOwnSteps(_ id: String) throws {
    let document = try workflow("wfgen-images.yml", manifest: "images: {a: {}}\n")
    #expect(steps(document).contains { $0["id"]?.text == id })
    let file = SourceFile(
      name: "wfgen.yml",
      text: "version: 1\nrepository: o/r\nregistry: ghcr.io/o/r\n"
        + "images: {a: {before: [{id: \(id.uppercased()), run: 'true'}]}}\n")
    let tree = MemoryTree(["Dockerfile": "FROM alpine\n"])
    let project = Project(try #require(Manifest.read(file).manifest), in: tree)
    #expect(Pipeline(project).diagnostics.map(\.rule) == ["duplicate-step-id"])
  }

  @Test(arguments: ["ubuntu-24.04-arm", "ARM64", "my_arm64_pool", "farm", "alarm-1"])
  func tellsTheProcessorByTheWordsOfALabel(_ label: String) throws {
    let text = "runner: \(label)\nimages: {a: {platforms: [linux/arm64]}}\n"
    let emulates = try workflow("wfgen-images.yml", manifest: text).file.text.contains("qemu")
    #expect(emulates == ["farm", "alarm-1"].contains(label))
  }

  @Test func emulatesWhatTheRunnerIsNot() throws {
    let text = "images: {a: {platforms: [linux/amd64, linux/arm64]}}\n"
    let document = try workflow("wfgen-images.yml", manifest: text)
    #expect(document.file.text.contains("docker/setup-qemu-action@"))
    let native = "runner: ubuntu-24.04-arm\nimages: {a: {platforms: [linux/arm64]}}\n"
    #expect(!(try workflow("wfgen-images.yml", manifest: native)).file.text.contains("qemu"))
  }
}
