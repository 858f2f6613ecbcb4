import Linting
import Testing

@Suite("What goes to registries")
struct RegistryTests {
  private let push = Steps.build("context: ., push: true, tags: 'ghcr.io/acme/a:1'")
  private let hub =
    "- uses: docker/login-action@v4\n  with: {username: a, password: '${{ secrets.P }}'}"

  private func found(
    _ rule: String, _ steps: String..., on: String = "push", job: String = "runs-on: ubuntu-24.04",
    top: String = ""
  ) -> Int {
    Steps.count(rule, "on: \(on)\n\(top)\njobs:\n" + Steps.job("a", steps, job: job))
  }

  @Test func needsALoginThere() {
    let rule = "push-without-login"
    #expect(found(rule, push) == 1)
    #expect(found(rule, Steps.login, push) == 0)
    #expect(found(rule, hub, push) == 1)
    #expect(found(rule, hub, Steps.login, push) == 0)
    #expect(found(rule, push, Steps.login) == 1)
    #expect(found(rule, hub, Steps.build("push: true, tags: 'acme/a:1'")) == 0)
    #expect(found(rule, Steps.login, Steps.build("push: true, tags: 'acme/a:1'")) == 1)
    #expect(found(rule, Steps.build("push: true, tags: 'localhost:5000/a:1'")) == 0)
    #expect(found(rule, Steps.build("push: true, tags: 'registry.acme.test/a:1'")) == 0)
    #expect(found(rule, Steps.build("push: true, tags: '${{ vars.IMAGE }}'")) == 0)
    #expect(found(rule, Steps.build("push: false, tags: 'ghcr.io/acme/a:1'")) == 0)
    #expect(found(rule, Steps.build("tags: 'ghcr.io/acme/a:1'")) == 0)
    #expect(found(rule, push, job: "runs-on: [self-hosted, linux]") == 0)
  }

  @Test func needsALoginInTheSameJob() {
    let text =
      "on: push\njobs:\n" + Steps.job("a", [Steps.login])
      + Steps.job("b", [push], job: "runs-on: ubuntu-24.04\nneeds: a")
    #expect(Steps.count("push-without-login", text) == 1)
  }

