import SourceText
import WorkflowSchema

extension Rule {
  /// Finds keys that differ from an earlier one in case alone.
  static let repeatedKey = Rule(
    id: "repeated-key",
    summary: "A key is there already, in other letters.",
    rationale: """
      GitHub compares keys without regard to case and refuses a file that has one twice.
      """,
    source:
      "https://github.com/actions/languageservices/blob/main/workflow-parser/src/workflow-v1.0.json",
    severity: .error,
    category: .syntax,
    fixes: .never,
    example: Example(
      "two spellings of a job",
      bad: """
        on: push
        jobs:
          test: {runs-on: ubuntu-24.04, steps: [{run: make}]}
          ⟦Test⟧: {runs-on: ubuntu-24.04, steps: [{run: make}]}
        """,
      good: """
        on: push
        jobs:
          test: {runs-on: ubuntu-24.04, steps: [{run: make}]}
          test-again: {runs-on: ubuntu-24.04, steps: [{run: make}]}
        """),
    check: .schema(.repeatedKey))
}
