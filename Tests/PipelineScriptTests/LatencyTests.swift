import Testing

@Suite(
  "A plan of 300 images", .serialized, .enabled(if: installed("curl", "jq", "git", "python3")))
struct LatencyTests {
  /// The registry answers after 50 ms, and wants a token for every repository: 901 requests, which
  /// would take 45 seconds one after the other.
  @Test func asksOnceForEachTokenAndReferenceAndManyAtATime() async throws {
    try await withSandbox { box in
      try await box.withServer(rules: "[]", latency: 0.05) { host in
        let stage = LatencyStage(box: box, host: host)
        try await stage.create()
        try await stage.publish()
        let clock = ContinuousClock()
        let start = clock.now
        let outcome = try await box.step(
          "plan.sh",
          ["WFGEN_STAGE": "all", "EVENT": "push", "REBUILD": "stale", "PARENTS": "exact"])
        let time = clock.now - start
        print("A plan of \(LatencyStage.count) images took \(time).")
        #expect(time < .seconds(60))

        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.builds("build-1") == [])
        #expect(outcome.outputs["promote"] == "false")
        #expect(outcome.summary.split(separator: "| fresh | none |").count == 301)

        let requests = box.read("server/requests").split(separator: "\n").map(Request.init)
        #expect(requests.filter { $0.path == "/v2/" }.count == 1)
        let scopes = requests.filter { $0.path.hasPrefix("/token?") }.map(\.path)
        #expect(scopes.count == LatencyStage.count)
        #expect(Set(scopes).count == LatencyStage.count)
        let manifests = requests.filter { $0.path.contains("/manifests/") }
        #expect(Set(manifests.map(\.path)) == Set(try await stage.references()))
        #expect(manifests.count == 2 * LatencyStage.count)
        #expect(requests.count == 1 + scopes.count + manifests.count)
        for request in manifests {
          let image = request.path.dropFirst("/v2/octo/".count).prefix { $0 != "/" }
          #expect(request.authorization == "Bearer token-of-\(image)")
        }
      }
    }
  }
}

/// A line of what the server was asked.
private struct Request {
  let path: String
  let authorization: String

  init(_ line: Substring) {
    let words = line.split(separator: " ", maxSplits: 2).map(String.init)
    path = words.count > 1 ? words[1] : ""
    authorization = words.count > 2 ? words[2] : ""
  }
}
