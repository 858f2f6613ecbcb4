import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite(
  "Counters where tags are immutable", .serialized,
  .enabled(if: installed("docker-registry", "curl", "jq", "python3")))
struct CounterTests {
  private static let tag = "src-0123456789ab"

  /// Answers about one content tag of which some counters are there.
  private func answer(_ counters: [Int], mutable: Bool = false) async throws -> (Counted?, Int) {
    try await withSandbox { box in
      let there = counters.map { $0 == 1 ? "" : "\\\\.\($0)" }.joined(separator: "|")
      let rules = """
        [{"path": "GET /v2/$", "status": 200},
         {"path": "manifests/\(Self.tag)(\(there))$", "status": \(counters.isEmpty ? 404 : 200),
          "body": {"schemaVersion": 2}},
         {"path": "manifests/\(Self.tag)\\\\.66$", "status": 500},
         {"path": "manifests/", "status": 404}]
        """
      return try await box.withServer(rules: rules) { host in
        try box.write(
          #"{"registry": {"host": "\#(host)", "immutable": \#(!mutable)}, "images": []}"#,
          to: "repository/.github/wfgen/images.json")
        let reference = "\(host)/octo/base:\(Self.tag)"
        let found = try await box.counted([reference])[reference]
        let asked = box.read("server/requests").split(separator: "\n").filter {
          $0.contains("/manifests/")
        }
        return (found.map { Counted($0, without: reference) }, asked.count)
      }
    }
  }

  @Test func takeTheHighest() async throws {
    for (counters, highest, atMost) in [
      ([1], 1, 2), ([1, 2], 2, 4), (Array(1...3), 3, 4), (Array(1...7), 7, 6),
      (Array(1...40), 40, 12),
      // The first ones may have been removed by a rule of the registry's.
      ([2], 2, 4),
    ] {
      let (found, asked) = try await answer(counters)
      #expect(found?.status == "present")
      #expect(found?.at == (highest == 1 ? "" : ".\(highest)"), "\(counters)")
      #expect(found?.next == ".\(highest + 1)", "\(counters)")
      #expect(asked <= atMost, "\(counters): \(asked) questions")
    }
  }