  @Test func needsALoginWhateverTheTag() {
    let run = "- run: docker push ghcr.io/acme/a:${{ github.sha }}"
    #expect(found("push-without-login", run) == 1)
    #expect(found("push-without-login", "- run: ./in.sh && docker push ghcr.io/acme/a:1") == 0)
    #expect(
      found(
        "push-without-login",
        "- run: docker buildx imagetools create -t ghcr.io/acme/a:1 ghcr.io/acme/a:${{ github.sha }}"
      ) == 1)
  }

  @Test func isPulledAfterALoginToo() {
    func found(_ steps: String, permissions: String = "{packages: read}", more: String = "") -> Int
    {
      lintLines(
        [
          ".github/workflows/a.yml": """
          on: push
          jobs:
            base: {runs-on: ubuntu-24.04, steps: [\(buildStep("base"))]}
            check:
              needs: base
              runs-on: ubuntu-24.04
              permissions: \(permissions)
              \(more)
              steps: [\(steps)]
          """,
          "base/Dockerfile": "FROM debian:13\n",
          "web/Dockerfile": "FROM ghcr.io/acme/base:latest\n",
        ], rules: Rule.all.filter { $0.id == "pull-without-login" }
      ).count
    }
    let login = "{uses: docker/login-action@v4, with: {registry: ghcr.io}}"
    let (build, run) = ("{run: docker build web}", "{run: 'docker run ghcr.io/acme/base:latest'}")
    for step in [build, run, "{run: 'docker pull ghcr.io/acme/base:latest'}"] {
      #expect(found(step) == 1, "\(step)")
      #expect(found("\(login), \(step)") == 0)
      #expect(found("\(step), \(login)") == 1)
      #expect(found("{uses: ./login}, \(step)") == 0)
      #expect(found(step, permissions: "{contents: read}") == 0)
      #expect(found(step, permissions: "read-all") == 0)
      #expect(found(step, more: "services: {a: {image: 'ghcr.io/acme/base:latest'}}") == 0)
    }
    #expect(found("{run: docker run ghcr.io/other/base:latest}") == 0)
  }

  @Test(arguments: [
    ("push", "${{ github.ref }}", 1), ("push", "${{ github.ref_name }}", 0),
    ("{push: {branches: [main, 'release/**']}}", "${{ github.ref_name }}", 1),
    ("{push: {branches: [main, '!release/**']}}", "${{ github.ref_name }}", 0),
    ("{push: {tags: ['v*']}}", "${{ github.ref_name }}", 0),
    ("[push, pull_request]", "${{github.ref_name}}", 1),
    ("pull_request_target", "${{ github.ref_name }}", 0), ("push", "a-${{ github.ref }}", 0),
    ("{push: {branches: ['release/**']}}", "${{ github.sha }}", 0),
  ])
  func hasNoSlashInItsTag(_ events: String, _ tag: String, _ count: Int) {
    for step in [
      "- uses: docker/build-push-action@v7\n  with: {tags: 'ghcr.io/acme/a:\(tag)'}",
      "- run: docker build -t ghcr.io/acme/a:\(tag) .",
    ] {
      #expect(found("invalid-image-tag", step, on: events) == count, "\(step)")
      #expect(
        found("invalid-image-tag", step + "\n  if: github.ref_name == 'main'", on: events) == 0)
    }
  }

  @Test func needsALoginInOtherSpellingsToo() {
    let rule = "push-without-login"
    #expect(found(rule, "- run: docker build -t ghcr.io/acme/a --push .") == 1)
    #expect(found(rule, "- run: docker push ghcr.io/acme/a:1") == 1)
    #expect(found(rule, "- run: docker push ghcr.io/${{ github.repository }}/a:1") == 1)
    #expect(found(rule, "- run: docker push \"ghcr.io/$GITHUB_REPOSITORY:1\"") == 1)
    #expect(
      found(rule, Steps.build("outputs: 'type=registry', tags: 'ghcr.io/acme/a'")) == 1)
    #expect(
      found(
        rule,
        Steps.build("outputs: 'type=image,name=ghcr.io/acme/a,push-by-digest=true,push=true'")) == 1
    )
    #expect(
      found(rule, Steps.build("cache-to: 'type=registry,ref=ghcr.io/acme/a:cache,mode=max'")) == 1)
    #expect(
      found(rule, "- run: docker buildx imagetools create -t ghcr.io/acme/a:2 ghcr.io/acme/a:1")
        == 1)
    let matrix = "runs-on: ubuntu-24.04\nstrategy: {matrix: {host: [ghcr.io, quay.io]}}"
    #expect(
      found(
        rule, Steps.login, Steps.build("push: true, tags: '${{ matrix.host }}/acme/a'"), job: matrix
      )
        == 1)
  }

  @Test func needsALoginToEachRegistry() {
    let rule = "push-without-login"
    #expect(
      found(rule, Steps.login, Steps.build("push: true, tags: 'ghcr.io/acme/a,acme/a'")) == 1)
    #expect(
      found(rule, Steps.login, hub, Steps.build("push: true, tags: 'ghcr.io/acme/a,acme/a'")) == 0)
    #expect(found(rule, "- run: echo $T | docker login -u a --password-stdin", push) == 1)
    let loop = "- run: for n in a b; do docker push ghcr.io/acme/$n; done"
    #expect(found(rule, loop) == 1)
    #expect(found(rule, Steps.login, loop) == 0)
    let metadata = "- {id: m, uses: docker/metadata-action@v6, with: {images: ghcr.io/acme/a}}"
    let named = Steps.build("push: true, tags: '${{ steps.m.outputs.tags }}'")
    #expect(found(rule, metadata, named) == 1)
    #expect(found(rule, metadata, Steps.login, named) == 0)
  }

  @Test(arguments: [
    "- run: echo $T | docker login ghcr.io -u a --password-stdin",
    "- run: docker login https://ghcr.io -u a -p $T", "- run: make login", "- run: ./ci/login.sh",
    "- run: echo \"$CONFIG\" > ~/.docker/config.json", "- uses: redhat-actions/podman-login@v1",
    "- uses: ./.github/actions/setup", "- run: echo $T | podman login ghcr.io",
    "- uses: docker/login-action@v4\n  with: {registry: '${{ vars.R }}', username: a, password: b}",
  ])
  func mayBeAllowedByOtherMeans(_ step: String) {
    #expect(found("push-without-login", step, push) == 0)
  }

  @Test func needsALoginInTheRunsThatPush() {
    let rule = "push-without-login"
    let both = "[push, pull_request]"
    let guarded = Steps.login + "\n  if: github.event_name != 'pull_request'"
    #expect(found(rule, guarded, push, on: both) == 1)
    #expect(found(rule, guarded, push, on: "push") == 0)
    let decided = push.replacing(
      "push: true", with: "push: '${{ github.event_name != ''pull_request'' }}'")
    #expect(found(rule, guarded, decided, on: both) == 0)
    #expect(found(rule, guarded, push + "\n  if: github.event_name == 'push'", on: both) == 0)
    #expect(found(rule, Steps.login + "\n  if: github.event_name == 'schedule'", push) == 1)
    #expect(found(rule, Steps.login + "\n  if: vars.LOGIN == 'yes'", push) == 0)
  }

  @Test func needsAPermission() {
    let rule = "push-without-permission"
    let read = "permissions: {contents: read}"
    #expect(found(rule, Steps.login, push, top: read) == 1)
    #expect(found(rule, Steps.login, push, top: "permissions: read-all") == 1)
    #expect(found(rule, Steps.login, push, top: "permissions: {}") == 1)
    #expect(found(rule, Steps.login, push, top: "permissions: {packages: read}") == 1)
    #expect(found(rule, Steps.login, push, top: "permissions: {packages: write}") == 0)
    #expect(found(rule, Steps.login, push, top: "permissions: write-all") == 0)
    #expect(found(rule, Steps.login, push) == 0)
    let job = "runs-on: ubuntu-24.04\npermissions: "
    #expect(found(rule, Steps.login, push, job: job + "{packages: write}", top: read) == 0)
    #expect(
      found(
        rule, Steps.login, push, job: job + "{contents: read}",
        top: "permissions: {packages: write}")
        == 1)
    #expect(found(rule, push, top: read) == 0)
    let personal = Steps.login.replacing("GITHUB_TOKEN", with: "GHCR_PAT")
    #expect(found(rule, personal, push, top: read) == 0)
    #expect(found(rule, hub, Steps.build("push: true, tags: 'acme/a'"), top: read) == 0)
    let script = "- run: docker login ghcr.io -u a -p ${{ github.token }}"
    #expect(found(rule, script, "- run: docker push ghcr.io/acme/a:1", top: read) == 1)
    let variable =
      "- run: docker login ghcr.io -u a -p $TOKEN\n  env: {TOKEN: '${{ github.token }}'}"
    #expect(found(rule, variable, push, top: read) == 1)
    let other = variable.replacing("github.token", with: "secrets.PAT")
    #expect(found(rule, other, push, top: read) == 0)
    #expect(
      found(
        rule, Steps.login, Steps.build("cache-to: 'type=registry,ref=ghcr.io/acme/a:c'"), top: read)
        == 1)
  }

  @Test func ofContainersNeedsAPermissionToo() {
    let rule = "container-without-permission"
    func count(_ job: String, image: String = "ghcr.io/acme/a:1") -> Int {
      let text =
        "on: push\npermissions: {contents: read}\njobs:\n" + Steps.job("a", [Steps.login, push])
        + Steps.job("b", ["- run: make"], job: "runs-on: ubuntu-24.04\nneeds: a\n\(job)")
      return Steps.count(rule, text)
    }
    #expect(count("container: ghcr.io/acme/a:1") == 1)
    #expect(count("container: {image: 'ghcr.io/acme/a:${{ github.sha }}'}") == 1)
    #expect(count("services: {db: {image: ghcr.io/acme/a}}") == 1)
    let credentials = "credentials: {username: a, password: '${{ secrets.GITHUB_TOKEN }}'}"
    #expect(count("container: {image: ghcr.io/acme/a, \(credentials)}") == 1)
    let own = credentials.replacing("GITHUB_TOKEN", with: "PAT")
    #expect(count("container: {image: ghcr.io/acme/a, \(own)}") == 0)
    #expect(count("container: ghcr.io/others/a") == 0)
    #expect(count("container: node:24") == 0)
    #expect(count("container: ghcr.io/acme/a:1\npermissions: {packages: read}") == 0)
  }

  @Test(arguments: [
    ("username: a, password: '${{ secrets.GITHUB_TOKEN }}'", 1),
    ("registry: docker.io, username: a, password: '${{ github.token }}'", 1),
    ("registry: quay.io, username: a, password: '${{ secrets.GITHUB_TOKEN }}'", 1),
    ("registry: ghcr.io, password: '${{ secrets.GITHUB_TOKEN }}'", 1),
    ("registry: ghcr.io, username: a", 1),
    ("registry: ghcr.io, username: a, password: '${{ secrets.GITHUB_TOKEN }}'", 0),
    ("username: a, password: '${{ secrets.HUB }}'", 0),
    ("registry: '${{ vars.R }}', username: a, password: '${{ secrets.GITHUB_TOKEN }}'", 0),
    ("registry: 1.dkr.ecr.eu-west-1.amazonaws.com", 0), ("registry-auth: x", 0),
  ])
  func needsWhatTheRegistryTakes(_ inputs: String, _ count: Int) {
    let step = "- uses: docker/login-action@v4\n  with: {\(inputs)}"
    #expect(found("incomplete-login", step) == count, "\(inputs)")
  }

  @Test func isNamedInLowerCase() {
    let rule = "upper-case-image-name"
    func count(_ steps: String..., slug: String? = nil) -> Int {
      Steps.count(rule, "on: push\njobs:\n" + Steps.job("a", steps), slug: slug)
    }
    #expect(count(Steps.build("push: true, tags: 'ghcr.io/Acme/a:1'")) == 1)
    #expect(count(Steps.build("tags: 'Acme/a'")) == 1)
    #expect(count(Steps.build("push: true, tags: 'ghcr.io/acme/a:Latest'")) == 0)
    #expect(count(Steps.build("push: true, tags: 'GHCR.io/acme/a'")) == 0)
    #expect(count("- run: docker build -t ghcr.io/acme/MyApp:1 .") == 1)
    #expect(count("- run: docker push ghcr.io/acme/MyApp:1") == 1)
    #expect(count("- run: docker pull ghcr.io/Acme/a") == 1)
    #expect(count("- run: docker run --rm ghcr.io/Acme/a make Test") == 1)
    #expect(count("- run: docker run --rm ghcr.io/acme/a make Test") == 0)
    #expect(count(Steps.build("cache-to: 'type=registry,ref=ghcr.io/Acme/a:c'")) == 1)
    let computed = "push: true, tags: 'ghcr.io/${{ github.repository }}:1'"
    #expect(count(Steps.build(computed)) == 0)
    #expect(count(Steps.build(computed), slug: "Acme/app") == 1)
    #expect(count(Steps.build(computed), slug: "acme/app") == 0)
    let metadata = "- {id: m, uses: docker/metadata-action@v6, with: {images: ghcr.io/Acme/a}}"
    #expect(
      count(metadata, Steps.build("push: true, tags: '${{ steps.m.outputs.tags }}'")) == 0)
  }

  @Test func hasAName() {
    let rule = "push-without-name"
    #expect(found(rule, Steps.build("push: true")) == 1)
    #expect(found(rule, Steps.build("push: true, tags: ''")) == 1)
    #expect(found(rule, Steps.build("push: '${{ github.event_name == ''push'' }}'")) == 1)
    #expect(found(rule, "- run: docker buildx build --push .") == 1)
    #expect(found(rule, Steps.build("push: false")) == 0)
    #expect(found(rule, Steps.build("context: .")) == 0)
    #expect(found(rule, Steps.build("push: true, tags: '${{ steps.x.outputs.y }}'")) == 0)
    #expect(found(rule, Steps.build("push: true, outputs: 'type=image,name=ghcr.io/a/b'")) == 0)
    #expect(found(rule, "- run: docker buildx build --push $OPTIONS .") == 0)
  }

  @Test func byDigestHasNoTag() {
    let rule = "tagged-push-by-digest"
    let digest = "type=image,push-by-digest=true,push=true"
    #expect(found(rule, Steps.build("tags: ghcr.io/a/b:1, outputs: '\(digest)'")) == 1)
    #expect(found(rule, Steps.build("outputs: '\(digest),name=ghcr.io/a/b:1'")) == 1)
    #expect(found(rule, Steps.build("outputs: '\(digest),name=ghcr.io/a/b'")) == 0)
    #expect(found(rule, Steps.build("outputs: '\(digest),name=localhost:5000/b'")) == 0)
    #expect(found(rule, Steps.build("tags: ghcr.io/a/b:1, outputs: 'type=image,push=true'")) == 0)
  }
}
