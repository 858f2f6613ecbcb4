import BuildGraph
import Dockerfiles
import Fixtures
import Manifest
import SourceText
import Testing

@Suite("What the builds of a project read")
struct ProjectSourceTests {
  @Test(arguments: [
    ("COPY absent /x", "", ["missing-source"]), ("COPY main.py abs* /x/", "", []),
    ("COPY absent /x", ", before: [{run: make absent}]", []), ("COPY . /x", "", []),
    ("RUN --mount=type=bind,source=absent,target=/x true", "", ["missing-source"]),
    ("COPY absent/*.py /x", "", ["missing-source"]), ("COPY *.py /x", "", []),
    ("COPY abs* /x", "", ["missing-source"]), ("COPY --parents **/*.py /x", "", []),
    ("COPY main.py absent/a* /x", "", ["missing-source"]),
  ])
  func warnsOfASourceThatIsNotThere(_ line: String, _ more: String, _ rules: [String]) throws {
    let project = try project(
      "app: {dockerfile: Dockerfile\(more)}",
      ["Dockerfile": "FROM alpine\n\(line)\n", "main.py": ""])
    #expect(project.diagnostics.map(\.rule) == rules)
  }

  @Test(arguments: [
    ("COPY $PYDIR/req.txt /", "", "PYDIR", "app", "only the base image may set it"),
    ("ARG V\nCOPY $V/req.txt /", "", "V", "app", "or a default in its ARG"),
    ("ARG BUILDARCH\nCOPY bin/a-$BUILDARCH /", "", "BUILDARCH", "app/bin", "'build-args'"),
    ("ARG V\nRUN --mount=type=bind,source=lib/$V,target=/x true", "", "V", "app/lib", "its ARG"),
    ("ARG V=a\nCOPY lib/$V /", ", volatile-args: {V: '1${{ a.b }}'}", "V", "app/lib", "holds"),
  ])
  func countsTheDirectoryOfASourceThatOnlyTheBuildKnows(
    _ lines: String, _ more: String, _ name: String, _ directory: String, _ help: String
  ) throws {
    let project = try project(
      "app: {context: app\(more), platforms: [linux/amd64, linux/arm64]}",
      ["app/Dockerfile": "FROM python:3\n\(lines)\n", "app/lib/a": "", "app/bin/a-arm64": ""])
    #expect(project.images[0].inputs.map(\.pattern.description) == [directory])
    #expect(project.images[0].inputs.map(\.isDirectory) == [true])
    let problem = try #require(project.diagnostics.first)
    #expect(project.diagnostics.count == 1)
    #expect(problem.rule == "unknown-source" && problem.severity == .warning)
    #expect(problem.location.file.name == "app/Dockerfile")
    #expect(problem.message.contains("depends on '\(name)'"))
    #expect(problem.message.contains("all of '\(directory)' counts as read by image 'app'"))
    #expect(problem.help?.contains(help) == true)
  }

  @Test(arguments: [
    ("src", ["src"], []), ("src/**/*.py", ["src/**/*.py"], []), ("nope", ["nope"], [8]),
    ("src/*.txt", ["src/*.txt"], [8]), ("none/*", ["none/*"], [8]),
    ("link/*.py", ["link", "src/*.py"], []),
  ])
  func readsStatedInputsAsPatterns(_ input: String, _ patterns: [String], _ lines: [Int]) throws {
    let file = SourceFile(
      name: "wfgen.yml",
      text: """
        version: 1
        repository: o/r
        registry: ghcr.io/o/r
        images:
          app:
            dockerfile: Dockerfile
            inputs:
              - \(input)

        """)
    let tree = MemoryTree(
      ["Dockerfile": "FROM alpine\n", "src/a.py": "", "src/deep/b.py": ""],
      links: ["link": "src"])
    let project = Project(try #require(Manifest.read(file).manifest), in: tree)
    #expect(project.images[0].inputs.map(\.pattern.description) == patterns)
    #expect(project.diagnostics.map(\.rule) == lines.map { _ in "missing-source" })
    #expect(
      project.diagnostics.map { SourceLines(file).line(at: $0.location.range.start) }
        == lines)
    #expect(
      project.images[0].inputs.last?.pattern.matches("src/deep/b.py")
        == (lines == [] && patterns.count < 2))
  }

  @Test(arguments: [
    ("COPY lib /l", ["app/lib"]), ("COPY lib/sub /l", ["app/lib"]), ("COPY own /l", [nil]),
    ("COPY lib/*.txt /l", ["app/lib"]), ("COPY 'lib two' /l", ["app/lib two"]), ("COPY . /", [nil]),
  ])
  func knowsTheSubmoduleOfASource(_ line: String, _ submodules: [String?]) throws {
    let line = line.replacing("'lib two' /l", with: "[\"lib two\", \"/l\"]")
    let project = try project(
      "app: {context: app}",
      [
        "app/Dockerfile": "FROM alpine\n\(line)\n", "app/own": "", "app/lib/sub/a.txt": "",
        "app/lib two/x": "",
        ".gitmodules": """
        [submodule "a"]
        \tpath = app/lib
        \turl = https://example.org/path
        [submodule "b"]
        \tPath="app/lib two"
        """,
      ])
    #expect(project.images[0].inputs.map(\.submodule) == submodules)
    // A submodule has commits of its own.
    let places = ["COPY own /l": ["app/own"], "COPY . /": ["app"]][line] ?? []
    #expect(project.sources.map(\.place) == places)
  }

  @Test func readsInputsRelativeToTheContext() throws {
    let project = try project(
      "app: {context: services/app, inputs: [tools/build.sh]}",
      [
        "services/app/Dockerfile": "FROM alpine\nCOPY src *.txt /app/\n",
        "services/app/src/main.py": "",
      ])
    let inputs = try #require(project.image("app")?.inputs)
    #expect(
      inputs.map(\.pattern.description) == [
        "services/app/src", "services/app/*.txt", "tools/build.sh",
      ])
    #expect(inputs.map(\.isDirectory) == [true, nil, nil])
  }

  @Test(arguments: [
    ("COPY data/a.csv /x", "data\n", true), ("COPY data /x", "data\n", true),
    ("COPY data/ /x", "data/**\n", false), ("COPY data/a.csv /x", "**/*.csv\n", true),
    ("COPY data/a.csv /x", "data\n!data/a.csv\n", false),
    ("COPY data /x", "data\n!data/a.csv\n", false), ("COPY data /x", "data/*\n", false),
    ("COPY data/*.csv /x", "data\n", false), ("COPY . /x", "*\n", false),
    ("COPY data/a.csv /x", "*\n!src\n", true), ("COPY data/a.csv /x", "other\n", false),
    ("RUN --mount=type=bind,source=data,target=/x true", "data\n", true),
    ("COPY --from=alpine data /x", "data\n", false),
  ])
  func warnsOfASourceThatAnIgnoreFileKeepsFromTheBuild(
    _ line: String, _ ignored: String, _ isLost: Bool
  ) throws {
    let project = try project(
      "app: {dockerfile: Dockerfile}",
      ["Dockerfile": "FROM alpine\n\(line)\n", "data/a.csv": "", ".dockerignore": ignored])
    let found = project.diagnostics.filter { $0.severity == .warning }
    #expect(found.map(\.rule) == (isLost ? ["missing-source"] : []))
    if isLost { #expect(found[0].message.contains("is left out by .dockerignore, so the build")) }
  }
}
