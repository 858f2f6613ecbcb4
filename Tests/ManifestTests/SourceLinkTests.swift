import Dockerfiles
import Fixtures
import Manifest
import SourceText
import Testing

/// What stands here was read off BuildKit; LayerTests shows what builders agree on.
@Suite("Symbolic links on the way to a source")
struct SourceLinkTests {
  private static let files = [
    "one/a.txt", "one/sub/b.txt", "two/c.txt", "two/d.md", "top.txt", "app/own.txt",
    "app/lib/x.txt",
  ]
  private static let links = [
    "file": "top.txt", "folder": "one", "chain": "two/back", "two/back": "../one/sub",
    "rooted": "/top.txt", "out": "../../top.txt", "whole": ".", "ring": "gnir", "gnir": "ring",
    "dangling": "nowhere", "two/up.txt": "../top.txt", "two/lib.txt": "../one",
    "two/gone.txt": "nowhere", "app/away": "../one", "app/self": "../self",
    "app/in": "lib", "one/inside": "sub",
  ]

  private func project(
    _ lines: String, context: String = ".", ignore: String? = nil, inputs: String = ""
  ) throws -> Project {
    let file = SourceFile(
      name: "wfgen.yml",
      text: """
        version: 1
        repository: o/r
        registry: ghcr.io/o/r
        images:
          app: {dockerfile: Dockerfile, context: \(context)\(inputs)}

        """)
    var files = Dictionary(uniqueKeysWithValues: Self.files.map { ($0, "") })
    files["Dockerfile"] = "FROM alpine\n\(lines)\n"
    if let ignore { files[".dockerignore"] = ignore }
    return Project(
      try #require(Manifest.read(file).manifest), in: MemoryTree(files, links: Self.links))
  }

  private func inputs(of project: Project) -> [String] {
    project.images[0].inputs.map { $0.pattern.description + ($0.isDirectory ?? false ? "/" : "") }
  }

  @Test(arguments: [
    ("COPY top.txt /x", ["top.txt"]),
    ("COPY file /x", ["file", "top.txt"]),
    ("ADD folder /x", ["folder", "one/"]),
    ("COPY folder/a.txt /x", ["folder", "one/a.txt"]),
    ("COPY folder/inside/b.txt /x", ["folder", "one/inside", "one/sub/b.txt"]),
    ("COPY chain/b.txt /x", ["chain", "two/back", "one/sub/b.txt"]),
    ("COPY one /x", ["one/"]),
    ("COPY whole/top.txt /x", ["whole", "top.txt"]),
    ("COPY whole /x", ["whole", "./"]),
    ("COPY whole/*.txt /x", ["whole", "*.txt"]),
    ("COPY rooted out /x/", ["rooted", "top.txt", "out"]),
    ("RUN --mount=type=bind,source=folder/sub,target=/x true", ["folder", "one/sub/"]),
  ])
  func areInputsBesideWhatTheyLeadTo(_ line: String, _ expected: [String]) throws {
    let project = try project(line)
    #expect(inputs(of: project) == expected)
    #expect(project.diagnostics == [])
  }

  @Test(arguments: [
    ("COPY folder/*.txt /x", ["folder", "one/*.txt"], [:]),
    (
      "COPY two/*.txt /x", ["two/nowhere", "one/", "top.txt", "two/*.txt"],
      ["two/gone.txt": "nowhere", "two/lib.txt": "../one", "two/up.txt": "../top.txt"]
    ),
    // Wildcards do not walk through links.
    ("COPY fol*/a.txt /x", ["fol*/a.txt"], [:]),
    ("COPY ch[a]in /x", ["two/back", "one/sub/", "ch[a]in"], ["chain": "two/back"]),
    ("COPY rin? /x", ["rin?"], [:]),
    ("COPY o*e /x", ["o*e"], [:]),
  ])
  func areFollowedWhereAPatternMatchesThem(
    _ line: String, _ expected: [String], _ links: [String: String]
  ) throws {
    let project = try project(line)
    #expect(inputs(of: project) == expected)
    #expect(project.images[0].inputs.last?.links == links)
    #expect(project.diagnostics.allSatisfy { $0.severity == .info })
  }

  @Test func areNotFollowedWhenTheIgnoreFileHidesThem() throws {
    #expect(
      inputs(of: try project("COPY two/*.txt /x", ignore: "two/up*\n"))
        == ["two/nowhere", "one/", "two/*.txt"])
  }

