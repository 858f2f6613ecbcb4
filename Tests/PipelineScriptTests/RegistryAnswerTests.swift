import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One answer of `registry_answers`.
struct Answer: Codable, Equatable {
  var status: String
  var digest: String?
  var bases: [String: String]?
  var run: String?
  var reason: String?

  static let absent = Answer(status: "absent")

  static func unknown(_ reason: String) -> Answer {
    Answer(status: "unknown", reason: reason)
  }
}

extension Sandbox {
  /// Asks with the functions of `registry.sh`.
  func answers(
    _ references: [String], _ environment: [String: String] = [:]
  ) async throws -> [String: Answer] {
    let list = try JSONEncoder().encode(references)
    try write(String(decoding: list, as: UTF8.self), to: "references.json")
    let result = try await lines(
      sourcing: "registry.sh", "registry_answers ../references.json", environment)
    guard result.status == 0 else { throw ScriptFailed(outcome: result) }
    return try JSONDecoder().decode([String: Answer].self, from: Data(result.output.utf8))
  }

  /// Puts an image index without content, the quickest thing that a registry takes.
  /// - Returns: its digest.
  @discardableResult
  func push(
    _ reference: String, content: String = "", bases: String? = nil, run: String? = nil,
    credentials: String? = nil
  ) async throws -> String {
    var annotations = ["dev.wfgen.content": content]
    annotations["dev.wfgen.bases"] = bases
    annotations["dev.wfgen.run"] = run
    let index = Index(annotations: annotations)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try write(String(decoding: try encoder.encode(index), as: UTF8.self), to: "manifest.json")
    let result = try await bash(
      [
        "-c",
        """
        curl -sSf ${2:+--user "$2"} -X PUT -H 'Content-Type: \(index.mediaType)' \
          --data-binary @../manifest.json -D - "$1" | tr -d '\\r' |
          awk 'tolower($1) == "docker-content-digest:" { print $2 }'
        """, "bash", manifestURL(reference), credentials ?? "",
      ])
    guard result.output.hasPrefix("sha256:") else { throw ScriptFailed(outcome: result) }
    return String(result.output.dropLast())
  }
}

private struct Index: Codable {
  var schemaVersion = 2
  var mediaType = "application/vnd.oci.image.index.v1+json"
  var manifests: [String] = []
  var annotations: [String: String]
}

private func manifestURL(_ reference: String) -> String {
  let slash = reference.firstIndex(of: "/") ?? reference.startIndex
  let colon = reference.lastIndex(of: ":") ?? reference.endIndex
  return "http://\(reference[..<slash])/v2\(reference[slash..<colon])/manifests/"
    + reference[reference.index(after: colon)...]
}

/// A script ended in a way that the test did not expect.
struct ScriptFailed: Error {
  let outcome: Outcome
}

@Suite(
  "Asking registries", .serialized,
  .enabled(if: installed("docker-registry", "curl", "jq", "python3")))
struct RegistryAnswerTests {
  @Test func tellsPresentFromAbsentInAnOpenRegistry() async throws {
    try await withSandbox { box in
      try await box.withRegistry { host in
        let digest = try await box.push(
          "\(host)/octo/base:src-1", content: "src-1", bases: #"{"a:1":"sha256:0"}"#, run: "5.1")
        let plain = try await box.push("\(host)/octo/plain:latest")
        let answers = try await box.answers(
          ["base:src-1", "base@\(digest)", "base:src-2", "none:src-1", "plain"].map {
            "\(host)/octo/\($0)"
          })
        let base = Answer(
          status: "present", digest: digest, bases: ["a:1": "sha256:0"], run: "5.1")
        #expect(
          answers == [
            "\(host)/octo/base:src-1": base, "\(host)/octo/base@\(digest)": base,
            "\(host)/octo/base:src-2": .absent, "\(host)/octo/none:src-1": .absent,
            "\(host)/octo/plain": Answer(status: "present", digest: plain),
          ])
      }
    }
  }

