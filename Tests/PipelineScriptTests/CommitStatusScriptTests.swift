import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite(
  "Setting the commit status", .serialized, .enabled(if: installed("python3", "curl", "jq", "git")))
struct CommitStatusScriptTests {
  private static let commit = "0123456789012345678901234567890123456789"

  private struct Sent: Codable, Equatable {
    var state: String
    var description: String
    var context = "wfgen/ci"
    var targetUrl = "https://github.com/octo-org/chatbot/actions/runs/77"
  }

  private func set(
    _ results: String, _ outlook: String, task: String = "", code: Int = 201,
    _ environment: [String: String] = [:]
  ) async throws -> (outcome: Outcome, sent: Sent?, requests: String) {
    try await withSandbox { box in
      let rules = #"[{"path": "^POST", "status": \#(code), "body": {}}]"#
      return try await box.withServer(rules: rules) { host in
        var all = [
          "CONTEXT": "wfgen/ci", "SHA": Self.commit, "RESULTS": results, "OUTLOOK": outlook,
          "WFGEN_TASK": task, "GITHUB_TOKEN": "t0ken", "GITHUB_API_URL": "http://\(host)",
        ]
        all.merge(environment) { $1 }
        let outcome = try await box.step("commit-status.sh", all)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let sent = try? decoder.decode(Sent.self, from: Data(box.read("server/posted").utf8))
        return (outcome, sent, box.read("server/requests"))
      }
    }
  }

  @Test(arguments: [
    ("success success skipped", "works", "", "success", "up to date"),
    ("success skipped skipped", "idle", "", "success", "up to date"),
    ("success success", "works", "test", "success", "has run"),
    ("success skipped", "waits", "test", "pending", "waits for another workflow"),
    ("success skipped skipped", "waits", "", "pending", "waits for another workflow"),
    ("success skipped", "fails", "test", "failure", "cannot go on by itself"),
    ("success failure skipped", "works", "", "failure", "failed"),
    ("success success failure", "waits", "", "failure", "failed"),
    ("failure skipped", "", "test", "failure", "failed"),
    ("success cancelled", "works", "test", "error", "was cancelled"),
  ])
  func saysHowTheRunEnded(
    _ results: String, _ outlook: String, _ task: String, _ state: String, _ text: String
  ) async throws {
    let (outcome, sent, requests) = try await set(results, outlook, task: task)
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    #expect(sent?.state == state)
    #expect(sent?.description.hasPrefix(text) == true)
    #expect(sent == Sent(state: state, description: sent?.description ?? ""))
    #expect(
      requests == "POST /repos/octo-org/chatbot/statuses/\(Self.commit) Bearer t0ken\n")
  }

  /// A nightly plan finds nothing to do after a test that has failed: it has not become well by that.
  @Test func leavesWhatWasSaidOfATaskThatHasNothingToDo() async throws {
    let (outcome, _, requests) = try await set("success skipped", "idle", task: "test")
    #expect(outcome.status == 0)
    #expect(requests.isEmpty)
    #expect(try await set("failure skipped", "idle", task: "test").sent?.state == "failure")
  }

  @Test func speaksOfTheCheckoutWhenNothingWasPlanned() async throws {
    try await withSandbox { box in
      let rules = #"[{"path": "^POST", "status": 201, "body": {}}]"#
      try await box.withServer(rules: rules) { host in
        let head = try await box.bash([
          "-c",
          """
          git init -q && git -c user.name=o -c user.email=o@example.org commit -q --allow-empty -m 1
          git rev-parse HEAD
          """,
        ])
        let outcome = try await box.step(
          "commit-status.sh",
          [
            "CONTEXT": "wfgen/ci", "SHA": "", "RESULTS": "failure skipped skipped", "OUTLOOK": "",
            "GITHUB_TOKEN": "t0ken", "GITHUB_API_URL": "http://\(host)",
          ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(box.read("server/requests").contains("/statuses/\(head.output.dropLast()) "))
      }
    }
  }

  @Test func endsRedWhenGitHubDoesNotTakeIt() async throws {
    let (outcome, _, _) = try await set("success success", "works", code: 403)
    #expect(outcome.status == 1)
    #expect(
      outcome.output == "::error::GitHub does not take the status of \(Self.commit): HTTP 403\n")
  }
}
