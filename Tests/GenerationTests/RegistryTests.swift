import BuildGraph
import Fixtures
import Generation
import Manifest
import SourceText
import Testing
import YAML

@Suite("What a registry asks of workflows")
struct RegistryTests {
  private static let amazon = "123456789012.dkr.ecr.eu-central-1.amazonaws.com"
  private static let role = "login: {oidc: {role: 'arn:aws:iam::123456789012:role/push'}}"

  /// The pipeline of a manifest with a registry of its own.
  private func pipeline(_ registry: String, _ rest: String = "images: {a: {}}\n") throws -> Pipeline
  {
    let text = "version: 1\nrepository: o/r\nregistry: \(registry)\n" + rest
    let (manifest, problems) = Manifest.read(SourceFile(name: "wfgen.yml", text: text))
    #expect(problems == [])
    let project = Project(try #require(manifest), in: MemoryTree(["Dockerfile": "FROM alpine\n"]))
    #expect(project.diagnostics == [])
    return Pipeline(project)
  }

  private func permissions(_ workflow: Node) -> [String: [String]] {
    var found: [String: [String]] = [:]
    for job in workflow["jobs"]?.entries.map({ $0 }) ?? [] {
      let entries = job.value["permissions"]?.entries.map { $0 } ?? []
      found[job.key.text ?? ""] = entries.map { "\($0.key.text ?? ""): \($0.value.text ?? "")" }
    }
    return found
  }

  @Test func jobsThatAskACloudMayIdentifyThemselvesAndNoOthers() throws {
    let tasks = "images: {a: {}}\ntasks: {smoke: {uses: a, steps: [run: true]}}\n"
    let cloud = try pipeline("{host: \(Self.amazon), \(Self.role)}", tasks)
    let both = ["contents: read", "id-token: write"]
    #expect(
      permissions(try cloud.workflow("images"))
        == ["plan": both, "build": both, "promote": both])
    #expect(
      permissions(try cloud.workflow("smoke")) == [
        "plan": ["actions: read"] + both, "smoke": ["contents: read"],
      ])
    #expect(cloud.findings == ["warning login-before-steps: smoke"])
    let plain = try pipeline("registry.example.com", tasks)
    #expect(plain.findings == [])
    #expect(permissions(try plain.workflow("images"))["plan"] == ["contents: read"])
  }

  @Test func aJobCannotBeDeniedWhatItSignsInWith() throws {
    let denied = "images: {a: {permissions: {id-token: none}}}\n"
    #expect(
      try pipeline("{host: \(Self.amazon), \(Self.role)}", denied).findings
        == ["error needed-permission: none"])
    #expect(try pipeline("ghcr.io/o/r", denied).findings == [])
  }

  @Test func theIDsOfItsStepsAreTakenWhereItHasThem() throws {
    let step = "images: {a: {before: [{id: cloud, run: true}]}}\n"
    let google = """
      {host: eu-docker.pkg.dev, namespace: p/r, login: {oidc: {provider: p, service-account: s}}}
      """
    #expect(try pipeline(google, step).findings == ["error duplicate-step-id: cloud"])
    #expect(try pipeline("ghcr.io/o/r", step).findings == [])
    #expect(try pipeline("eu-docker.pkg.dev/p/r", step).findings == [], "signs in with a key")
  }

  @Test func anAccessKeyIsTradedAsARoleIs() throws {
    let keys = "login: {secrets: {user: KEY_ID, password: KEY}}"
    let workflow = try pipeline("{host: \(Self.amazon), \(keys)}").workflow("images")
    let steps = workflow["jobs"]?["plan"]?["steps"]?.items.map { $0 } ?? []
    let inputs = steps.first { $0["name"]?.text == "Get credentials of AWS" }?["with"]
    #expect(inputs?["aws-access-key-id"]?.text == "${{ vars.KEY_ID }}")
    #expect(inputs?["aws-secret-access-key"]?.text == "${{ secrets.KEY }}")
    #expect(inputs?["aws-region"]?.text == "eu-central-1")
    #expect(permissions(workflow)["plan"] == ["contents: read"])
  }

  @Test func nobodySignsInWhereNobodyHasTo() throws {
    let workflow = try pipeline("{host: registry.example.com, login: none}").workflow("images")
    let steps = workflow["jobs"]?["build"]?["steps"]?.items.map { $0 } ?? []
    #expect(!steps.contains { $0["name"]?.text?.contains("Sign in") == true })
    #expect(!steps.contains { $0["env"]?["REGISTRY_PASSWORD"] != nil })
  }

  @Test func aCacheBesideAnImageReplacesNone() throws {
    let images = "images: {a: {dockerfile: Dockerfile, tags: [latest, cache-a]}}\n"
    #expect(try pipeline("docker.io/o", images).findings == ["error cache-is-image: a"])
    #expect(try pipeline("registry.example.com", images).findings == [])
    #expect(try pipeline("docker.io/o", "images: {cache: {}}\n").findings == [])
  }

  @Test func aSharedCacheOfDockerHubIsWithItsFirstImage() throws {
    let images = """
      tiers: {t: {cache-group: all}}
      images: {a: {}, b: {}}
      """
    let caches = try pipeline("docker.io/o", images).data().images.map(\.cacheFrom)
    #expect(caches == [["type=registry,ref=docker.io/o/a:cache-all"]].flatMap { [$0, $0] })
  }

  @Test func immutableTagsOfGooglesTakeNoCache() throws {
    let google = "{host: eu-docker.pkg.dev, namespace: p/r, tags: immutable}"
    let found = try pipeline(google).findings
    #expect(found == ["warning immutable-cache: \(google)"])
    #expect(try pipeline(google, "cache: none\nimages: {a: {}}\n").findings == [])
  }

  @Test func immutableTagsFollowTheBranchOnlyWhereStated() throws {
    let images = "images: {a: {}, b: {tags: [stable]}}\n"
    let data = try pipeline("{host: registry.example.com, tags: immutable}", images).data()
    #expect(data.images.map(\.tags) == [[], ["stable"]])
    #expect(data.registry.hasImmutableTags)
    #expect(
      try pipeline("registry.example.com", images).data().images.map(\.tags)
        == [["latest"], ["stable"]])
  }

  @Test func noTagNamesAPreviousImageWhereNoneIsMoved() throws {
    let registry = "{host: registry.example.com, tags: immutable}"
    func found(_ image: String, _ task: String) throws -> [String] {
      try pipeline(
        registry,
        "images: {a: {\(image)}}\ntasks: {smoke: {uses: a, steps: [run: true]\(task)}}\n"
      ).findings
    }
    let warning = ["warning no-previous-image: smoke"]
    #expect(try found("", ", on-push: at-once") == warning)
    #expect(try found("", ", upstream-failed: use-previous") == warning)
    #expect(try found("", "") == [])
    #expect(try found("tags: [stable]", ", on-push: at-once") == [])
  }

  @Test func aBuildCanOutliveATokenOfGoogles() throws {
    let login = "login: {oidc: {provider: p, service-account: s}}"
    let google = "{host: eu-docker.pkg.dev, namespace: p/r, \(login)}"
    func found(_ registry: String, _ minutes: Int) throws -> [String] {
      try pipeline(registry, "tiers: {t: {build-timeout: \(minutes)}}\nimages: {a: {}}\n").findings
    }
    #expect(try found(google, 90) == ["warning short-lived-login: 90"])
    #expect(try found(google, 60) == [])
    #expect(try found("eu-docker.pkg.dev/p/r", 90) == [])
  }
}
