import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds comparisons with a value that no combination of the matrix has.
  static let impossibleMatrixComparison = Rule(
    id: "impossible-matrix-comparison",
    summary: "A value of the matrix is compared with one that it never has.",
    rationale: """
      A comparison with a value that is in no combination of the matrix is the same in every job: \
      a step that waits for it never runs, and one that excepts it excepts nothing. Most often the \
      value was renamed or removed in the matrix alone.
      """,
    source:
      "https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations",
    severity: .warning,
    category: .paths,
    fixes: .never,
    example: Example(
      "a step for an image that was renamed",
      bad: """
        on: push
        jobs:
          images:
            strategy:
              matrix:
                image: [api, batch]
            runs-on: ubuntu-24.04
            steps:
              - run: make ${{ matrix.image }}
              - if: ⟦matrix.image == 'worker'⟧
                run: make model
        """,
      good: """
        on: push
        jobs:
          images:
            strategy:
              matrix:
                image: [api, batch]
            runs-on: ubuntu-24.04
            steps:
              - run: make ${{ matrix.image }}
              - if: matrix.image == 'batch'
                run: make model
        """),
    check: .workflow { workflow, _ in
      workflow.jobs.flatMap { job -> [Finding] in
        // The workflow that GitHub proposes for CodeQL holds comparisons for every language.
        guard job.body["strategy"]?["matrix"]?.kind == .mapping,
          !job.steps.contains(where: { $0.action?.hasPrefix("github/codeql-action") ?? false })
        else { return [] }
        let legs = MatrixLeg.all(of: job)
        guard !legs.isEmpty, legs.allSatisfy({ $0.values != nil }) else { return [] }
        return job.body.entries.flatMap { entry -> [Finding] in
          entry.key.hasText("strategy") ? [] : findings(in: entry.value, legs, workflow)
        }
      }
    })
}

private func findings(in node: Node, _ legs: [MatrixLeg], _ workflow: WorkflowFile) -> [Finding] {
  workflow.expressions(in: node).flatMap { found in
    found.comparisons.compactMap { node, path, wanted, isEqual in
      guard let values = values(of: path, in: legs), !values.isEmpty,
        !values.contains(where: { isSame($0, wanted) })
      else { return nil }
      let name = path.joined(separator: ".")
      let names = Set(values).sorted()
      let closest = closestSpelling(of: wanted, among: names)
      let some = names.prefix(6).map { "'\($0)'" }.joined(separator: ", ")
      return Finding(
        "'\(name)' is never '\(wanted)' in this matrix, so this is \(isEqual ? "never" : "always") true",
        at: SourceLocation(workflow.file, found.range(of: node)),
        help: closest.map { "did you mean '\($0)'?" }
          ?? "it is \(some)\(names.count > 6 ? ", …" : "")")
    }
  }
}

extension FoundExpression {
  /// The comparisons of a value of the matrix with a text.
  fileprivate var comparisons:
    [(node: ExpressionNode, path: [String], wanted: String, isEqual: Bool)]
  {
    all { if case .compare = $0.kind { true } else { false } }.compactMap { node in
      guard case .compare(let left, let kind, let right) = node.kind,
        kind == .equal || kind == .notEqual
      else { return nil }
      for (one, other) in [(left, right), (right, left)] {
        guard let path = one.path, path.first == "matrix", path.count > 1,
          case .literal(.string(let wanted)) = other.kind, !wanted.isEmpty
        else { continue }
        return (node, path, wanted, kind == .equal)
      }
      return nil
    }
  }
}

/// The texts that a value of the matrix has; `nil` when one is not known, and when no combination
/// has it at all.
private func values(of path: [String], in legs: [MatrixLeg]) -> [String]? {
  var found: [String] = []
  for leg in legs {
    var node = leg.values?.first { $0.key.lowercased() == path[1] }?.value
    for name in path.dropFirst(2) {
      guard let present = node else { break }
      guard present.kind == .mapping else { return nil }
      node = present.entries.first { $0.key.text?.lowercased() == name }?.value
    }
    guard let node else { continue }
    guard let text = node.plainText, !text.contains("${{") else { return nil }
    found.append(text)
  }
  return found.isEmpty ? nil : found
}

/// Whether two texts are equal as GitHub compares them, numbers included.
private func isSame(_ one: String, _ other: String) -> Bool {
  if one.lowercased() == other.lowercased() { return true }
  if let first = Double(one), let second = Double(other) { return first == second }
  return false
}
