import BuildGraph
import Generation
import Testing
import YAML

@Suite("The workflow of pull requests")
struct PullRequestWorkflowTests {
  private static let task = "tasks: {test: {uses: a, steps: [run: make]}}\n"

  private func names(_ pipeline: Pipeline) -> [String] {
    pipeline.files().map(\.path).filter { $0.contains("pull") }
      .map { String($0.split(separator: "/").last ?? "") }
  }

  @Test func isThereForTasksAndForBuilds() throws {
    let images = "images: {a: {}}\n"
    #expect(names(try pipeline(manifest: images)) == [])
    #expect(
      names(try pipeline(manifest: images + Self.task))
        == ["pull-plan.sh", "pull.jq", "wfgen-pull-request.yml"])
    #expect(names(try pipeline(manifest: "pull-request: none\n" + images + Self.task)) == [])
    #expect(
      names(try pipeline(manifest: "pull-request: build\n" + images))
        == ["pull-build.sh", "pull-plan.sh", "pull.jq", "wfgen-pull-request.yml"])
  }

  @Test func leavesTheDataOfOthersAlone() throws {
    #expect(try pipeline(manifest: "images: {a: {}}\n").data().pullRequest == nil)
    let data = try pipeline(manifest: "images: {a: {}}\n" + Self.task).data().pullRequest
    #expect(data?.images == [] && data?.tasks == ["test"])
  }

  /// Nothing but a job of its own can be the one check that is required.
  @Test func endsInAJobThatWaitsForAllOthersWhateverHappens() throws {
    let text = "pull-request: build\nimages: {a: {}}\n" + Self.task
    let root = try pipeline(manifest: text).workflow("pull-request")
    let events = root["on"]?.entries.map { ($0.key.text ?? "", $0.value.value == .null) } ?? []
    #expect(events.map(\.0) == ["pull_request", "merge_group"] && events.allSatisfy(\.1))
    let jobs = root["jobs"]?.entries.map { $0 } ?? []
    let last = try #require(jobs.last)
    #expect(last.key.text == "wfgen" && last.value["name"]?.text == "wfgen")
    #expect(last.value["if"]?.text == "${{ always() }}")
    #expect(last.value["needs"]?.items.map(\.text) == jobs.dropLast().map(\.key.text))
  }

  /// No job can write, whatever it is asked to publish elsewhere.
  @Test func onlyReads() throws {
    let text = "pull-request: build\nimages: {a: {permissions: {id-token: write}}}\n" + Self.task
    let root = try pipeline(manifest: text).workflow("pull-request")
    for job in root["jobs"]?.entries.map({ $0 }) ?? [] {
      for scope in job.value["permissions"]?.entries.map({ $0 }) ?? [] {
        #expect(scope.value.text == "read", "\(scope.key.text ?? "") of \(job.key.text ?? "")")
      }
    }
    #expect(root["permissions"]?.entries.count == 0)
  }

  @Test func takesTheRunnerFromThePlanWhereImagesWantSeveral() throws {
    let text = "pull-request: build\nimages: {a: {}, b: {runner: ubuntu-24.04-arm}}\n"
    let build = try pipeline(manifest: text).workflow("pull-request")["jobs"]?["build"]
    #expect(build?["runs-on"]?.text == "${{ matrix.runner }}")
    #expect(build?["timeout-minutes"]?.text == "${{ matrix.minutes }}")
    #expect(build?["steps"]?.items.contains { $0["if"]?.text == "${{ matrix.emulate }}" } == true)
  }

  /// Without a condition, the step would fail in each pull request of a fork.
  @Test func signsInWhereThereIsASecretAlone() throws {
    let pipeline = try pipeline(
      manifest: "pull-request: build\nimages: {a: {}}\n", registry: "registry.example.org/o")
    let build = try pipeline.workflow("pull-request")["jobs"]?["build"]
    #expect(build?["env"]?["SIGNS_IN"]?.text == "${{ secrets.REGISTRY_PASSWORD != '' }}")
    let login = build?["steps"]?.items.first { $0["id"]?.text == "login" }
    #expect(login?["if"]?.text == "${{ env.SIGNS_IN == 'true' }}")
    #expect(login?["continue-on-error"]?.text == "true")
  }

  @Test(arguments: [
    "environment: production", "permissions: {deployments: write}",
    "env: {KEY: \"${{ secrets.KEY }}\"}", "env: {KEY: \"${{ toJSON(secrets) }}\"}",
  ])
  func leavesOutTasksThatMayDoMoreThanRead(_ privilege: String) throws {
    let start = """
      images: {a: {}}
      tasks:
        t:
          uses: a
          steps: [run: make]
          \(privilege)

      """
    #expect(names(try pipeline(manifest: start)) == [])
    let stated = try pipeline(manifest: start + "    pull-request: reuse\n")
    #expect(names(stated) != [])
    #expect(stated.findings == ["warning trusted-task: reuse"])
  }

  /// It would be handed to the Dockerfile of whoever opens a pull request.
  @Test func aSecretThatIsABuildArgumentReachesNoPullRequest() throws {
    let text = """
      pull-request: build
      images: {a: {}, b: {volatile-args: {V: "${{ secrets.TOKEN }}"}}}

      """
    let pipeline = try pipeline(
      manifest: text, files: ["Dockerfile": "FROM alpine\nARG V\n"],
      warnings: ["secret-in-build-arg"])
    let images = pipeline.data().pullRequest?.images ?? []
    #expect(images.first { $0.name == "b" }?.omission == "its argument V is a secret")
    let workflow = pipeline.files().first { $0.path.hasSuffix("pull-request.yml") }
    #expect(workflow?.text.contains("secrets.TOKEN") == false)
  }

  @Test func gitHubsOwnTokenIsNoSecret() throws {
    let text = """
      images: {a: {}}
      tasks:
        t:
          uses: a
          steps: [run: make]
          env: {T: "${{ secrets.GITHUB_TOKEN }}"}

      """
    #expect(names(try pipeline(manifest: text)) != [])
  }

  @Test(arguments: [
    ("secrets: {t: TOKEN}", "its build needs the secret TOKEN"), ("ssh: default", "ssh"),
    ("before: [run: make]", "steps of the manifest"),
    ("volatile-args: {V: other}", "its argument V has another value in other images"),
  ])
  func leavesOutImagesThatAPullRequestCannotBuild(_ extra: String, _ reason: String) throws {
    let text = """
      pull-request: build
      images: {a: {volatile-args: {V: first}}, b: {\(extra)}}

      """
    let pipeline = try pipeline(manifest: text, files: ["Dockerfile": "FROM alpine\nARG V\n"])
    #expect(pipeline.findings == ["info not-built-on-pull-requests: build"])
    let images = pipeline.data().pullRequest?.images ?? []
    #expect(images.first { $0.name == "a" }?.omission == nil)
    #expect(images.first { $0.name == "b" }?.omission?.contains(reason) == true)
  }

  /// Parents come first, and before others what more is built on.
  @Test func ordersImagesByTheLongestRemainingPath() throws {
    let text = """
      pull-request: build
      images:
        leaf: {dockerfile: leaf, minutes: 2}
        base: {minutes: 1}
        other: {minutes: 2}
        tip: {dockerfile: tip, minutes: 9, tier: slow}
      tiers: {slow: {build-timeout: 30, cleanup: free-disk}}

      """
    let files = ["leaf": "FROM base\n", "tip": "FROM leaf\n"]
    let images = try pipeline(manifest: text, files: files).data().pullRequest?.images ?? []
    #expect(images.map(\.name) == ["base", "leaf", "tip", "other"])
    #expect(images.map(\.expected) == [1, 2, 9, 2])
    let tip = try #require(images.first { $0.name == "tip" })
    #expect(tip.timeout == 30 && tip.needs == 40 && tip.cleanup == "free-disk")
  }
}
