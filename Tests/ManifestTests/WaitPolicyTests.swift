import Manifest
import SourceText
import Testing

@Suite("How to wait, as the manifest says it")
struct WaitPolicyTests {
  private func read(_ wait: String) -> (policy: WaitPolicy?, rules: [String]) {
    let text = """
      version: 1
      repository: o/r
      registry: ghcr.io/o/r
      images: {a: {}}
      \(wait)
      """
    let (manifest, problems) = Manifest.read(SourceFile(name: "wfgen.yml", text: text))
    return (manifest?.wait, problems.map(\.rule))
  }

  @Test(arguments: [
    ("", WaitPolicy()), ("wait:", WaitPolicy()), ("wait: sync", WaitPolicy(mode: .sync)),
    ("wait: async", WaitPolicy(mode: .async)), ("wait: {mode: sync}", WaitPolicy(mode: .sync)),
    ("wait: {status: true}", WaitPolicy(setsCommitStatus: true)),
    ("wait: {mode: async, status: false}", WaitPolicy(mode: .async)),
    ("wait: {mode: sync, status: true}", WaitPolicy(mode: .sync, setsCommitStatus: true)),
  ])
  func isAWordOrAMapping(_ text: String, _ policy: WaitPolicy) {
    #expect(read(text).policy == policy)
    #expect(read(text).rules == [])
  }

  @Test(arguments: [
    ("wait: always", "unknown-value"), ("wait: {mode: now}", "unknown-value"),
    ("wait: {status: pending}", "unknown-value"), ("wait: [sync]", "wrong-type"),
    ("wait: {timeout: 5}", "unknown-key"),
  ])
  func isRefusedWhenItSaysSomethingElse(_ text: String, _ rule: String) {
    #expect(read(text).rules == [rule])
  }
}
