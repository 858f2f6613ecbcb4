import SourceText
import Testing
import YAML

@Suite("Writing")
struct WritingTests {
  @Test func writesWhatAPersonWould() {
    let workflow: YAMLValue = [
      "name": "Build",
      "on": YAMLValue.mapping([
        ("push", ["branches": YAMLValue.strings(["main"]).flow()]),
        ("workflow_dispatch", .null),
      ]).afterBlankLine(),
      "permissions": [:],
      "jobs": YAMLValue.mapping([
        (
          "build",
          [
            "runs-on": "ubuntu-24.04",
            "timeout-minutes": 30,
            "if": "${{ github.ref == 'refs/heads/main' }}",
            "steps": [
              YAMLValue.mapping([("uses", YAMLValue("actions/checkout@abc").commented("v7.0.1"))])
                .preceded(by: "The sources"),
              YAMLValue.mapping([("name", "Build"), ("run", "make\nmake test\n")])
                .afterBlankLine(),
              ["run": "echo on", "env": ["A": "on", "B": "1.10", "C": "it's: b"]],
            ],
          ]
        )
      ]).afterBlankLine(),
    ]
    let text = YAMLWriter.write(workflow, header: ["Made from wfgen.yml"])
    #expect(
      text == """
        # Made from wfgen.yml
        name: Build

        on:
          push:
            branches: [main]
          workflow_dispatch:
        permissions: {}

        jobs:
          build:
            runs-on: ubuntu-24.04
            timeout-minutes: 30
            if: ${{ github.ref == 'refs/heads/main' }}
            steps:
              # The sources
              - uses: actions/checkout@abc  # v7.0.1

              - name: Build
                run: |
                  make
                  make test
              - run: echo on
                env:
                  A: 'on'
                  B: '1.10'
                  C: 'it''s: b'

        """)
  }
}
