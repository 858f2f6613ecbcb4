#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A small repository with two stages and a task: base -> ci -> test, an image that an existing
/// workflow publishes, and a public base.
struct Project: Sendable {
  let box: Sandbox
  /// The registry, with its port.
  let host: String

  /// What a plan or a build needs to know of the tags of the commit that is checked out.
  func tags() async throws -> [String: String] {
    let result = try await box.lines(
      sourcing: "content.sh", "content_tags .github/wfgen/images.json HEAD")
    guard result.status == 0 else { throw ScriptFailed(outcome: result) }
    var tags: [String: String] = [:]
    for line in result.output.split(separator: "\n") {
      let parts = line.split(separator: "\t")
      if parts.count > 1 { tags[String(parts[0])] = String(parts[1]) }
    }
    return tags
  }

  func reference(_ image: String) async throws -> String {
    "\(host)/octo/\(image):\(try await tags()[image] ?? "")"
  }

  /// Pushes an image as a build of the commit that is checked out would.
  /// - Parameter bases: what is recorded, instead of what the parents' references hold now.
  @discardableResult
  func build(
    _ image: String, bases: [String: String]? = nil, run: String = "70.1"
  ) async throws -> String {
    var recorded = bases ?? [:]
    if bases == nil {
      for reference in try await parents(of: image) {
        recorded[reference] = try await box.answers([reference])[reference]?.digest
      }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(recorded), as: UTF8.self)
    let tag = try await tags()[image] ?? ""
    return try await box.push(
      "\(host)/octo/\(image):\(tag)", content: tag, bases: text, run: run)
  }

  func parents(of image: String) async throws -> [String] {
    switch image {
    case "base": ["\(host)/public/python:3.12"]
    case "ci": [try await reference("base"), "\(host)/octo/legacy:stable"]
    case "dev": [try await reference("ci")]
    default: []
    }
  }

  func commit(_ text: String, to file: String) async throws {
    try box.write(text, to: "repository/" + file)
    let result = try await box.bash([
      "-c", "git add -A && git -c user.name=o -c user.email=o@example.org commit -qm change",
    ])
    guard result.status == 0 else { throw ScriptFailed(outcome: result) }
  }

  func head() async throws -> String {
    String(try await box.bash(["-c", "git rev-parse HEAD"]).output.dropLast())
  }

  /// Runs the plan of a stage.
  func plan(_ stage: String, _ environment: [String: String] = [:]) async throws -> Outcome {
    var all = ["WFGEN_STAGE": stage, "EVENT": "push", "REBUILD": "stale", "PARENTS": "exact"]
    all.merge(environment) { $1 }
    return try await box.step("plan.sh", all)
  }

  /// Looks at an image just before its build.
  func look(_ image: String, _ environment: [String: String] = [:]) async throws -> Outcome {
    var all = [
      "IMAGE": image, "TAG": try await tags()[image] ?? "", "SEEN": "", "EVENT": "push",
      "REBUILD": "stale", "PARENTS": "exact",
    ]
    all.merge(environment) { $1 }
    return try await box.step("look.sh", all)
  }

  /// Makes the repository, with one commit.
  func create() async throws {
    _ = try await box.bash(["-c", "git init -q -b main"])
    for (name, text) in dockerfiles {
      try box.write(text, to: "repository/docker/Dockerfile." + name)
    }
    try await writeData()
    try await commit("torch\n", to: "requirements.txt")
  }

  /// Starts a registry, and gives the body the repository with its public base already there.
  static func with<T: Sendable>(_ body: (Project) async throws -> T) async throws -> T {
    try await withSandbox { box in
      try await box.withRegistry { host in
        let project = Project(box: box, host: host)
        try await project.create()
        try await box.push("\(host)/public/python:3.12")
        try await box.push("\(host)/octo/legacy:stable")
        return try await body(project)
      }
    }
  }