  /// However many there are, the highest is found, and after few questions.
  @Test func areFoundHoweverManyThereAre() async throws {
    try await withSandbox { box in
      try box.write(
        #"{"registry": {"host": "h.example.com", "immutable": true}, "images": []}"#,
        to: "repository/.github/wfgen/images.json")
      let result = try await box.lines(
        sourcing: "registry.sh",
        #"""
        jq -n -r -L "$scripts" 'include "registry";
          def told($n): {hashes: {}, bodies: (map({key: .id, value: {schemaVersion: 2}})
              | from_entries),
            got: (map({key: .id, value: {error: "", code: (if .count <= $n then 200 else 404 end),
              headers: {"docker-content-digest": "sha256:\(.count)"}}}) | from_entries)};
          range(0; 300) as $n | ["h.example.com/a:src-0123456789ab"] | references
          | until(further(told($n)) == []; . + further(told($n)))
          | [$n, length, (answers(told($n)) | to_entries[] | .key, .value.digest, .value.next)]
          | map(tostring) | join(" ")'
        """#)
      let lines = result.output.split(separator: "\n")
      try #require(lines.count == 300, "\(result.errors)")
      let reference = "h.example.com/a:\(Self.tag)"
      for (number, line) in lines.enumerated() {
        let parts = line.split(separator: " ")
        let digest = number == 0 ? "null" : "sha256:\(number)"
        let next = reference + (number == 0 ? "" : ".\(number + 1)")
        #expect(
          parts[0] == "\(number)" && parts[2...].map(String.init) == [reference, digest, next])
        #expect(Int(parts[1]) ?? 99 <= 18)
      }
    }
  }

  @Test func beginWithTheTagItself() async throws {
    let (found, asked) = try await answer([])
    #expect(found?.status == "absent" && found?.next == "")
    #expect(asked == 2)
  }

  @Test func areNotLookedForWhereTagsCanMove() async throws {
    let (found, asked) = try await answer([1, 2, 3], mutable: true)
    #expect(found?.status == "present" && found?.at == nil && found?.next == nil)
    #expect(asked == 1)
  }

  @Test func areUnknownWhenOneOfThemIs() async throws {
    let (found, _) = try await answer(Array(1...65))
    #expect(found?.status == "unknown")
  }

  /// The decision works with the highest, so a rebuilt parent makes a child outdated, and what is
  /// built on it names the tag without the counter.
  @Test func areOneImageForPlanAndBuild() async throws {
    try await Project.with { project in
      let data = "repository/.github/wfgen/images.json"
      try project.box.write(
        project.box.read(data).replacing(
          #""registry": {"host": "\#(project.host)"}"#,
          with: #""registry": {"host": "\#(project.host)", "immutable": true}"#
        )
        .replacing(#""tags": ["latest"]"#, with: #""tags": []"#), to: data)
      try await project.build("base")
      try await project.build("ci")
      #expect(try await project.plan("ci").builds("build-1") == [])

      let again = try await project.rebuild("base", counter: 2)
      let planned = try await project.plan("ci")
      #expect(planned.builds("build-1")?.map(\.image) == ["ci"])
      let look = try await project.look("ci")
      let tag = try await project.tags()["ci"] ?? ""
      #expect(look.outputs["reference"] == "\(project.host)/octo/ci:\(tag).2")
      #expect(look.outputs["tag"] == "\(tag).2")
      #expect(look.outputs["build-args"]?.hasSuffix("@\(again)") == true)
      let base = try await project.reference("base")
      #expect(look.outputs["annotations"]?.contains(base) == true)
      #expect(look.outputs["annotations"]?.contains(base + ".2") == false)
      #expect(look.outputs["annotations"]?.contains("dev.wfgen.content=\(tag)\n") == true)
      // Whatever follows the branch, no tag is moved.
      let promoted = try await project.box.step(
        "promote.sh",
        [
          "WFGEN_STAGE": "base", "SHA": try await project.head(), "RUN_ATTEMPT": "1",
          "ERRORS": "[]",
        ])
      #expect(promoted.status == 0 && promoted.summary.contains("nothing is moved"))
    }
  }
}

/// An answer about a tag that may have counters.
struct Counted: Codable {
  var status: String
  var at: String?
  var next: String?

  /// The same with what stands behind a reference alone.
  init(_ answer: Counted, without reference: String) {
    status = answer.status
    at = answer.at.map { $0.replacing(reference, with: "") }
    next = answer.next.map { $0.replacing(reference, with: "") }
  }
}

extension Sandbox {
  /// Asks with the functions of `registry.sh`, and keeps what says which counter it was.
  fileprivate func counted(_ references: [String]) async throws -> [String: Counted] {
    let list = try JSONEncoder().encode(references)
    try write(String(decoding: list, as: UTF8.self), to: "references.json")
    let result = try await lines(
      sourcing: "registry.sh", "registry_answers ../references.json")
    guard result.status == 0 else { throw ScriptFailed(outcome: result) }
    return try JSONDecoder().decode([String: Counted].self, from: Data(result.output.utf8))
  }
}

extension Project {
  /// Pushes another build of the same content on the same parents.
  fileprivate func rebuild(_ image: String, counter: Int) async throws -> String {
    var bases: [String: String] = [:]
    for reference in try await parents(of: image) {
      bases[reference] = try await box.answers([reference])[reference]?.digest
    }
    let text = String(decoding: try JSONEncoder().encode(bases), as: UTF8.self)
    return try await box.push(
      "\(try await reference(image)).\(counter)", bases: text, run: "80.1")
  }
}
