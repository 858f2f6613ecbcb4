import Testing

/// What the kinds of registries do differently, each answered as that kind answers.
@Suite(
  "Registries of every kind", .serialized,
  .enabled(if: installed("docker-registry", "curl", "jq", "python3")))
struct RegistryKindTests {
  private static let credentials = ["REGISTRY_USER": "octo", "REGISTRY_PASSWORD": "s3cret"]
  /// `octo:s3cret`.
  private static let basic = "Basic b2N0bzpzM2NyZXQ="

  /// Answers by rules about `octo/base:1` in a registry of which images.json says more.
  private func answer(
    _ rules: String, registry: String = "", _ environment: [String: String] = credentials,
    _ check: (Answer?, String, [Substring]) -> Void
  ) async throws {
    try await withSandbox { box in
      try await box.withServer(rules: rules) { host in
        try box.write(
          #"{"registry": {"host": "\#(host)"\#(registry)}, "images": []}"#,
          to: "repository/.github/wfgen/images.json")
        let image = "\(host)/octo/base:1"
        let answers = try await box.answers([image], environment)
        check(answers[image], host, box.read("server/requests").split(separator: "\n"))
      }
    }
  }

  private func challenge(_ header: String) -> String {
    #"{"path": "GET /v2/$", "status": 401, "headers": {"WWW-Authenticate": "\#(header)"}}"#
  }

  private let bearer = #"Bearer realm=\"http://127.0.0.1:{port}/token\",service=\"s\""#
  private let manifest = #""status": 200, "body": {"schemaVersion": 2}"#

  @Test func takesABearerTokenWhereBothAreOffered() async throws {
    for header in [bearer + #", Basic realm=\"b\""#, #"Basic realm=\"b\", "# + bearer] {
      let rules = """
        [\(challenge(header)),
         {"path": "GET /token", "status": 200, "body": {"token": "t"},
          "authorization": "\(Self.basic)"},
         {"path": "manifests", \(manifest), "authorization": "Bearer t"}]
        """
      try await answer(rules) { answer, _, requests in
        #expect(answer?.status == "present", "\(header)")
        #expect(requests.contains { $0.contains("/token?service=s&scope=repository%3A") })
      }
    }
  }

  /// Amazon's: the realm of its Basic challenge is an address.
  @Test func sendsAPasswordWhereOnlyThatIsAskedFor() async throws {
    for header in [
      #"Basic realm=\"http://127.0.0.1:{port}/\",service=\"ecr.amazonaws.com\""#,
      #"Basic realm=\"the bearer of this\""#,
    ] {
      let rules = """
        [\(challenge(header)),
         {"path": "manifests", \(manifest), "authorization": "\(Self.basic)"}]
        """
      try await answer(rules) { answer, _, requests in
        #expect(answer?.status == "present", "\(header)")
        #expect(requests.count == 2)
      }
    }
  }

