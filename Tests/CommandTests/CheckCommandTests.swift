import FoundationEssentials
import Testing

@Suite("wfgen check")
struct CheckCommandTests {
  @Test(arguments: ["000-async-propagation", "001-workflow-chain", "002-image-tiers"])
  func findsNothingInWhatIsUpToDate(_ name: String) async throws {
    let scratch = try Scratch(copying: "documents/\(name)")
    let result = try await scratch.wfgen("check")
    #expect(result.status == 0)
    #expect(result.output == "")
    #expect(result.errors == "no findings\n")
  }

  @Test func showsWhatIsOutOfDate() async throws {
    let scratch = try Scratch(copying: "documents/001-workflow-chain")
    let path = ".github/workflows/wfgen-ci.yml"
    let text = try #require(scratch.read(path))
    try scratch.write(text.replacing("workflows: [Base]", with: "workflows: [Bass]"), to: path)
    let result = try await scratch.wfgen("check")
    #expect(result.status == 1)
    #expect(result.output.contains("error[out-of-date]"))
    #expect(result.output.contains("-    workflows: [Bass]\n+    workflows: [Base]\n"))
    #expect(result.output.contains("error[unknown-upstream]: no workflow is named 'Bass'"))
  }

  @Test func showsTheCauseBeforeTheFilesThatAreOutOfDate() async throws {
    let scratch = try Scratch(copying: "documents/001-workflow-chain")
    let path = "docker/Dockerfile.ci"
    try scratch.write(try #require(scratch.read(path)) + "COPY absent /x\n", to: path)
    func places(_ format: String, _ cause: String, _ result: String) async throws -> [Int] {
      let output = try await scratch.wfgen("check", "--format", format).output
      return [cause, result, "\n--- "].map { word in
        guard let place = output.firstRange(of: word) else { return -1 }
        return output.distance(from: output.startIndex, to: place.lowerBound)
      }
    }
    let text = try await places("text", "[missing-source]", "[out-of-date]")
    #expect(text.first != -1 && text == text.sorted())
    // Programs get the order of files, and '.github' goes before 'docker'.
    let oneline = try await places("oneline", "[missing-source]", "[out-of-date]")
    #expect(oneline[0] > oneline[1] && oneline[2] == -1)
  }

  @Test func findsADockerfileThatDriftedAway() async throws {
    let scratch = try Scratch(copying: "documents/001-workflow-chain")
    let path = "docker/Dockerfile.ci"
    try scratch.write(try #require(scratch.read(path)) + "COPY tests ./tests\n", to: path)
    #expect(try await scratch.wfgen("check", "--format", "oneline").status == 1)
    try scratch.write(
      "ARG BASE_IMAGE=ghcr.io/example/chatbot/base:latest\nFROM ${BASE_IMAGE}\n"
        + "COPY requirements.txt requirements-dev.txt /tmp/\nRUN echo another command\n", to: path)
    #expect(try await scratch.wfgen("check").status == 0)
  }

  @Test(arguments: ["oneline", "json", "sarif", "github"])
  func writesEveryFormatToStandardOutput(_ format: String) async throws {
    let scratch = try Scratch(copying: "invalid/unknown-key")
    let result = try await scratch.wfgen("check", "--format", format)
    #expect(result.status == 1)
    #expect(result.output.contains("unknown-key"))
    #expect(result.errors == "")
  }

  @Test func annotatesFilesFromTheTopOfTheRepository() async throws {
    let scratch = try Scratch()
    try scratch.write("version: 1\n", to: "a/b/wfgen.yml")
    func place(_ directory: String, _ workspace: String?) async throws -> Substring? {
      let environment = workspace.map { ["GITHUB_WORKSPACE": $0] } ?? [:]
      let arguments = ["check", "--format", "github", "-C", directory]
      let result = try await scratch.wfgen(
        arguments[0], arguments[1], arguments[2], arguments[3], arguments[4],
        environment: environment)
      let error = result.output.split(separator: "\n").first { $0.hasPrefix("::error") }
      return error?.split(separator: ",").first
    }
    // Without git and a workspace there is nothing else to begin at.
    #expect(try await place("a/b", nil) == "::error file=wfgen.yml")
    #expect(try await place("a/b", "\(scratch.root)/") == "::error file=a/b/wfgen.yml")
    #expect(try await place("a/b", "/somewhere/else") == "::error file=wfgen.yml")
    // A repository may be checked out below the workspace.
    try await scratch.git("init", "--quiet", "a")
    #expect(try await place("a/b", scratch.root) == "::error file=b/wfgen.yml")
    try FileManager.default.createSymbolicLink(
      atPath: "\(scratch.root)/link", withDestinationPath: "a/b")
    #expect(try await place("link", nil) == "::error file=b/wfgen.yml")
    let oneline = try await scratch.wfgen("check", "--format", "oneline", "-C", "a/b")
    #expect(oneline.output.hasPrefix("wfgen.yml:1:1: "))
  }

  @Test func saysOnceThatNothingHasBeenGenerated() async throws {
    let scratch = try Scratch()
    try scratch.write(
      "version: 1\nrepository: o/r\nregistry: ghcr.io/o/r\nimages: {a: {}}\n", to: "wfgen.yml")
    try scratch.write("FROM alpine:3.22\n", to: "Dockerfile")
    let result = try await scratch.wfgen("check", "--format", "oneline")
    #expect(result.output.split(separator: "\n").count == 1)
    #expect(result.output.contains("nothing has been generated yet"))
  }

  @Test(arguments: ["check", "generate"])
  func warnsOfABranchThatGitHubDoesNotChain(_ command: String) async throws {
    let scratch = try Scratch()
    try scratch.write(
      "version: 1\nrepository: o/r\nregistry: ghcr.io/o/r\nbranch: develop\nimages: {a: {}}\n",
      to: "wfgen.yml")
    try scratch.write("FROM alpine:3.22\n", to: "Dockerfile")
    func said() async throws -> Bool {
      let result = try await scratch.wfgen(command, "--format", "oneline")
      return (result.output + result.errors).contains(
        "wfgen.yml:4:9: warning: GitHub runs chained and scheduled workflows on the default branch")
    }
    // What is checked out may be any branch.
    try scratch.write("ref: refs/heads/main\n", to: ".git/HEAD")
    #expect(try await !said())
    try scratch.write("ref: refs/remotes/origin/main\n", to: ".git/refs/remotes/origin/HEAD")
    #expect(try await said())
    try scratch.write("ref: refs/remotes/origin/develop\n", to: ".git/refs/remotes/origin/HEAD")
    #expect(try await !said())
  }

  @Test(arguments: ["", "wfgen.yml", "nowhere"])
  func endsWithTwoWhereThereIsNoDirectory(_ path: String) async throws {
    let scratch = try Scratch(copying: "documents/001-workflow-chain")
    #expect(try await scratch.wfgen("check", "-C", path).status == 2)
  }

  @Test func usesNoColoursInAPipe() async throws {
    let scratch = try Scratch(copying: "invalid/unknown-key")
    let result = try await scratch.wfgen("check", environment: ["TERM": "xterm-256color"])
    #expect(!result.output.contains("\u{1B}"))
  }

  @Test(arguments: [["frob"], ["check", "--frob"], ["plan", "--since", "a", "--changed", "b"]])
  func endsWithTwoWhenCalledWrongly(_ arguments: [String]) async throws {
    let scratch = try Scratch(copying: "documents/001-workflow-chain")
    let result =
      switch arguments.count {
      case 1: try await scratch.wfgen(arguments[0])
      case 2: try await scratch.wfgen(arguments[0], arguments[1])
      default:
        try await scratch.wfgen(
          arguments[0], arguments[1], arguments[2], arguments[3], arguments[4])
      }
    #expect(result.status == 2)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("Error: "))
  }

  @Test func endsWithTwoWithoutAManifestAndShowsTheSmallestOne() async throws {
    let scratch = try Scratch()
    try scratch.write("FROM alpine\n", to: "services/api/Dockerfile")
    let result = try await scratch.wfgen("check")
    #expect(result.status == 2)
    #expect(result.errors.contains("there is no wfgen.yml"))
    #expect(result.errors.contains("dockerfile: services/api/Dockerfile"))
    let made = try await scratch.wfgen("init")
    #expect(made.status == 0)
    // Nothing says which repository it is: that is left to write.
    let graph = try await scratch.wfgen("graph")
    #expect(graph.status == 1)
    #expect(graph.errors.contains("error[placeholder-repository]"))
    let again = try await scratch.wfgen("init")
    #expect(again.status == 0)
    #expect(again.output.contains("nothing was written"))
    let file = try #require(scratch.read("wfgen.yml"))
    try scratch.write(file + "# mine\n", to: "wfgen.yml")
    let edited = try await scratch.wfgen("init")
    #expect(edited.status == 2)
    #expect(edited.errors.contains("nothing was written"))
  }

  @Test(arguments: [
    ("COPY dist /dist", "dist/\n", true), ("COPY dist /dist", "", false),
    ("COPY dist /dist", "dist/*\n", true), ("COPY dist/*.js /", "*.js\n", true),
    ("COPY *.js /", "*.js\n", true), ("COPY src *.js /", "*.js\n", false),
    ("COPY . /all", "dist\n", false), ("COPY dist /dist", "dist/\n!dist/a.js\n", true),
    ("COPY src/bot.py /", "*.py\n", false),
  ])
  func warnsOfASourceThatNoCommitHolds(_ line: String, _ ignored: String, _ isAlone: Bool)
    async throws
  {
    let scratch = try Scratch(copying: "documents/001-workflow-chain")
    try await scratch.git("init", "--quiet", "--initial-branch", "main")
    try await scratch.git("add", "--all")
    for file in ["dist/a.js", "b.js"] { try scratch.write("", to: file) }
    try scratch.write(ignored, to: ".gitignore")
    let path = "docker/Dockerfile.production"
    let text = try #require(scratch.read(path))
    try scratch.write(text + line + "\n", to: path)
    for command in ["check", "generate"] {
      let result = try await scratch.wfgen(command, "--format", "oneline")
      let all = result.output + result.errors
      #expect(all.contains("lies on this disk alone") == isAlone, "\(all)")
    }
  }

  @Test func warnsOfAWorkflowThatPushesATagOfItsOwn() async throws {
    let scratch = try Scratch(copying: "documents/001-workflow-chain")
    let workflow = """
      on: push
      jobs:
        app:
          runs-on: ubuntu-24.04
          steps: [{run: 'docker push ghcr.io/example/chatbot/ci:latest'}]

      """
    try scratch.write(workflow, to: ".github/workflows/mine.yml")
    let result = try await scratch.wfgen("check", "--format=oneline")
    #expect(result.status == 0)
    let finding = """
      .github/workflows/mine.yml:5:20: warning: 'ghcr.io/example/chatbot/ci:latest' is moved by the \
      generated workflow 'CI image', too
      """
    #expect(result.output.contains(finding), "\(result.output)")
  }

  @Test func takesTheDirectoryBeforeTheCommand() async throws {
    let scratch = try Scratch(copying: "documents/001-workflow-chain")
    for words in [["-C", scratch.root], ["--directory", scratch.root]] {
      let result = try await scratch.wfgen(words[0], words[1], "check", in: "src")
      #expect(result.status == 0, "\(result.errors)")
    }
    let joined = try await scratch.wfgen("--directory=/nowhere", "check")
    #expect(joined.status == 2 && joined.errors.contains("there is no directory '/nowhere'"))
    #expect(try await scratch.wfgen("-C", scratch.root).status == 2)
  }
}
