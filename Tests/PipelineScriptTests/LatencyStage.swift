#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A stage of 300 images on three levels, and a registry in which all of them are up to date.
struct LatencyStage {
  static let count = 300

  let box: Sandbox
  let host: String

  /// One image, twelve on it, and all others on these.
  private static func parent(_ number: Int) -> Int? {
    if number == 0 { return nil }
    return number <= 12 ? 0 : 1 + number % 12
  }

  private static func level(_ number: Int) -> Int {
    parent(number).map { level($0) + 1 } ?? 0
  }

  /// The paths of the manifests that a plan has to know: what has the content tag, and `latest`.
  func references() async throws -> [String] {
    try await tags().flatMap { image, tag in
      ["/v2/octo/\(image)/manifests/\(tag)", "/v2/octo/\(image)/manifests/latest"]
    }
  }

  /// Commits a Dockerfile for each image, and the data of the stage.
  func create() async throws {
    let images = try (0..<Self.count).map { number in
      try box.write("# \(number)\n", to: "repository/images/\(number)/Dockerfile")
      let parents = Self.parent(number).map {
        #"{"image": "image-\#($0)", "as": "arg", "name": "BASE_IMAGE"}"#
      }
      return """
        {"name": "image-\(number)", "stage": "all", "level": \(Self.level(number)),
         "repository": "\(host)/octo/image-\(number)", "tags": ["latest"],
         "dockerfile": "images/\(number)/Dockerfile", "recipe": ["target "], "files": [0],
         "parents": [\(parents ?? "")]}
        """
    }
    let names = (0..<Self.count).map { "\"image-\($0)\"" }
    try box.write(
      """
      {"version": 1, "repository": "octo-org/many", "branch": "main", "tasks": [],
       "registry": {"host": "\(host)"},
       "stages": {"all": {"workflow": "wfgen-all.yml", "name": "All", "upstream": [],
        "jobs": {"build-1": [\(names.joined(separator: ", "))]}}},
       "files": [{"paths": ["images"], "globs": [], "ignore": []}],
       "images": [\(images.joined(separator: ",\n"))]}
      """, to: "repository/.github/wfgen/images.json")
    let result = try await box.bash([
      "-c",
      """
      git init -q -b main && git add -A &&
        git -c user.name=o -c user.email=o@example.org commit -qm all
      """,
    ])
    guard result.status == 0 else { throw ScriptFailed(outcome: result) }
  }

  /// Lets the registry have every image as its last build left it.
  func publish() async throws {
    let tags = try await tags()
    var rules = [
      Rule(
        path: "GET /v2/$", status: 401,
        headers: ["WWW-Authenticate": #"Bearer realm="http://127.0.0.1:{port}/token""#])
    ]
    // Images on the same parent were built on the same digest; to the server they are alike.
    for parent in Set((0..<Self.count).map(Self.parent)) {
      let siblings = (0..<Self.count).filter { Self.parent($0) == parent }
      let versions = siblings.compactMap { tags["image-\($0)"] }
      let bases = parent.map {
        let digest = Self.digest(onParent: Self.parent($0))
        return #""\#(host)/octo/image-\#($0):\#(tags["image-\($0)"] ?? "")": "\#(digest)""#
      }
      rules.append(
        Rule(
          path: "/octo/image-(\(siblings.map(String.init).joined(separator: "|")))/manifests/"
            + "(latest|\(versions.joined(separator: "|")))$",
          status: 200, headers: ["Docker-Content-Digest": Self.digest(onParent: parent)],
          body: Rule.Body(
            schemaVersion: 2,
            annotations: ["dev.wfgen.bases": "{\(bases ?? "")}", "dev.wfgen.run": "1.1"])))
    }
    for number in 0..<Self.count {
      rules.append(
        Rule(
          path: "/token\\?scope=repository%3Aocto%2Fimage-\(number)%3Apull$", status: 200,
          body: Rule.Body(token: "token-of-image-\(number)")))
    }
    let text = try JSONEncoder().encode(rules)
    try box.write(String(decoding: text, as: UTF8.self), to: "server/rules.json")
  }

  private func tags() async throws -> [String: String] {
    let result = try await box.lines(
      sourcing: "content.sh", "content_tags .github/wfgen/images.json HEAD")
    guard result.status == 0 else { throw ScriptFailed(outcome: result) }
    let pairs = result.output.split(separator: "\n").map { line in
      let parts = line.split(separator: "\t").map(String.init)
      return (parts[0], parts[1])
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  private static func digest(onParent parent: Int?) -> String {
    let text = String((parent ?? -1) + 1)
    return "sha256:" + String(repeating: "0", count: 64 - text.count) + text
  }

  /// What the server answers to a path.
  private struct Rule: Codable {
    var path: String
    var status: Int
    var headers: [String: String]?
    var body: Body?

    struct Body: Codable {
      var token: String?
      var schemaVersion: Int?
      var annotations: [String: String]?
    }
  }
}