  var dockerfiles: [(String, String)] {
    [
      ("base", "FROM \(host)/public/python:3.12\nCOPY requirements.txt .\n"),
      ("ci", "ARG BASE_IMAGE\nFROM ${BASE_IMAGE}\nCOPY src src\n"),
      ("dev", "FROM \(host)/octo/ci:latest\n"),
    ]
  }

  /// Writes images.json, with the structures of the Dockerfiles that are there.
  func writeData() async throws {
    var structures: [String: String] = [:]
    for (name, _) in dockerfiles {
      structures[name] = try await box.lines(
        sourcing: "registry.sh",
        """
        awk -f .github/wfgen/structure.awk docker/Dockerfile.\(name) | "${sha256[@]}" | cut -c 1-64
        """
      ).output.filter { $0 != "\n" }
    }
    try box.write(data(structures), to: "repository/.github/wfgen/images.json")
  }

  private func data(_ structures: [String: String]) -> String {
    func image(_ name: String, _ rest: String) -> String {
      """
      {"name": "\(name)", "repository": "\(host)/octo/\(name)", "tags": ["latest"],
       "dockerfile": "docker/Dockerfile.\(name)", "context": ".", "target": "",
       "platforms": "linux/amd64", "structure": "\(structures[name] ?? "")", \(rest),
       "cache": {"from": ["type=registry,ref=\(host)/octo/\(name):cache"],
        "to": ["type=registry,ref=\(host)/octo/\(name):cache,mode=max"]}}
      """
    }
    return """
      {"version": 1, "repository": "octo-org/chatbot", "branch": "main",
       "registry": {"host": "\(host)"},
       "stages": {
        "base": {"workflow": "wfgen-base.yml", "name": "Base", "upstream": [],
         "jobs": {"build-1": ["base"]}},
        "ci": {"workflow": "wfgen-ci.yml", "name": "CI image", "upstream": ["base"],
         "jobs": {"build-1": ["ci"], "build-2": ["dev"]}},
        "test": {"workflow": "wfgen-test.yml", "name": "Test", "upstream": ["ci"], "jobs": {}}},
       "files": [{"paths": ["requirements.txt"], "globs": [], "ignore": []},
                 {"paths": ["src"], "globs": [], "ignore": []}],
       "images": [
        \(image("base", """
          "stage": "base", "level": 0, "args": [], "volatile": [], "recipe": ["target "],
          "files": [0], "ignore-files": {".dockerignore": []}, "base": 0,
          "parents": [{"reference": "\(host)/public/python:3.12",
            "external": true, "as": "context", "name": "\(host)/public/python:3.12"}]
          """)),
        \(image("ci", """
          "stage": "ci", "level": 1, "args": ["A=\\"b\\", c"], "volatile": ["VERSION", "OTHER"],
          "recipe": ["target ", "arg A=b"], "files": [1], "base": 0,
          "parents": [{"image": "base", "as": "arg", "name": "BASE_IMAGE"},
           {"reference": "\(host)/octo/legacy:stable", "workflow": "legacy.yml", "as": "context",
            "name": "\(host)/octo/legacy:stable"}]
          """)),
        \(image("dev", """
          "stage": "ci", "level": 2, "args": [], "volatile": [], "recipe": ["target "],
          "files": [], "base": 0, "parents": [{"image": "ci", "as": "context",
            "name": "\(host)/octo/ci:latest"}]
          """))],
       "tasks": [{"name": "test", "stage": "test", "image": "ci", "after-manual-upstream": "run",
         "on-push": "wait", "upstream-failed": "skip"}]}
      """
  }
}

/// One entry of a plan's output for a build job.
struct PlannedBuild: Codable, Equatable {
  let image: String
  let tag: String
  let seen: String
}

extension Outcome {
  /// The images that a build job is to build; nil when the plan gave the job no list.
  func builds(_ job: String) -> [PlannedBuild]? {
    outputs[job].flatMap {
      try? JSONDecoder().decode([PlannedBuild].self, from: Data($0.utf8))
    }
  }
}
