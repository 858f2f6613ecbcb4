import Testing

@Suite(
  "Around a build", .serialized,
  .enabled(if: installed("docker-registry", "curl", "jq", "git")))
struct BuildStepTests {
  @Test func namesTheExactParentsToBuildOn() async throws {
    try await Project.with { project in
      let host = project.host
      let base = try await project.build("base")
      let legacy = "\(host)/octo/legacy:stable"
      let legacyDigest = try await project.box.answers([legacy])[legacy]?.digest ?? ""
      let outcome = try await project.look(
        "ci", ["WFGEN_ARG_VERSION": "1 \"x\"\nWFGEN\n$(touch pwned)"])
      #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
      let outputs = outcome.outputs
      let tag = try await project.tags()["ci"] ?? ""
      let baseReference = try await project.reference("base")
      #expect(outputs["build"] == "true")
      #expect(outputs["reference"] == "\(host)/octo/ci:\(tag)")
      #expect(outputs["context"] == ".")
      #expect(outputs["file"] == "docker/Dockerfile.ci")
      #expect(outputs["target"] == "")
      #expect(outputs["platforms"] == "linux/amd64")
      // Lists are CSV: a value with quotes or line breaks is quoted as one field.
      #expect(
        outputs["build-args"] == """
          "A=""b"", c"
          "VERSION=1 ""x""
          WFGEN
          $(touch pwned)"
          BASE_IMAGE=\(host)/octo/base@\(base)
          """)
      #expect(
        outputs["build-contexts"]
          == "\(host)/octo/legacy:stable=docker-image://\(host)/octo/legacy@\(legacyDigest)")
      let bases = [(baseReference, base), (legacy, legacyDigest)]
        .map { "\"\"\($0)\"\":\"\"\($1)\"\"" }.joined(separator: ",")
      #expect(
        outputs["annotations"] == """
          index:dev.wfgen.content=\(tag)
          "index:dev.wfgen.bases={\(bases)}"
          index:dev.wfgen.run=77.1
          index:org.opencontainers.image.revision=\(try await project.head())
          index:org.opencontainers.image.base.name=\(baseReference)
          index:org.opencontainers.image.base.digest=\(base)
          """)
      #expect(
        outputs["labels"] == "org.opencontainers.image.source=https://github.com/octo-org/chatbot")
      #expect(outputs["cache-from"] == "type=registry,ref=\(host)/octo/ci:cache")
      #expect(outputs["cache-to"] == "type=registry,ref=\(host)/octo/ci:cache,mode=max")
      #expect(!project.box.exists("repository/pwned"))
    }
  }

  @Test func buildsOnlyWhatNobodyHasBuiltInTheMeantime() async throws {
    try await Project.with { project in
      let digest = try await project.build("base")
      #expect(try await project.look("base").outputs == ["build": "false"])
      #expect(try await project.look("base", ["SEEN": digest]).outputs["build"] == "true")
      let other = "sha256:" + String(repeating: "0", count: 64)
      #expect(try await project.look("base", ["SEEN": other]).outputs == ["build": "false"])
      try await project.build("ci")
      #expect(try await project.look("ci").outputs == ["build": "false"])
      try await project.build("base", run: "81.1")
      #expect(try await project.look("ci").outputs["build"] == "true", "its parent is another now")
    }
  }

  @Test func refusesACommitThatMakesAnotherTag() async throws {
    try await Project.with { project in
      try await project.build("base")
      let planned = try await project.tags()["ci"] ?? ""
      try await project.commit("print()\n", to: "src/main.py")
      let outcome = try await project.look("ci", ["TAG": planned])
      #expect(outcome.status == 1)
      #expect(outcome.output.contains("its tag would lie"))
      #expect(outcome.outputs.isEmpty)
    }
  }

  @Test func refusesADockerfileOfAnotherStructure() async throws {
    try await Project.with { project in
      try await project.build("base")
      try await project.commit(
        "ARG BASE_IMAGE\nFROM ${BASE_IMAGE}\nFROM scratch\n", to: "docker/Dockerfile.ci")
      let outcome = try await project.look("ci")
      #expect(outcome.status == 1)
      #expect(outcome.output.contains("::error::"))
      #expect(outcome.output.contains("wfgen generate"))
    }
  }

  @Test func refusesALinkThatTheDataDoesNotKnow() async throws {
    try await Project.with { project in
      try await project.build("base")
      try await project.commit("one\n", to: "real/one.txt")
      _ = try await project.box.bash(["-c", "mkdir src && ln -s ../real src/link"])
      try await project.commit("1\n", to: "more.txt")
      // Within a directory that is copied, it is copied as a link.
      let inside = try await project.look("ci")
      #expect(inside.status == 0, "\(inside.output)")
      _ = try await project.box.bash(["-c", "rm -r src && ln -s real src"])
      try await project.commit("2\n", to: "more.txt")
      let outcome = try await project.look("ci")
      #expect(outcome.status == 1)
      #expect(outcome.output.contains("::error::the symbolic link src leads ci to files"))
      #expect(outcome.output.contains("wfgen generate"))
    }
  }

  @Test(arguments: ["base", "ci"])
  func refusesAnIgnoreFileThatTheDataDoesNotKnow(_ image: String) async throws {
    try await Project.with { project in
      try await project.build("base")
      try await project.commit("src\n", to: ".dockerignore")
      let outcome = try await project.look(image)
      #expect(outcome.status == 1)
      #expect(outcome.output.contains("::error::.dockerignore is not what it was"))
      #expect(outcome.output.contains("wfgen generate"))
    }
  }

  @Test(arguments: ["v=1", "-x", "-f", "%s $(touch pwned)"])
  func takesADirectoryOfAnyNameForAName(_ directory: String) async throws {
    try await Project.with { project in
      try await project.build("base")
      let data = "repository/.github/wfgen/images.json"
      let moved = project.box.read(data)
        .replacing("docker/Dockerfile.ci", with: "\(directory)/Dockerfile")
        .replacing("\"context\": \".\"", with: "\"context\": \"\(directory)\"")
      try project.box.write(moved, to: data)
      let text = project.box.read("repository/docker/Dockerfile.ci")
      try await project.commit(text, to: "\(directory)/Dockerfile")
      let outcome = try await project.look("ci")
      #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
      #expect(outcome.outputs["file"] == "\(directory)/Dockerfile")
      // Docker takes the file behind an option, and the context by itself.
      let context = outcome.outputs["context"] ?? "-"
      #expect(!context.hasPrefix("-") && context.hasSuffix(directory))
      #expect(!project.box.exists("repository/pwned"))
    }
  }

  @Test func refusesToBuildWithoutAParent() async throws {
    try await Project.with { project in
      let outcome = try await project.look("ci")
      #expect(outcome.status == 1)
      #expect(outcome.output.contains("::error::ci cannot be built: "))
    }
  }

  @Test func buildsOnPublishedParentsWhenThatIsThePolicy() async throws {
    try await Project.with { project in
      let digest = try await project.box.push("\(project.host)/octo/base:latest", content: "src-0")
      let outcome = try await project.look("ci", ["PARENTS": "published"])
      #expect(outcome.status == 0, "\(outcome.output)")
      #expect(
        outcome.outputs["build-args"]?.contains(
          "BASE_IMAGE=\(project.host)/octo/base@\(digest)") == true)
      #expect(
        outcome.outputs["annotations"]?.contains(
          "\"\"\(project.host)/octo/base:latest\"\":\"\"\(digest)\"\"") == true)
    }
  }

  @Test func confirmsOnlyWhatTheRegistryShows() async throws {
    try await Project.with { project in
      let digest = try await project.build("base")
      var environment = ["IMAGE": "base", "TAG": try await project.tags()["base"] ?? ""]
      environment["DIGEST"] = digest
      environment["WFGEN_DEADLINE"] = "1"
      #expect(try await project.box.step("confirm.sh", environment).status == 0)
      environment["DIGEST"] = "sha256:" + String(repeating: "0", count: 64)
      let other = try await project.box.step("confirm.sh", environment)
      #expect(other.status == 1)
      #expect(other.output.contains("the registry says: \(digest)"))
      environment["DIGEST"] = ""
      #expect(try await project.box.step("confirm.sh", environment).status == 1)
    }
  }

  @Test func waitsForARegistryThatIsSlowToShow() async throws {
    try await withSandbox { box in
      let digest = "sha256:" + String(repeating: "1", count: 64)
      let rules = """
        [{"path": "GET /v2/$", "status": 200},
         {"path": "manifests", "status": 404, "times": 2},
         {"path": "manifests", "status": 200, "body": {"schemaVersion": 2},
          "headers": {"Docker-Content-Digest": "\(digest)"}}]
        """
      try await box.withServer(rules: rules) { host in
        try box.write(
          #"{"images": [{"name": "a", "repository": "\#(host)/a"}]}"#,
          to: "repository/.github/wfgen/images.json")
        let outcome = try await box.step(
          "confirm.sh", ["IMAGE": "a", "TAG": "src-1", "DIGEST": digest])
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("\(host)/a:src-1 is \(digest), shown after "))
        let tries = box.read("server/requests").split(separator: "\n")
        #expect(tries.filter { $0.contains("manifests") }.count == 3)
      }
    }
  }
}
