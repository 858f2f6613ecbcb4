import SourceText
import Testing

@testable import Linting

@Suite("What commands of builders do")
struct BuilderTests {
  private func done(_ script: String, _ files: [String: String] = [:]) -> [String] {
    let lines = script.split(separator: "\n").map { "          \($0)\n" }.joined()
    return Repository(steps: "      - run: |\n" + lines, files).summary
  }

  @Test(arguments: [
    ("podman build -t ghcr.io/acme/a web", "build web/Dockerfile in web as ghcr.io/acme/a"),
    ("podman build -t a -f web/Containerfile", "build web/Containerfile in  as a"),
    ("sudo buildah bud --layers --tag a ./web", "build web/Dockerfile in web as a"),
    ("buildah build --format docker -t a --build-arg X=1 web", "build web/Dockerfile in web as a"),
    ("podman --log-level debug build -t a web", "build web/Dockerfile in web as a"),
    ("docker --context remote build -t a web", "build web/Dockerfile in web as a"),
    ("nerdctl build -t a web", "build web/Dockerfile in web as a"),
    (
      "/kaniko/executor --context=$GITHUB_WORKSPACE/web --destination ghcr.io/acme/a --no-push",
      "build web/Dockerfile in web as ghcr.io/acme/a"
    ),
    (
      "/kaniko/executor -c dir://web -f deep/Dockerfile --no-push -d a",
      "build web/deep/Dockerfile in web as a"
    ),
    ("pack build ghcr.io/acme/a --builder paketo/base -p web", "build ? in ? as ghcr.io/acme/a"),
    ("docker buildx build \\\n  --tag=a \\\n  web", "build web/Dockerfile in web as a"),
    (
      "docker build -t \"${REGISTRY}/acme/a\" -f web/Dockerfile --pull .",
      "build web/Dockerfile in  as ghcr.io/acme/a"
    ),
  ])
  func areBuilds(_ test: (script: String, effect: String)) {
    #expect(done(test.script) == [test.effect])
  }

  @Test func findContainerfiles() {
    #expect(
      done("podman build -t a web", ["web/Containerfile": "FROM a\n"])
        == ["build web/Containerfile in web as a"])
    #expect(
      done("docker build -t a web", ["web/Containerfile": "FROM a\n"])
        == ["build web/Dockerfile in web as a"])
  }

  @Test(arguments: [
    ("podman push --tls-verify=false ghcr.io/acme/a", "ghcr.io/acme/a:latest"),
    ("podman push --authfile x.json a docker://ghcr.io/acme/a:1", "ghcr.io/acme/a:1"),
    ("buildah push --creds a:b a ghcr.io/acme/a:1", "ghcr.io/acme/a:1"),
    ("skopeo copy --all docker://ghcr.io/x/y:1 docker://ghcr.io/acme/a:1", "ghcr.io/acme/a:1"),
    ("skopeo --policy p copy oci-archive:a.tar docker://ghcr.io/acme/a", "ghcr.io/acme/a:latest"),
    ("crane copy ghcr.io/x/y:1 ghcr.io/acme/a:1", "ghcr.io/acme/a:1"),
    ("crane push a.tar ghcr.io/acme/a:1", "ghcr.io/acme/a:1"),
    ("crane tag ghcr.io/acme/a:1 stable", "ghcr.io/acme/a:stable"),
    (
      "crane tag registry.acme.example:5000/a@sha256:0 stable",
      "registry.acme.example:5000/a:stable"
    ),
    ("podman manifest push --all list docker://ghcr.io/acme/a:1", "ghcr.io/acme/a:1"),
    ("docker manifest push --purge ghcr.io/acme/a:1", "ghcr.io/acme/a:1"),
  ])
  func publish(_ test: (script: String, reference: String)) {
    #expect(done(test.script) == ["write \(test.reference)"])
  }

  @Test(arguments: [
    "skopeo inspect docker://ghcr.io/acme/a", "skopeo copy docker://a oci:out", "crane digest a",
    "podman push a oci-archive:out.tar", "podman images", "buildah rm --all", "pack builder list",
    "docker compose up -d", "docker compose logs", "docker buildx bake --print",
    "/usr/bin/executor --destination a", "crane ls ghcr.io/acme/a", "docker system prune -f",
  ])
  func leaveOthersAlone(_ script: String) {
    #expect(done(script).isEmpty)
  }

  @Test func publishWhatTheyBuilt() throws {
    let repository = Repository(
      steps: """
              - run: |
                  podman build -t a web
                  podman push a docker://ghcr.io/acme/a:1
              - run: pack build ghcr.io/acme/b --publish
              - run: /kaniko/executor --context . --destination ghcr.io/acme/c:2

        """)
    #expect(
      repository.effects.builds.map { $0.published.map(\.reference) }
        == [["ghcr.io/acme/a:1"], ["ghcr.io/acme/b:latest"], ["ghcr.io/acme/c:2"]])
  }

  @Test(arguments: [
    ("docker run --rm -it -v $PWD:/a -e A=b ghcr.io/acme/a:1 make test", "run ghcr.io/acme/a:1"),
    ("docker run --name=x --network host -p 1:1 alpine", "run alpine"),
    (
      "docker container run -d -eA=b --init --privileged alpine sh -c 'docker push a'", "run alpine"
    ),
    ("docker create --entrypoint sh alpine", "run alpine"),
    ("podman run --rm docker.io/library/alpine", "run docker.io/library/alpine"),
    ("docker image pull -q ghcr.io/acme/a", "pull ghcr.io/acme/a"),
    ("podman pull ghcr.io/acme/a", "pull ghcr.io/acme/a"),
    ("buildah from ghcr.io/acme/a", "pull ghcr.io/acme/a"),
    ("crane pull ghcr.io/acme/a a.tar", "pull ghcr.io/acme/a"),
    ("podman login -u a -p b quay.io", "login quay.io"),
    ("skopeo login ghcr.io -u a", "login ghcr.io"),
    ("crane auth login ghcr.io -u a -p b", "login ghcr.io"),
  ])
  func runAndFetchImages(_ test: (script: String, effect: String)) {
    #expect(done(test.script) == [test.effect])
  }

  @Test func areSeenInTheImageOfKaniko() {
    #expect(
      done("docker run -v $PWD:/w gcr.io/kaniko-project/executor:v1 -c /w --destination=acme/a")
        == [
          "run gcr.io/kaniko-project/executor:v1", "build ? in ? as acme/a",
          "write docker.io/acme/a:latest",
        ])
  }

  @Test func areJoinedByTheImagesOfJobsAndSteps() {
    let repository = Repository(
      steps: "      - uses: docker://alpine:3\n",
      job: """
            strategy: {matrix: {image: [a, b]}}
            container: {image: 'ghcr.io/acme/${{ matrix.image }}'}
            services: {db: {image: postgres:17}, none: {image: ''}}

        """)
    #expect(
      repository.summary
        == ["a", "b"].flatMap { ["run ghcr.io/acme/\($0)", "run postgres:17", "run alpine:3"] })
    #expect(
      Repository(steps: "      - run: make\n", job: "    container: node:24\n").summary
        == ["run node:24"])
  }
}
