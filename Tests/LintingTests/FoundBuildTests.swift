import Linting
import SourceText
import Testing

@Suite("What workflows build")
struct FoundBuildTests {
  private func found(_ steps: String) -> [FoundBuild] {
    let text =
      "on: push\nenv: {REGISTRY: ghcr.io}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n"
      + "      - uses: actions/checkout@v7\n" + steps
    let file = SourceFile(name: ".github/workflows/b.yml", text: text)
    return builds(in: RepositoryView(files: [file], slug: "acme/shop"))
  }

  @Test func isReadOffTheAction() throws {
    let build = try #require(
      found(
        """
              - uses: docker/build-push-action@v7
                with:
                  context: services
                  file: docker/api.Dockerfile
                  target: runtime
                  platforms: linux/amd64,linux/arm64
                  build-args: |
                    PYTHON=3.12
                    SHA=${{ github.sha }}
                  push: true
                  tags: |
                    ${{ env.REGISTRY }}/${{ github.repository }}/api:latest
                    ${{ env.REGISTRY }}/${{ github.repository }}/api:${{ github.sha }}

        """
      ).first)
    #expect(build.dockerfile == "docker/api.Dockerfile" && build.context == "services")
    #expect(build.target == "runtime" && build.platforms == ["linux/amd64", "linux/arm64"])
    #expect(build.arguments == ["PYTHON": "3.12"])
    #expect(build.repositories == ["ghcr.io/acme/shop/api"])
    #expect(build.tags == ["latest"])
    #expect(build.workflow == ".github/workflows/b.yml")
  }

  @Test func isTheWholeRepositoryWithoutContext() {
    let builds = found(
      "      - uses: docker/build-push-action@v7\n        with: {push: true, tags: acme/shop}\n")
    #expect(builds.map(\.context) == ["."] && builds.map(\.dockerfile) == ["Dockerfile"])
  }

  @Test func isReadOffScripts() {
    let builds = found(
      "      - run: docker build -t acme/a -f web/Dockerfile web\n        working-directory: apps\n"
    )
    #expect(builds.map(\.context) == ["apps/web"])
    #expect(builds.map(\.dockerfile) == ["apps/web/Dockerfile"])
    #expect(builds.map(\.repositories) == [[]])
  }

  @Test(arguments: ["context: '${{ inputs.x }}'", "context: https://github.com/a/b.git"])
  func isLeftOutWhereItIsNotKnown(_ input: String) {
    #expect(
      found("      - uses: docker/build-push-action@v7\n        with: {\(input)}\n") == [])
  }

  /// What a proposal cannot take over has to be said, so it must be known.
  @Test func namesWhatOnlyARunKnows() throws {
    let build = try #require(
      found(
        """
              - uses: docker/build-push-action@v7
                with:
                  build-args: |
                    VERSION=${{ github.ref_name }}
                    PYTHON=3.12
                    COMMIT=${{ github.sha }}
                    HTTP_PROXY
                  secrets: |
                    token=${{ secrets.TOKEN }}
                    ${{ inputs.more }}
                  secret-files: npmrc=./.npmrc
                  ssh: default=${{ env.SSH_AUTH_SOCK }}

        """
      ).first)
    #expect(build.arguments == ["PYTHON": "3.12"])
    #expect(build.openArguments == ["COMMIT", "HTTP_PROXY", "VERSION"])
    #expect(build.secrets == ["npmrc", "token", "…"])
    #expect(build.agents == ["default"])
  }

  @Test func readsSecretsOfScripts() {
    let builds = found(
      """
            - run: docker build --secret type=env,id=token --ssh default --secret=id=npm,src=.npmrc .
            - run: docker build .

      """)
    #expect(builds.map(\.secrets) == [["npm", "token"], []])
    #expect(builds.map(\.agents) == [["default"], []])
  }

  @Test func readsSecretsOfDefinitions() {
    let workflow = """
      on: push
      jobs:
        a:
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/checkout@v7
            - run: docker compose build
            - run: docker buildx bake -f docker-bake.hcl

      """
    let compose = """
      services:
        api:
          build: {context: ., ssh: [default], secrets: [token, {source: npm, target: npmrc}]}
        web:
          build: {context: web, ssh: {deploy: ./key}}

      """
    let bake = """
      target "default" {
        secret = ["type=env,id=token", { type = "file", id = "npm", src = ".npmrc" }]
        ssh = [{ id = "default" }]
      }

      """
    let files = [
      SourceFile(name: ".github/workflows/b.yml", text: workflow),
      SourceFile(name: "compose.yml", text: compose),
      SourceFile(name: "docker-bake.hcl", text: bake),
    ]
    let builds = builds(in: RepositoryView(files: files, slug: "acme/shop"))
    #expect(builds.map(\.secrets) == [["npm", "token"], [], ["npm", "token"]])
    #expect(builds.map(\.agents) == [["default"], ["deploy"], ["default"]])
  }
}
