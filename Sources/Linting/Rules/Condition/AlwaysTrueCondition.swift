import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds conditions that are met whatever their expression gives.
  static let alwaysTrueCondition = Rule(
    id: "always-true-condition",
    summary: "A condition is a text around an expression, and a text is true.",
    rationale: """
      When anything stands around '${{ }}', and be it the line break at the end of a block, GitHub \
      puts the value into that text. A text that is not empty is true, so the job or step runs in \
      every run.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#literals",
    severity: .error,
    category: .condition,
    fixes: .sometimes,
    example: Example(
      "a block that keeps its line break",
      bad: """
        on: push
        jobs:
          image:
            if: ⟦|
              ${{ github.ref_type == 'tag' }}⟧
            runs-on: ubuntu-24.04
            steps: [{run: make image}]
        """,
      good: """
        on: push
        jobs:
          image:
            if: |-
              ${{ github.ref_type == 'tag' }}
            runs-on: ubuntu-24.04
            steps: [{run: make image}]
        """),
    more: [
      Example(
        "half a condition in braces",
        bad: """
          on: push
          jobs:
            image:
              if: ⟦${{ github.ref_type == 'tag' }} && github.actor != 'bot'⟧
              runs-on: ubuntu-24.04
              steps: [{run: make image}]
          """,
        good: """
          on: push
          jobs:
            image:
              if: ${{ github.ref_type == 'tag' && github.actor != 'bot' }}
              runs-on: ubuntu-24.04
              steps: [{run: make image}]
          """)
    ],
    check: .workflow { workflow, _ in
      let bodies = workflow.jobs.flatMap { [$0.body] + $0.steps.map(\.body) }
      return bodies.compactMap { body in
        guard let node = body["if"], let text = node.text,
          let template = try? ExpressionTemplate(parsing: text), template.hasExpressions,
          !template.isSingle
        else { return nil }
        let isLineBreak =
          (node.style == .literal || node.style == .folded)
          && (try? ExpressionTemplate(parsing: text.trimmed))?.isSingle == true
        return Finding(
          isLineBreak
            ? "the line break at the end stands outside of '${{ }}', so this is a text and always true"
            : "there is text around '${{ }}', so this is a text and always true",
          at: workflow.location(node),
          help: isLineBreak
            ? nil : "put the whole condition into one '${{ }}', or leave the braces out",
          fixes: isLineBreak ? fix(node, in: workflow.file) : [])
      }
    })
}

/// Lets a block end without its line break.
private func fix(_ node: Node, in file: SourceFile) -> [Fix] {
  let indicator = node.range.start + 1
  guard indicator < file.bytes.count, node.alias == nil,
    file.bytes[indicator] == UInt8(ascii: "\n") || file.bytes[indicator] == UInt8(ascii: "+")
  else { return [] }
  let isKept = file.bytes[indicator] == UInt8(ascii: "+")
  return [
    Fix(
      "Leave the line break out", .unsafe,
      [Edit(SourceRange(indicator, indicator + (isKept ? 1 : 0)), "-")])
  ]
}

extension String {
  /// The text without white space at its ends.
  fileprivate var trimmed: String {
    let start = drop { $0.isWhitespace }
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...end])
  }
}