  @Test(arguments: [
    ("COPY --parents two/*.txt /x", ["two/*.txt"]), ("COPY --parents file /x", ["file"]),
    ("COPY --parents folder/./*.txt /x", ["folder", "one/*.txt"]),
    ("COPY --parents chain/./../*.txt /x", ["chain", "two/back", "one/sub/*.txt"]),
  ])
  func stayWhatTheyAreBehindThePivotOfParents(_ line: String, _ expected: [String]) throws {
    let project = try project(line)
    #expect(inputs(of: project) == expected)
    #expect(project.images[0].inputs.last?.followsLinks == false)
  }

  @Test(arguments: [
    "COPY ring /x", "COPY dangling /x", "COPY dangling/y /x", "ADD folder/missing /x",
    "RUN --mount=type=bind,source=gnir/a,target=/x true",
  ])
  func leadToNothingWithoutACrash(_ line: String) throws {
    let project = try project(line)
    #expect(project.diagnostics.map(\.rule) == ["missing-source"])
    #expect(project.diagnostics[0].message.contains("the symbolic link '"))
  }

  @Test func stayInTheirContext() throws {
    // From app, '../one' is app/one, and '../self' the link itself.
    for (line, expected) in [
      ("COPY in /x", ["app/in", "app/lib/"]), ("COPY away /x", ["app/away", "app/one"]),
      ("COPY self /x", ["app/self"]),
    ] {
      let project = try project(line, context: "app")
      #expect(inputs(of: project) == expected)
      #expect(project.diagnostics.count == (line.contains("in") ? 0 : 1))
    }
  }

  @Test func keepWhatAnInstructionLeavesOutRelativeToTheSource() throws {
    let project = try project("COPY --exclude=b.* chain /x\nCOPY --exclude=sub/b.* folder /x")
    for path in ["one/sub", "one"] {
      let input = project.images[0].inputs.first { $0.pattern.description == path }
      #expect(input?.excludes.contains { $0.glob.matches("one/sub/b.txt") } == true)
      #expect(input?.excludes.contains { $0.glob.matches("one/b.txt") } == false)
    }
  }

  @Test func areFollowedInStatedInputsFromTheRootOfTheRepository() throws {
    let project = try project("", context: "app", inputs: ", inputs: [app/away]")
    #expect(inputs(of: project) == ["app/away", "one/"])
  }

  @Test(arguments: [
    ("dockerfile: folder/a.txt", "lies behind a symbolic link, 'folder'", "one/a.txt"),
    ("dockerfile: file", "'file' of image 'app' is a symbolic link,", "top.txt"),
    ("{context: chain}", "the context 'chain' of image 'app' is", "one/sub"),
    ("dockerfile: ring", "'ring' of image 'app' is", nil),
  ])
  func areRefusedForADockerfileAndAContext(
    _ line: String, _ message: String, _ real: String?
  ) throws {
    let head = "version: 1\nrepository: o/r\nregistry: ghcr.io/o/r\nimages:\n  app: "
    let line = line.hasPrefix("{") ? line : "{\(line)}"
    let file = SourceFile(name: "wfgen.yml", text: head + line + "\n")
    let tree = MemoryTree(
      ["one/a.txt": "FROM a\n", "top.txt": "FROM a\n", "one/sub/Dockerfile": "FROM a\n"],
      links: Self.links)
    let project = Project(try #require(Manifest.read(file).manifest), in: tree)
    let problem = try #require(project.diagnostics.first)
    #expect(project.diagnostics.map(\.rule) == ["linked-path"])
    #expect(problem.severity == .error && problem.message.contains(message))
    #expect(problem.location.file.name == "wfgen.yml" && !problem.location.range.isEmpty)
    #expect(problem.fixes.flatMap(\.edits).map(\.replacement) == [real].compactMap(\.self))
  }

  @Test(arguments: [
    (".dockerignore", [], ["Dockerfile.dockerignore", ".dockerignore"]),
    ("Dockerfile.dockerignore", [], ["Dockerfile.dockerignore"]),
    ("rules", [".dockerignore"], ["Dockerfile.dockerignore", ".dockerignore", "rules"]),
    ("", [".dockerignore"], ["Dockerfile.dockerignore", ".dockerignore", "rules"]),
    ("", [], ["Dockerfile.dockerignore", ".dockerignore"]),
  ])
  func areFollowedToAnIgnoreFile(_ file: String, _ links: [String], _ places: [String]) {
    let tree = MemoryTree(
      file.isEmpty ? [:] : [file: "x\n"],
      links: Dictionary(uniqueKeysWithValues: links.map { ($0, "rules") }))
    let found = IgnorePlace.all(dockerfile: "Dockerfile", context: ".", in: tree)
    #expect(found.map(\.path) == places)
    #expect(found.filter(\.isFound).map(\.path) == (file.isEmpty ? [] : [file]))
  }
}