  @Test func givesCredentialsToTheRegistryOfTheImagesOnly() async throws {
    try await withSandbox { box in
      try await box.withRegistry(locked: true) { host in
        let image = "\(host)/octo/base:src-1"
        let digest = try await box.push(image, credentials: "octo:s3cret")
        let credentials = ["REGISTRY_USER": "octo", "REGISTRY_PASSWORD": "s3cret"]
        let present = Answer(status: "present", digest: digest)
        let refused = Answer.unknown(
          "HTTP 401 from \(host) (UNAUTHORIZED: authentication required)")

        #expect(try await box.answers([image], credentials) == [image: refused])
        try box.write(
          #"{"registry": {"host": "\#(host)"}, "images": []}"#,
          to: "repository/.github/wfgen/images.json")
        #expect(try await box.answers([image], credentials) == [image: present])
        #expect(
          try await box.answers([image], ["REGISTRY_USER": "octo", "REGISTRY_PASSWORD": "no"])
            == [image: refused])
        #expect(try await box.answers([image]) == [image: refused])
      }
    }
  }

  @Test func fetchesOneTokenForEachRepository() async throws {
    try await withSandbox { box in
      let rules = """
        [{"path": "GET /v2/$", "status": 401, "headers": {"WWW-Authenticate":
           "Bearer realm=\\"http://127.0.0.1:{port}/token?x=1\\",service=\\"a b\\",scope=\\"x\\""}},
         {"path": "scope=repository%3Aocto%2Fbase%3Apull$", "status": 200,
          "body": {"token": "base.token"}, "authorization": "Basic b2N0bzpzM2NyZXQ="},
         {"path": "scope=repository%3Aocto%2Fci%3Apull$", "status": 200,
          "body": {"access_token": "ci.token"}, "authorization": "Basic b2N0bzpzM2NyZXQ="},
         {"path": "scope=repository%3Aocto%2Fodd%3Apull$", "status": 200,
          "body": {"token": "x\\"\\nurl = \\"http://127.0.0.1:{port}/taken"}},
         {"path": "GET /token", "status": 403},
         {"path": "octo/base/manifests/", "status": 200, "authorization": "Bearer base.token",
          "body": {"schemaVersion": 2}},
         {"path": "octo/ci/manifests/", "status": 404, "authorization": "Bearer ci.token"},
         {"path": "manifests", "status": 401}]
        """
      try await box.withServer(rules: rules) { host in
        try box.write(
          #"{"registry": {"host": "\#(host)"}, "images": []}"#,
          to: "repository/.github/wfgen/images.json")
        let references = ["base:1", "base:2", "ci:1", "odd:1", "other:1"].map {
          "\(host)/octo/\($0)"
        }
        let answers = try await box.answers(
          references, ["REGISTRY_USER": "octo", "REGISTRY_PASSWORD": "s3cret"])
        #expect(answers[references[0]]?.status == "present")
        // No digest in the headers: it is that of the bytes.
        #expect(
          answers[references[1]]?.digest
            == "sha256:c5d902c53b4afcf32ad746fd9d696431650d3fbe8f7b10ca10519543fefd772c")
        #expect(answers[references[2]] == .absent)
        #expect(answers[references[3]] == .unknown("no token in the answer for \(host)"))
        #expect(
          answers[references[4]] == .unknown("HTTP 403 from the token service of \(host)"))
        let requests = box.read("server/requests").split(separator: "\n")
        #expect(requests.filter { $0.contains("/token") && $0.contains("octo%2Fbase") }.count == 1)
        #expect(requests.allSatisfy { !$0.contains("/taken") })
        #expect(requests.contains { $0.contains("/token?x=1&service=a%20b&scope=") })
      }
    }
  }

  @Test func takesOnlyNotFoundForAbsent() async throws {
    try await withSandbox { box in
      let rules = """
        [{"path": "GET /v2/$", "status": 200},
         {"path": "manifests/s404", "status": 404, "body": "<html>gone"},
         {"path": "manifests/s403", "status": 403}, {"path": "manifests/s401", "status": 401},
         {"path": "manifests/s500", "status": 500},
         {"path": "manifests/busy", "status": 429, "times": 2, "headers": {"Retry-After": "1"}},
         {"path": "manifests/busy", "status": 200, "body": {"schemaVersion": 2}},
         {"path": "manifests/s429", "status": 429}, {"path": "manifests/s302", "status": 302},
         {"path": "manifests/portal", "status": 200, "body": "<html>log in"},
         {"path": "manifests/list", "status": 200, "body": [1]},
         {"path": "manifests/empty", "status": 200},
         {"path": "manifests/cut", "status": 200, "body": {"schemaVersion": 2}, "missing": 9}]
        """
      try await box.withServer(rules: rules) { host in
        func name(_ tag: String) -> String { "\(host)/octo/x:\(tag)" }
        let tags = [
          "s404", "s403", "s401", "s500", "busy", "s429", "s302", "portal", "list", "empty", "cut",
        ]
        let clock = ContinuousClock()
        let start = clock.now
        let answers = try await box.answers(tags.map(name))
        #expect(clock.now - start > .seconds(1), "Retry-After asks for a second")
        #expect(answers[name("s404")] == .absent)
        for tag in ["s403", "s401", "s500", "s429", "s302"] {
          #expect(answers[name(tag)] == .unknown("HTTP \(tag.dropFirst()) from \(host)"))
        }
        #expect(answers[name("busy")]?.status == "present")
        for tag in ["portal", "list", "empty"] {
          #expect(answers[name(tag)] == .unknown("the answer of \(host) is not a manifest"))
        }
        #expect(answers[name("cut")]?.reason?.hasPrefix("no answer from \(host): ") == true)
        let tries = box.read("server/requests").split(separator: "\n")
        #expect(tries.filter { $0.contains("/s500") }.count == 4)
        #expect(tries.filter { $0.contains("/s404") }.count == 1)

        try box.write(
          #"{"registry": {"host": "\#(host)", "absent": [401, 403, 404]}, "images": []}"#,
          to: "repository/.github/wfgen/images.json")
        let lenient = try await box.answers([name("s403"), name("s401"), name("s500")])
        #expect(lenient[name("s403")] == .absent)
        // Nobody has been given a token: who asks may be the wrong one.
        #expect(lenient[name("s401")] == .unknown("HTTP 401 from \(host)"))
        #expect(lenient[name("s500")]?.status == "unknown")
        let elsewhere = try await box.answers([name("s403")], ["REGISTRY_HOST": "ghcr.io"])
        #expect(elsewhere[name("s403")]?.status == "unknown", "another registry's word")
      }
    }
  }

  @Test func doesNotTakeAnotherServerForAnEmptyRegistry() async throws {
    try await withSandbox { box in
      try await box.withServer(rules: "[]") { host in
        let answers = try await box.answers(["\(host)/a:1", "127.0.0.1:1/a:1"])
        #expect(answers["\(host)/a:1"] == .unknown("HTTP 404 from \(host)"))
        #expect(
          answers["127.0.0.1:1/a:1"]?.reason?.hasPrefix("no answer from 127.0.0.1:1: ") == true)
      }
    }
  }

  /// One by one they would take 15 seconds.
  @Test func asksForHundredsOfManifestsAtATime() async throws {
    try await withSandbox { box in
      let rules = """
        [{"path": "GET /v2/$", "status": 200},
         {"path": "manifests", "status": 200, "body": {"schemaVersion": 2}, "headers":
          {"Docker-Content-Digest": "sha256:00"}}]
        """
      try await box.withServer(rules: rules, latency: 0.05) { host in
        let references = (0..<300).map { "\(host)/octo/image-\($0):src-0" }
        let answers = try await box.answers(references)
        #expect(answers.values.filter { $0.digest == "sha256:00" }.count == 300)
        // As many as the script lets curl send at a time; a busy machine may not get that far.
        #expect((8...32).contains(try #require(Int(box.read("server/most")))))
      }
    }
  }

  @Test func neverRunsOrPrintsWhatItIsGiven() async throws {
    try await withSandbox { box in
      try await box.withServer(rules: #"[{"path": "GET /v2/$", "status": 200}]"#) { host in
        let names = [
          "\(host)/$(touch pwned):1", "\(host)/a:1\"\nurl = \"http://\(host)/taken", "", "`id`",
          "\(host)/a:`touch pwned`", "\(host)/../../etc:1", "\(host)/A:1", "-K/etc/passwd",
        ]
        let answers = try await box.answers(names)
        for name in names {
          #expect(answers[name] == .unknown("it is not a name that a registry could know"))
        }
        #expect(!box.exists("repository/pwned"))
        #expect(!box.read("server/requests").contains("taken"))
      }
    }
  }

  @Test func keepsSecretsOutOfTraceCommandLinesAndEnvironment() async throws {
    try await withSandbox { box in
      let rules = """
        [{"path": "GET /v2/$", "status": 401, "headers": {"WWW-Authenticate":
           "Bearer realm=\\"http://127.0.0.1:{port}/token\\""}},
         {"path": "GET /token", "status": 200, "body": {"token": "t0ken"}},
         {"path": "manifests", "status": 200, "body": {"schemaVersion": 2}}]
        """
      try await box.withServer(rules: rules) { host in
        try box.write(#"["\#(host)/a:1"]"#, to: "references.json")
        // Stands in for curl and notes what others on the machine could see of it.
        try box.write(
          """
          #!/bin/bash
          { printf '%s\\n' "$@"; env; } >>"\(box.path)/seen"
          PATH=${PATH#*:} exec curl "$@"
          """, to: "bin/curl")
        let result = try await box.lines(
          sourcing: "report.sh",
          """
          chmod +x ../bin/curl
          PATH=$PWD/../bin:$PATH
          export PATH
          set -x
          source .github/wfgen/registry.sh
          registry_answers ../references.json
          ls -lA "$TMPDIR"/tmp.* >../listing
          """,
          [
            "REGISTRY_HOST": host, "REGISTRY_USER": "octo", "REGISTRY_PASSWORD": "s3cret",
            "GITHUB_TOKEN": "gh-t0ken",
          ])
        #expect(result.status == 0)
        #expect(box.read("server/requests").contains("/token?scope=repository%3Aa%3Apull Basic "))
        #expect(box.read("server/requests").contains("/v2/a/manifests/1 Bearer t0ken"))
        let seen = box.read("seen") + result.errors
        #expect(seen.contains("--parallel"))
        for secret in ["s3cret", "t0ken", "b2N0bzpzM2NyZXQ="] {
          #expect(!seen.contains(secret), "\(secret) can be seen")
        }
        #expect(box.read("listing").contains("-rw-------"))
        #expect(!box.read("listing").contains("-rw-r"))
        let left = try await box.bash(["-c", "ls \"$TMPDIR\""])
        #expect(left.output == "keep\n", "the directory with the secrets is gone")
      }
    }
  }
}
