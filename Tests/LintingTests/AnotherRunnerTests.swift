import Linting
import SourceText
import Testing

@Suite("Images that stay on their machine")
struct AnotherRunnerTests {
  private func found(_ jobs: String, dockerfile: String = "FROM web:test\n") -> [String] {
    lintLines(
      [
        ".github/workflows/a.yml": "on: push\njobs:\n\(jobs)", "web/Dockerfile": "FROM debian:12\n",
        "child/Dockerfile": dockerfile,
      ], rules: Rule.all.filter { $0.id == "image-on-another-runner" }
    ).map { $0.replacing(".github/workflows/a.yml:", with: "") }
  }

  private let isReported = ["4: image-on-another-runner"]
  private let build = job("build", "{run: 'docker build -t web:test web'}")

  @Test(arguments: [
    "{run: 'docker run --rm web:test'}", "{run: 'docker build child'}",
    "{uses: docker/build-push-action@v7, with: {context: child}}",
    "{run: 'echo a && docker create web:test'}",
  ])
  func areNotThereInAnotherJob(_ step: String) {
    #expect(found(build + job("test", step, more: "needs: build")) == isReported)
    #expect(found(build + job("test", step)) == isReported)
    let load =
      "{uses: docker/build-push-action@v7, with: {context: web, load: true, tags: 'web:test'}}"
    #expect(found(job("build", load) + job("test", step, more: "needs: build")) == isReported)
  }

  @Test func areNotThereForContainers() {
    #expect(
      found(build + job("test", "{run: a}", more: "needs: build, container: 'web:test'"))
        == isReported)
  }

  @Test func areNotThereInAnotherWorkflow() {
    func found(_ on: String) -> [String] {
      lintLines(
        [
          ".github/workflows/a.yml": "name: A\non: push\njobs:\n\(build)",
          ".github/workflows/b.yml":
            "on: \(on)\njobs:\n" + job("test", "{run: docker run web:test}"),
        ], rules: Rule.all.filter { $0.id == "image-on-another-runner" })
    }
    let isReported = [".github/workflows/b.yml:3: image-on-another-runner"]
    #expect(found("{workflow_run: {workflows: [A]}}") == isReported)
    #expect(found("push") == isReported)
    #expect(found("workflow_dispatch") == [])
  }

  @Test(arguments: [
    "{run: docker load -i web.tar}", "{run: make image}", "{run: ./build.sh}",
    "{run: docker compose build}", "{uses: acme/load-image@v1}", "{uses: ./.github/actions/load}",
    "{run: 'docker build -t web:test web'}", "{run: 'docker tag other web:test'}",
    "{run: 'docker image load -i web.tar'}",
  ])
  func mayComeInSomeOtherWay(_ step: String) {
    let test = job("test", step, "{run: docker run web:test}", more: "needs: build")
    #expect(found(build + test) == [])
  }

  @Test func areThereOnOneMachine() {
    let run = "{run: docker run web:test}"
    #expect(found(job("a", "{run: 'docker build -t web:test web'}", run)) == [])
    let own = job("build", "{run: 'docker build -t web:test web'}", runner: "[self-hosted, x]")
    #expect(found(own + job("test", run, more: "needs: build", runner: "[self-hosted, x]")) == [])
  }

  @Test func areInARegistryWhenTheyArePublished() {
    let push = job("build", "{run: 'docker build -t acme/web web; docker push acme/web'}")
    #expect(found(push + job("test", "{run: docker run acme/web}", more: "needs: build")) == [])
    #expect(found(build + job("test", "{run: 'docker run web:other'}", more: "needs: build")) == [])
    #expect(
      found(
        build + job("test", "{run: docker run web:test}", more: "needs: build")
          + job("later", "{run: make publish}")) == [])
  }
}
