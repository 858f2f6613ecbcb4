import SourceText
import YAML

extension Rule {
  /// Finds artifacts that several jobs of a run store under one name.
  static let repeatedArtifact = Rule(
    id: "repeated-artifact",
    summary: "Every combination of a matrix stores an artifact under the same name.",
    rationale: """
      Since version 4 of `actions/upload-artifact` the name of an artifact is taken once it is \
      stored, for the whole run. The second job that uses it fails.
      """,
    source: "https://github.com/actions/upload-artifact#not-uploading-to-the-same-artifact",
    severity: .error,
    category: .limit,
    fixes: .never,
    example: Example(
      "a report of each platform",
      bad: """
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            strategy:
              matrix:
                platform: [amd64, arm64]
            steps:
              - run: make test PLATFORM=${{ matrix.platform }}
              - uses: actions/upload-artifact@v7
                with:
                  name: ⟦report⟧
                  path: report
        """,
      good: """
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            strategy:
              matrix:
                platform: [amd64, arm64]
            steps:
              - run: make test PLATFORM=${{ matrix.platform }}
              - uses: actions/upload-artifact@v7
                with:
                  name: report-${{ matrix.platform }}
                  path: report
        """),
    check: .workflow { workflow, _ in
      workflow.jobs.flatMap { job -> [Finding] in
        let legs = MatrixLeg.all(of: job)
        guard legs.count > 1 else { return [] }
        return job.steps.compactMap { step in
          guard step.action == "actions/upload-artifact", step.body["if"] == nil,
            let major = step.majorVersion, major >= 4, step.input("overwrite") == nil,
            step.input("archive") == nil
          else { return nil }
          let name = step.input("name")?.plainText ?? "artifact"
          guard !name.contains("${{") else { return nil }
          return Finding(
            "all \(legs.count) combinations of the matrix store '\(name)': the first one takes the "
              + "name, and the others fail",
            at: workflow.location(step.input("name") ?? step.body["uses"] ?? step.body),
            help: "put a value of the matrix into the name")
        }
      }
    })
}

extension Step {
  /// The first number of its action's version; `nil` where a branch or a commit stands.
  fileprivate var majorVersion: Int? {
    guard let uses = body["uses"]?.text, let at = uses.lastIndex(of: "@") else { return nil }
    let version = uses[at...].dropFirst()
    guard version.hasPrefix("v"), version.utf8.count < 12 else { return nil }
    return Int(version.dropFirst().prefix { $0 != "." })
  }
}
