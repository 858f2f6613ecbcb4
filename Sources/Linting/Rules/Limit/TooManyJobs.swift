import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds matrices that make more jobs than GitHub runs.
  static let tooManyJobs = Rule(
    id: "too-many-jobs",
    summary: "A matrix makes more than 256 jobs.",
    rationale: """
      GitHub makes at most 256 jobs of a matrix. A run with a larger one fails before any of its \
      jobs starts.
      """,
    source: "https://docs.github.com/en/actions/reference/limits",
    severity: .error,
    category: .limit,
    fixes: .never,
    example: Example(
      "every image on every platform",
      bad: """
        on: push
        jobs:
          build:
            runs-on: ubuntu-24.04
            strategy:
              ⟦matrix⟧:
                image: [\(list(1...65))]
                platform: [amd64, arm64, ppc64le, s390x]
            steps:
              - run: make ${{ matrix.image }}
        """,
      good: """
        on: push
        jobs:
          build:
            runs-on: ubuntu-24.04
            strategy:
              matrix:
                image: [\(list(1...64))]
                platform: [amd64, arm64, ppc64le, s390x]
            steps:
              - run: make ${{ matrix.image }}
        """),
    check: .workflow { workflow, _ in
      workflow.jobs.compactMap { job in
        guard let entry = job.body["strategy"]?.entry("matrix"),
          let count = MatrixSize(of: entry.value)?.least, count > MatrixLeg.limit
        else { return nil }
        return Finding(
          "this matrix makes \(count) jobs, and GitHub makes at most \(MatrixLeg.limit): the run "
            + "fails before any of them starts",
          at: workflow.location(entry.key),
          help: "split it into several workflows, or let a job do the work of several combinations")
      }
    })
}

private func list(_ numbers: ClosedRange<Int>) -> String {
  numbers.map(String.init).joined(separator: ", ")
}

/// How many jobs a matrix makes.
struct MatrixSize {
  /// The number, or the least number where rows of `include` may join combinations.
  var least: Int

  /// Counts; `nil` when the matrix is computed in the run.
  init?(of matrix: Node) {
    guard matrix.kind == .mapping else { return nil }
    var product = 1
    var hasAxes = false
    for entry in matrix.entries where !["include", "exclude"].contains(entry.key.text) {
      guard let count = Self.length(of: entry.value) else { return nil }
      hasAxes = true
      let (result, overflow) = product.multipliedReportingOverflow(by: count)
      product = overflow ? Int.max : result
    }
    var count = hasAxes ? product : 0
    if hasAxes, let exclude = matrix["exclude"] {
      guard exclude.kind == .sequence else { return nil }
      guard let excluded = Self.most(excludedBy: exclude, from: matrix) else { return nil }
      count -= min(count, excluded)
    }
    if let include = matrix["include"] {
      guard let rows = Self.length(of: include) else { return nil }
      // A row that fits existing combinations makes none of its own.
      if !hasAxes { count = rows }
    }
    least = count
  }

  /// The length of a list, also of one that is written as JSON in an expression.
  private static func length(of node: Node) -> Int? {
    if node.kind == .sequence { return node.items.count }
    guard let text = node.text, let expression = ExpressionNode(single: text),
      let value = try? expression.evaluate(in: ExpressionScope()),
      case .array(let list) = value
    else { return nil }
    return list.elements.count
  }

  /// The most combinations that the rows of `exclude` can take out.
  private static func most(excludedBy rows: Node, from matrix: Node) -> Int? {
    var sum = 0
    for row in rows.items {
      guard row.kind == .mapping else { return nil }
      var count = 1
      for entry in matrix.entries {
        guard let name = entry.key.text, name != "include", name != "exclude", row[name] == nil
        else { continue }
        guard let length = length(of: entry.value) else { return nil }
        let (product, overflow) = count.multipliedReportingOverflow(by: length)
        if overflow { return nil }
        count = product
      }
      let (total, overflow) = sum.addingReportingOverflow(count)
      if overflow { return nil }
      sum = total
    }
    return sum
  }
}
