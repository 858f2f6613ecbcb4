import Testing

@Suite("What the schema cannot say")
struct CheckTests {
  @Test(arguments: [
    ("    needs: [a]\n", "3:3 invalidNeeds"), ("    needs: b\n", "5:12 invalidNeeds"),
    (
      "    needs: [b]\n  b: {runs-on: x, needs: c}\n  c: {runs-on: x, needs: [A]}\n",
      "3:3 invalidNeeds"
    ),
    ("  2b: {runs-on: x}\n", "5:3 invalidIdentifier"),
    ("  __b: {runs-on: x}\n", "5:3 invalidIdentifier"),
    ("    steps: [{id: x, run: a}, {id: X, run: b}]\n", "5:35 invalidIdentifier"),
    (
      "    runs-on2: x\n    steps: [{id: 'a b', run: a}]\n", "5:5 unknownKey|6:18 invalidIdentifier"
    ),
    ("    strategy: {max-parallel: 0}\n", "5:30 wrongValue"),
    ("    strategy: {matrix: {v: [1, 2, 1]}}\n", "5:35 idleMatrix"),
    (
      "    strategy: {matrix: {v: [1, 2], exclude: [{v: 3}, {w: 1}, {v: 2}]}}\n",
      "5:50 idleMatrix|5:55 idleMatrix"
    ),
    ("    strategy: {matrix: {v: ['${{ vars.V }}'], exclude: [{v: 3}]}}\n", ""),
    ("    if: ${{ always() }} && true\n", "5:9 constantCondition"),
    ("    if: |\n      ${{ always() }}\n", "5:9 constantCondition"),
    ("    if: |-\n      ${{ always() }}\n", ""),
    ("    if: \"'a' == 'b'\"\n", "5:9 constantCondition"),
    ("    concurrency: {group: a, cancel-in-progress: true, queue: max}\n", "5:62 wrongValue"),
    ("    concurrency: {group: a, cancel-in-progress: false, queue: max}\n", ""),
    ("    concurrency: {group: a, cancel-in-progress: true, queue: single}\n", ""),
    ("    concurrency: {group: a, cancel-in-progress: '${{ github.ref }}', queue: max}\n", ""),
    ("    if: false\n", ""), ("    needs: []\n", "5:12 invalidInput"),
  ])
  func looksAtJobs(_ lines: String, _ expected: String) {
    #expect(places(job(lines)).joined(separator: "|") == expected)
  }

  @Test(arguments: [
    ("schedule: [{cron: '0 3 * *'}]", "invalidSchedule"),
    ("schedule: [{cron: '* * * * *'}]", "invalidSchedule"),
    ("schedule: [{cron: '*/5 * * * *'}]", ""),
    ("push: {paths: [a], paths-ignore: [b]}", "invalidFilter"),
    ("push: {branches: ['a b']}", "invalidFilter"),
    ("push: {branches: ['v[0-9]', 'a[']}", "invalidFilter"),
    ("push: {branches: ['releases/**', '!releases/*-alpha', 'v[a-z]+']}", ""),
    ("push: {paths: [./src/**]}", "invalidFilter"), ("push: {paths: ['src/a b.txt', '**.md']}", ""),
    ("push: {tags: ['']}", "wrongValue"), ("push: {branches: []}", "invalidInput"),
    ("workflow_dispatch: {inputs: {a: {type: choice}}}", "invalidInput"),
    ("workflow_dispatch: {inputs: {a: {type: boolean, default: yes}}}", "invalidInput"),
    ("workflow_dispatch: {inputs: {a: {type: choice, options: [x], default: y}}}", "invalidInput"),
    ("workflow_call: {inputs: {a: {type: number, default: 1}}}", ""),
    ("workflow_call: {outputs: {a: {value: '${{ jobs.a.outputs.x }}'}}}", ""),
    ("workflow_call: {outputs: {a: {value: '${{ jobs.b.outputs.x }}'}}}", "doubtfulExpression"),
  ])
  func looksAtEvents(_ event: String, _ expected: String) {
    let text = "on: {\(event)}\njobs: {a: {uses: a/b/c@v}}\n"
    #expect(
      places(text).map { String($0.split(separator: " ")[1]) }.joined(separator: "|") == expected)
  }

  @Test(arguments: [
    ("./a.yml", ""), ("./a.yml@v1", "invalidReference"), ("o/r/.github/workflows/a.yml@v1", ""),
    ("o/r@v1", "invalidReference"), ("o/r/a.yml", "invalidReference"), ("$/a.yml", ""),
  ])
  func looksAtCalls(_ uses: String, _ expected: String) {
    let found = places("on: push\njobs: {a: {uses: '\(uses)'}}\n")
    #expect(found.map { String($0.split(separator: " ")[1]) }.joined(separator: "|") == expected)
  }

  @Test(arguments: [
    ("steps.x.outputs.a", ""), ("steps.y.outputs.a", "there is no 'y', so this is null"),
    ("steps.x.output.a", "there is no 'output', so this is null"),
    ("github.repository.owner", "a text has no properties, so this is null"),
    ("github.event.head_commit.message", ""),
    ("env[0]", "a number is no name of a property, so this is null"),
    ("needs.b.outputs.x", "there is no 'b', so this is null"), ("matrix.os", ""),
    ("matrix.arch", "there is no 'arch', so this is null"),
    ("inputs.a", "there is no 'a', so this is null"),
    ("github.event == 'x'", "an object is compared with a text, which is never true"),
    ("format('{0}', 1, 2)", "'{1}' is not in the format, so this is left out"),
    (
      "format('{1}', 1)",
      "there is no argument for '{1}', and the run fails here|'{0}' is not in the format, so this is left out"
    ),
    ("fromJSON('{\"a\": 1}').b", "there is no 'b', so this is null"),
    ("fromJSON('{')", "this is no JSON, and the run fails here: expected a key in quotes"),
    ("join(matrix.*, ',')", ""), ("toJSON(github.event.commits.*.id)", ""),
    ("job.container.id", ""),
    ("job.container.os", "there is no 'os', so this is null"), ("runner.os == 'Linux'", ""),
    ("contains(fromJSON('[\"a\"]'), github.ref)", ""), ("env.A && 'x' || 1", ""),
  ])
  func looksAtWhatExpressionsRead(_ expression: String, _ expected: String) {
    let text = job(
      """
          strategy: {matrix: {os: [a, b]}}
          steps:
            - {id: x, run: a}
            - run: |
                echo ${{ \(expression) }}
            - {id: y, run: a}

      """)
    #expect(messages(text).joined(separator: "|") == expected)
  }
}
