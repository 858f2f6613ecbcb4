import SourceText
import Testing
import WorkflowSchema
import YAML

/// What is said of a workflow: `line:column kind`, in order.
func places(_ text: String) -> [String] {
  let file = SourceFile(name: "w.yml", text: text)
  let lines = SourceLines(file)
  return schemaProblems(of: YAMLDocument(parsing: file)).map { problem in
    let position = lines.position(at: problem.range.start)
    return "\(position.line):\(position.column) \(problem.kind)"
  }
}

/// A workflow with one job, whose lines follow from line 5 on.
func job(_ lines: String) -> String {
  "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n" + lines
}

@Suite("The schema of workflow files")
struct SchemaTests {
  @Test func acceptsAWholeWorkflow() {
    let text = """
      name: All
      run-name: by ${{ github.actor }}
      on:
        push: {branches: [main], paths: ['src/**', '!src/*.md']}
        schedule: [{cron: '23 4 * * 1-5', timezone: Europe/Berlin}]
        workflow_dispatch: {inputs: {kind: {type: choice, options: [a, b], default: a}}}
        workflow_run: {workflows: [Base], types: [completed], branches: [main]}
      permissions: {contents: read, id-token: write}
      concurrency: {group: 'x-${{ github.ref }}', cancel-in-progress: false, queue: max}
      env: {A: 1, B: true, C: '${{ secrets.C }}'}
      jobs:
        plan:
          runs-on: [self-hosted, '${{ vars.LABEL }}']
          outputs: {jobs: '${{ steps.plan.outputs.jobs }}'}
          steps:
            - id: plan
              run: |
                echo "jobs=[]" >>"$GITHUB_OUTPUT"
              shell: bash
        build:
          needs: plan
          if: needs.plan.outputs.jobs != '[]' && !cancelled()
          runs-on: {group: org/big, labels: linux}
          timeout-minutes: ${{ fromJSON(inputs.kind) }}
          strategy:
            fail-fast: false
            max-parallel: 2
            matrix:
              os: [a, b]
              include: [{os: c, extra: '${{ github.sha }}'}]
          container: {image: 'x:${{ matrix.os }}', credentials: {username: u, password: '${{ secrets.P }}'}}
          services: {registry: {image: 'registry:3', ports: ['5000:5000']}}
          environment: {name: live, url: '${{ steps.b.outputs.url }}'}
          steps:
            - uses: actions/checkout@v5
              with: {ref: '${{ matrix.extra }}'}
            - {id: b, run: make, background: true}
            - {wait: b}
            - {wait-all: }
            - parallel: [{run: a}, {run: b, if: always()}]
        call:
          uses: ./.github/workflows/other.yml
          with: {count: 1}
          secrets: inherit
          needs: [plan, Build]
      """
    #expect(places(text) == [])
  }

  @Test(arguments: [
    ("    step: []\n", "5:5 unknownKey"), ("    steps: {}\n", "5:12 wrongShape"),
    ("    steps:\n      - rnu: a\n", "6:9 unknownKey|6:9 missingKey"),
    ("    steps:\n      - run: a\n        with: {a: b}\n", "7:9 unknownKey"),
    ("    timeout-minutes: long\n", "5:22 wrongValue"),
    ("    Steps: []\n    steps: []\n", "5:5 unknownKey"),
    ("    env: {A: 1, a: 2}\n", "5:17 repeatedKey"),
    ("    concurrency: {cancel-in-progress: true}\n", "5:19 missingKey"),
    ("    permissions: {content: read}\n", "5:19 unknownKey"),
    ("    permissions: {id-token: read}\n", "5:29 wrongValue"),
    ("    permissions: write\n", "5:18 wrongValue"), ("    needs: ''\n", "5:12 wrongValue"),
    ("    uses: a/b/c.yml@v1\n", "5:5 unknownKey"), ("    if: true &\n", "5:9 invalidExpression"),
    ("    if: matrix.x == 1\n", "5:9 invalidExpression"),
    ("    needs: ${{ github.job }}\n", "5:12 expressionNotAllowed"),
    ("    name: ${{ secrets.A }}\n", "5:11 invalidExpression"),
    ("    env: {A: '${{ env.B }}'}\n", "5:14 invalidExpression"),
    ("    continue-on-error: 'true'\n", "5:24 wrongValue"), ("    container: {}\n", ""),
    ("    steps:\n      - run: |\n          a\n          b ${{ x. }}\n", "8:17 invalidExpression"),
  ])
  func pointsWhereGitHubPoints(_ lines: String, _ expected: String) {
    #expect(places(job(lines)).joined(separator: "|") == expected)
  }

  @Test(arguments: [
    ("", ""), ("{}\n", "1:1 missingKey|1:1 missingKey"), ("[]\n", "1:1 wrongShape"),
    ("on: push\n", "1:1 missingKey"), ("on: pusch\njobs: {a: {uses: a/b/c@v}}\n", "1:5 wrongValue"),
    ("on: [push, {}]\njobs: {a: {uses: a/b/c@v}}\n", "1:12 wrongShape"),
    ("on: {push: {branch: x}}\njobs: {a: {uses: a/b/c@v}}\n", "1:13 unknownKey"),
    ("on: {pull_request: {types: [open]}}\njobs: {a: {uses: a/b/c@v}}\n", "1:29 wrongValue"),
    ("on: {push: {}, schedule: [{}]}\njobs: {a: {uses: a/b/c@v}}\n", "1:27 missingKey"),
    ("on: push\njobs: {}\n", "2:7 invalidNeeds"), ("on: push\njobs: {a: }\n", "2:10 wrongValue"),
    ("on: push\nname: ${{ github.ref }}\njobs: {a: {uses: a/b/c@v}}\n", "2:7 expressionNotAllowed"),
    ("on: {workflow_call: {inputs: , secrets: }}\njobs: {a: {uses: a/b/c@v}}\n", ""),
  ])
  func knowsTheTopOfAFile(_ text: String, _ expected: String) {
    #expect(places(text).joined(separator: "|") == expected)
  }

  @Test func survivesAnyShape() {
    let parts = [
      "on", "jobs", ":", " ", "\n", "-", "[", "]", "{", "}", "${{", "}}", "'", "if", "a", "|",
    ]
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let text = (0..<30).map { _ in parts[Int.random(in: 0..<parts.count, using: &generator)] }
      _ = places(text.joined())
    }
  }
}

/// What is said of a workflow, in words.
func messages(_ text: String) -> [String] {
  schemaProblems(of: YAMLDocument(parsing: SourceFile(name: "w.yml", text: text))).map(\.message)
}
