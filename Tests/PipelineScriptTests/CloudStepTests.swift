import Testing

/// The steps that only registries of clouds have; the clouds' own tools are stood in for.
@Suite("Steps for clouds", .serialized, .enabled(if: installed("bash", "jq")))
struct CloudStepTests {
  /// Runs a script with a stand-in for a tool on the path.
  private func run(
    _ script: String, with tool: String, _ text: String, data: String,
    _ environment: [String: String] = [:], _ check: (Outcome, Sandbox) -> Void
  ) async throws {
    try await withSandbox { box in
      try box.write(data, to: "repository/.github/wfgen/images.json")
      try box.write("#!/bin/bash\n" + text, to: "bin/" + tool)
      let outcome = try await box.bash(
        [
          "-c",
          "chmod +x ../bin/*; PATH=$PWD/../bin:$PATH exec \"$BASH\" .github/wfgen/\(script)",
        ], environment)
      check(outcome, box)
    }
  }

  private let azure = #"{"registry": {"host": "shop.azurecr.io"}, "images": []}"#

  @Test func azuresTokenIsHiddenAndHandedOn() async throws {
    let tool = """
      echo "$*" >>asked
      [ "$*" = 'acr login --name shop --expose-token --output tsv --query accessToken' ] || exit 1
      [ "$(wc -l <asked)" -gt 1 ] || exit 1
      echo t0ken
      """
    try await run("azure.sh", with: "az", tool, data: azure) { outcome, box in
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output == "::add-mask::t0ken\n")
      #expect(outcome.outputs == ["token": "t0ken"])
    }
  }

  @Test func azuresRefusalEndsTheStep() async throws {
    for tool in ["exit 1", "exit 0"] {
      try await run("azure.sh", with: "az", tool, data: azure) { outcome, _ in
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("::error::shop.azurecr.io gives no token"))
        #expect(outcome.outputs == [:])
      }
    }
  }

  private func amazon(immutable: Bool = false, tags: String = "[]", cache: String) -> String {
    """
    {"registry": {"host": "h.example.com:5000", "immutable": \(immutable)}, "images": [
      {"name": "other", "repository": "h.example.com:5000/o", "tags": [], "cache": {"to": []}},
      {"name": "a", "repository": "h.example.com:5000/team/a", "tags": \(tags),
       "cache": {"to": [\(cache)]}}]}
    """
  }

  private let cache = #""type=registry,ref=h.example.com:5000/team/cache:a,mode=max""#

  @Test func createsWhatABuildPushesTo() async throws {
    let tool = #"echo "$*" >>../asked"#
    func expect(_ data: String, _ created: [String]) async throws {
      try await run("create.sh", with: "aws", tool, data: data, ["IMAGE": "a"]) { outcome, box in
        #expect(outcome.status == 0, "\(outcome.errors)")
        let asked = created.map { "ecr create-repository --repository-name \($0)\n" }.joined()
        #expect(box.read("asked") == asked)
      }
    }
    let mutability = "--image-tag-mutability"
    try await expect(
      amazon(cache: cache),
      ["team/a \(mutability) MUTABLE", "team/cache \(mutability) MUTABLE"])
    try await expect(
      amazon(immutable: true, cache: cache),
      ["team/a \(mutability) IMMUTABLE", "team/cache \(mutability) MUTABLE"])
    try await expect(
      amazon(immutable: true, tags: #"["stable"]"#, cache: #""type=gha,scope=a""#),
      ["team/a \(mutability) MUTABLE"])
  }

  @Test func takesARepositoryThatIsThereAndNoOtherRefusal() async throws {
    let there = """
      echo 'An error occurred (RepositoryAlreadyExistsException) when calling it' >&2
      exit 254
      """
    let data = amazon(cache: cache)
    try await run("create.sh", with: "aws", there, data: data, ["IMAGE": "a"]) { outcome, _ in
      #expect(outcome.status == 0)
      #expect(outcome.output == "team/a is there\nteam/cache is there\n")
    }
    let denied = "echo 'An error occurred (AccessDeniedException)' >&2; exit 254"
    try await run("create.sh", with: "aws", denied, data: data, ["IMAGE": "a"]) { outcome, _ in
      #expect(outcome.status == 1)
      #expect(outcome.output.contains("::error::the repository team/a cannot be created: An error"))
    }
  }

  @Test func trustsAnAuthorityForRegistriesAlone() async throws {
    try await withSandbox { box in
      try box.write(
        #"{"registry": {"host": "h.example.com", "ca": "ca.pem"}, "images": []}"#,
        to: "repository/.github/wfgen/images.json")
      try box.write("of its own\n", to: "repository/ca.pem")
      let result = try await box.lines(
        sourcing: "http.sh",
        #"""
        jq -n -r -L "$scripts" 'include "http";
          [{id: "a", url: "https://h.example.com/"}, {id: "b", url: "https://x/", auth: "github"}]
          | curl_configuration({})' | grep -c cacert
        tail -n 1 "$WFGEN_AUTHORITIES"
        """#)
      #expect(result.output == "1\nof its own\n", "\(result.errors)")
    }
  }
}