  /// Azure's: what the login gives is a token that is posted for others.
  @Test func tradesATokenOfAzuresForOthers() async throws {
    let form = "grant_type=refresh_token&service=s&scope=repository%3Aocto%2Fbase%3Apull"
    let rules = """
      [\(challenge(bearer)),
       {"path": "POST /token$", "status": 200, "body": {"access_token": "t"},
        "authorization": "-", "form": "\(form)&refresh_token=a%2Fb%2Bc"},
       {"path": "manifests", "status": 404, "authorization": "Bearer t"}]
      """
    let token = [
      "REGISTRY_USER": "00000000-0000-0000-0000-000000000000", "REGISTRY_PASSWORD": "a/b+c",
    ]
    try await answer(rules, token) { answer, _, _ in #expect(answer == .absent) }
  }

  @Test func neverSendsCredentialsToARealmWithoutTLS() async throws {
    try await withSandbox { box in
      let result = try await box.lines(
        sourcing: "registry.sh",
        #"""
        jq -n -c -L .github/wfgen 'include "registry";
          [{host: "r.example.com", base: "https://r.example.com", name: "a"}]
          | challenged({got: {"probe-r.example.com": {code: 401, error: "", headers:
              {"www-authenticate": "Bearer realm=\"http://r.example.com/token\""}}}})
          | .[0].error, .[0].token'
        """#, ["REGISTRY_HOST": "r.example.com", "REGISTRY_PASSWORD": "x"])
      #expect(
        result.output == "\"r.example.com wants its credentials at an address without TLS\"\nnull\n"
      )
    }
  }

  /// Docker Hub's: 401 of what was never pushed, behind a token that it has granted.
  @Test func takes401ForAbsentBehindATokenOfItsOwnAlone() async throws {
    let denied = #"{"errors": [{"code": "UNAUTHORIZED", "message": "authentication required"}]}"#
    let limited = #"{"errors": [{"code": "TOOMANYREQUESTS", "message": "slow down"}]}"#
    func rules(_ body: String) -> String {
      """
      [\(challenge(bearer)), {"path": "GET /token", "status": 200, "body": {"token": "t"}},
       {"path": "manifests", "status": 401, "body": \(body)}]
      """
    }
    let hub = #", "absent": [401, 404]"#
    try await answer(rules(denied), registry: hub) { answer, _, _ in #expect(answer == .absent) }
    try await answer(rules(denied)) { answer, host, _ in
      #expect(
        answer == .unknown("HTTP 401 from \(host) (UNAUTHORIZED: authentication required)"))
    }
    // A token for nobody is granted, too: that says nothing of the image.
    try await answer(rules(denied), registry: hub, [:]) { answer, _, _ in
      #expect(answer?.status == "unknown")
    }
    try await answer(rules(limited), registry: hub) { answer, host, _ in
      #expect(answer == .unknown("HTTP 401 from \(host) (TOOMANYREQUESTS: slow down)"))
    }
    let refused = """
      [\(challenge(bearer)), {"path": "GET /token", "status": 401},
       {"path": "manifests", "status": 404}]
      """
    try await answer(refused, registry: hub) { answer, host, _ in
      #expect(answer == .unknown("HTTP 401 from the token service of \(host)"))
    }
  }

  @Test func repeatsWhatTheRegistrySaysInOneLine() async throws {
    let rules = """
      [{"path": "GET /v2/$", "status": 200}, {"path": "manifests", "status": 403, "body":
        {"errors": [{"code": "DENIED", "message": "permission_denied:\\n::error::read_package"}]}}]
      """
    try await answer(rules) { answer, host, _ in
      #expect(
        answer
          == .unknown(
            "HTTP 403 from \(host) (DENIED: permission_denied: ::error::read_package)"))
    }
  }

  @Test func waitsForADateAndNoLongerThanHalfAMinute() async throws {
    try await withSandbox { box in
      let result = try await box.lines(
        sourcing: "registry.sh",
        #"""
        pause() {
          jq -n -L .github/wfgen --arg after "$1" 'include "http";
            [{id: "x"}] | pause({x: {headers: {"retry-after": $after}}}; 0)'
        }
        pause 7; pause 3600; pause soon; pause ''
        pause "$(jq -nr 'now + 9 | strftime("%a, %d %b %Y %H:%M:%S GMT")')"
        pause 'Fri, 13 Nov 2026 00:00:00 GMT'
        """#)
      let seconds = result.output.split(separator: "\n").map(String.init)
      #expect(seconds.count == 6 && Array(seconds.prefix(4)) == ["7", "30", "0", "0"])
      #expect(["8", "9"].contains(seconds[4]))
      #expect(seconds[5] == "0")
    }
  }

  @Test func tellsWhyATagWasNotMoved() async throws {
    for (kind, said, words) in [
      ("ghcr", "DENIED: permission_denied: write_package", "under 'Manage Actions access'"),
      ("generic", "TAG_INVALID: it cannot be overwritten, the tag is immutable", "leave this one"),
    ] {
      let parts = said.split(separator: ":", maxSplits: 1)
      let rules = """
        [{"path": "GET /v2/$", "status": 200}, {"path": "PUT", "status": 403, "body":
          {"errors": [{"code": "\(parts[0])", "message": "\(parts[1].dropFirst())"}]}},
         {"path": "manifests", \(manifest)}]
        """
      try await withSandbox { box in
        try await box.withServer(rules: rules) { host in
          try box.write(
            #"{"registry": {"host": "\#(host)", "kind": "\#(kind)"}, "images": []}"#,
            to: "repository/.github/wfgen/images.json")
          try box.write(#"["\#(host)/a:1", "\#(host)/a:2"]"#, to: "references.json")
          try box.write(#"[{"from": "\#(host)/a:1", "to": "\#(host)/a:2"}]"#, to: "moves.json")
          let result = try await box.lines(
            sourcing: "registry.sh",
            """
            registry_answers ../references.json pull,push >../told
            registry_move ../moves.json
            """)
          #expect(result.output.contains("HTTP 403 from \(host) (\(said))"))
          #expect(result.output.contains(words), "\(result.output)")
        }
      }
    }
  }
}
