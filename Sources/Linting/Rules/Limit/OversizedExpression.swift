import SourceText
import YAML

extension Rule {
  /// Finds texts with expressions that are too long for GitHub to read.
  static let oversizedExpression = Rule(
    id: "oversized-expression",
    summary: "A text with expressions is longer than GitHub takes.",
    rationale: """
      A text with `${{ }}` in it, such as a whole script, is one expression for GitHub, and that may \
      have 21,000 characters. A longer one makes the whole file invalid: no job of it starts.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsrun",
    severity: .error,
    category: .limit,
    fixes: .never,
    example: Example(
      "a long script",
      bad: """
        on: push
        jobs:
          build:
            runs-on: ubuntu-24.04
            steps:
              - ⟦run⟧: |
                  make IMAGE=${{ github.repository }}
                  : \(String(repeating: "-", count: 21_000))
        """,
      good: """
        on: push
        jobs:
          build:
            runs-on: ubuntu-24.04
            steps:
              - env: {IMAGE: "${{ github.repository }}"}
                run: |
                  make IMAGE=$IMAGE
                  : \(String(repeating: "-", count: 20_000))
        """),
    check: .workflow { workflow, _ in
      guard workflow.file.bytes.count > mostCharacters, let root = workflow.document.root else {
        return []
      }
      var found: [Finding] = []
      var waiting: [(key: Node?, node: Node)] = [(nil, root)]
      while let (key, node) = waiting.popLast() {
        guard node.alias == nil else { continue }
        waiting += node.items.map { (key, $0) }
        waiting += node.entries.map { ($0.key, $0.value) }
        guard let bytes = node.utf8, bytes.count > mostCharacters, bytes.holds("${{") else {
          continue
        }
        let count = String(decoding: bytes, as: UTF8.self).utf16.count
        guard count > mostCharacters else { continue }
        found.append(
          Finding(
            "this text has \(count) characters and an expression in it, and GitHub reads at most "
              + "\(mostCharacters): the whole file is invalid",
            at: workflow.location(key ?? node),
            help: "hand values over by 'env' and leave expressions out, or move the script into a "
              + "file"))
      }
      return found.sorted { $0.location.range < $1.location.range }
    })
}

/// The longest text with expressions that GitHub reads, in characters.
private let mostCharacters = 21_000
