import Linting
import Testing

@Suite("Steps that keep files")
struct CacheStepTests {
  private func step(_ inputs: String, action: String = "actions/cache") -> String {
    "- uses: \(action)@v6\n  with: {\(inputs)}"
  }

  private func found(_ rule: String, _ steps: String...) -> Int {
    Steps.count(rule, "on: push\njobs:\n" + Steps.job("a", steps))
  }

  @Test(arguments: [
    ("path: ~/.npm, key: npm", 1), ("path: ~/.npm, key: 'npm-${{ runner.os }}-v1'", 1),
    ("path: \"~/.cache/pip\\n~/x\", key: pip", 1),
    ("path: node_modules, key: 'n-${{ matrix.node }}'", 1),
    ("path: /tmp/.buildx-cache, key: 'x-${{ github.job }}'", 1),
    ("path: ~/.npm, key: \"npm-${{ hashFiles('package-lock.json') }}\"", 0),
    ("path: ~/.npm, key: 'npm-${{ github.sha }}', restore-keys: npm-", 0),
    ("path: ~/.npm, key: 'npm-${{ env.VERSION }}'", 0), ("path: /opt/tool, key: tool-1.2.3", 0),
    ("path: ~/.npm, key: 'npm-${{ steps.date.outputs.week }}'", 0),
  ])
  func needAKeyThatChanges(_ inputs: String, _ count: Int) {
    #expect(found("constant-cache-key", step(inputs)) == count, "\(inputs)")
  }

  @Test func ofLayersNeedAKeyThatChanges() {
    let layers = Steps.build("context: ., cache-to: 'type=local,dest=/tmp/layers'")
    #expect(found("constant-cache-key", step("path: /tmp/layers, key: x"), layers) == 1)
  }

  @Test(arguments: [
    ("path: x, key: 'x-${{ github.run_id }}'", 1), ("path: x, key: '${{ github.sha }}'", 1),
    ("path: x, key: 'x-${{ github.run_number }}-${{ runner.os }}'", 1),
    ("path: x, key: 'x-${{ github.run_id }}', restore-keys: x-", 0),
    ("path: x, key: \"x-${{ hashFiles('a') }}\"", 0),
  ])
  func needAKeyThatOtherRunsHave(_ inputs: String, _ count: Int) {
    #expect(found("cache-key-of-one-run", step(inputs)) == count, "\(inputs)")
  }

  @Test func mayHandFilesToOtherJobs() {
    let save = step("path: x, key: 'x-${{ github.run_id }}'")
    let load = step("path: x, key: 'x-${{ github.run_id }}'", action: "actions/cache/restore")
    let text = "on: push\njobs:\n" + Steps.job("a", [save]) + Steps.job("b", [load])
    #expect(Steps.count("cache-key-of-one-run", text) == 0)
    #expect(
      found(
        "cache-key-of-one-run",
        step("path: x, key: '${{ github.sha }}'", action: "actions/cache/save"))
        == 0)
  }

  @Test func needFilesAndAKey() {
    let rule = "incomplete-cache-step"
    #expect(found(rule, step("path: x")) == 1)
    #expect(found(rule, step("key: x", action: "actions/cache/save")) == 1)
    #expect(found(rule, "- uses: actions/cache/restore@v6") == 1)
    #expect(found(rule, step("path: x, key: y")) == 0)
    #expect(found(rule, step("Path: x, KEY: y")) == 0)
    #expect(found(rule, "- uses: actions/setup-node@v7\n  with: {cache: npm}") == 0)
  }
}
