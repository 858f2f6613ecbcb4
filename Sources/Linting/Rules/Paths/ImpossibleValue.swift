import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds comparisons with a value that no combination of the matrix has.
  static let impossibleValue = Rule(
    id: "impossible-value",
    summary: "A value of a matrix, or a choice, is compared with one that it never has.",
    rationale: """
      A comparison with a value that is in no combination of the matrix, or is none of the options \
      of an input, is the same in every run: what waits for it never runs, and what excepts it \
      excepts nothing. Most often the value was renamed or removed in one of the two places.
      """,
    source:
      "https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations",
    severity: .warning,
    category: .paths,
    fixes: .never,
    yieldsTo: ["gate-never-met", "impossible-comparison"],
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
    more: [
      Example(
        "a choice that is not offered",
        bad: """
          on:
            workflow_dispatch:
              inputs:
                image: {type: choice, options: [api, batch]}
          jobs:
            worker:
              if: ⟦inputs.image == 'worker'⟧
              runs-on: ubuntu-24.04
              steps: [{run: make worker}]
          """,
        good: """
          on:
            workflow_dispatch:
              inputs:
                image: {type: choice, options: [api, batch, worker]}
          jobs:
            worker:
              if: inputs.image == 'worker'
              runs-on: ubuntu-24.04
              steps: [{run: make worker}]
          """)
    ],
    check: .workflow { workflow, _ in
      let choices = workflow.choices
      let bytes = workflow.file.bytes[...]
      guard bytes.holds("==") || bytes.holds("!="), !choices.isEmpty || bytes.holds("matrix") else {
        return []
      }
      return workflow.jobs.flatMap { job -> [Finding] in
        // The workflow that GitHub proposes for CodeQL holds comparisons for every language.
        guard !job.steps.contains(where: { $0.action?.hasPrefix("github/codeql-action") ?? false })
        else { return [] }
        var legs: [MatrixLeg]?
        return workflow.expressions(of: job.body).flatMap {
          $0.comparisons(in: workflow.file)
        }.compactMap { comparison in
          let path = comparison.path
          let values: [String]?
          if path[0] == "matrix" {
            let all = legs ?? MatrixLeg.all(of: job)
            legs = all
            values = texts(of: path, in: all)
          } else {
            values = choices[path.last ?? ""]
          }
          return values.flatMap { finding(about: comparison, $0, workflow) }
        }
      }
    })
}

private func finding(
  about comparison: Comparison, _ values: [String], _ workflow: WorkflowFile
) -> Finding? {
  guard !values.contains(where: { isSame($0, comparison.wanted) }) else { return nil }
  let names = Set(values).sorted()
  let closest = closestSpelling(of: comparison.wanted, among: names)
  let some = names.prefix(6).map { "'\($0)'" }.joined(separator: ", ")
  return Finding(
    "'\(comparison.path.joined(separator: "."))' is never '\(comparison.wanted)' here, so this is "
      + "\(comparison.isEqual ? "never" : "always") true",
    at: SourceLocation(workflow.file, comparison.range),
    help: closest.map { "did you mean '\($0)'?" }
      ?? "it is \(some)\(names.count > 6 ? ", …" : "")")
}

/// A value of the matrix or an input compared with a text.
private struct Comparison {
  /// The names down to the value, in lower case.
  var path: [String]
  /// The text.
  var wanted: String
  /// Whether it asks for equality.
  var isEqual: Bool
  /// Where it is written.
  var range: SourceRange
}

extension PlacedExpression {
  /// The comparisons of a value of the matrix or an input with a text.
  fileprivate func comparisons(in file: SourceFile) -> [Comparison] {
    node.outermost { if case .compare = $0.kind { true } else { false } }.compactMap { node in
      guard case .compare(let left, let kind, let right) = node.kind,
        kind == .equal || kind == .notEqual
      else { return nil }
      for (one, other) in [(left, right), (right, left)] {
        guard let path = one.path,
          path.first == "matrix" && path.count > 1 || path.first == "inputs" && path.count == 2
            || path.starts(with: ["github", "event", "inputs"]) && path.count == 4,
          case .literal(.string(let wanted)) = other.kind, !wanted.isEmpty
        else { continue }
        return Comparison(
          path: path, wanted: wanted, isEqual: kind == .equal, range: range(of: node, in: file))
      }
      return nil
    }
  }
}

extension WorkflowFile {
  /// The options of inputs that are chosen by hand, by their names in lower case; those that a
  /// caller may give too are left out.
  fileprivate var choices: [String: [String]] {
    var choices: [String: [String]] = [:]
    let called = triggers.first { $0.event == "workflow_call" }?.options?["inputs"]
    let inputs = triggers.first { $0.event == "workflow_dispatch" }?.options?["inputs"]
    guard let inputs else { return [:] }
    for entry in inputs.entries {
      guard let name = entry.key.text, called?[name] == nil, entry.value["type"]?.text == "choice",
        let options = entry.value["options"], options.kind == .sequence
      else { continue }
      let texts = options.items.compactMap(\.plainText)
      if texts.count == options.items.count, !texts.isEmpty { choices[name.lowercased()] = texts }
    }
    return choices
  }
}

/// The texts that a value of the matrix has; `nil` when one is not known, and when no combination
/// has it at all.
private func texts(of path: [String], in legs: [MatrixLeg]) -> [String]? {
  var found: [String] = []
  for leg in legs {
    guard let values = leg.values else { return nil }
    var node = values.first { $0.key.lowercased() == path[1] }?.value
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
