import Expressions
import SourceText
import YAML

/// The expressions of one job, wherever in it.
struct JobExpressions {
  /// One name that an expression reads.
  struct Read {
    /// The path of names in lower case, such as `needs`, `build`, `outputs`, `digest`; `*` for all.
    var path: [String]
    /// Where it stands.
    var location: SourceLocation
    /// The position of the step that reads it; `nil` for the job itself.
    var step: Int?
    /// Whether it is read when all steps are done.
    var isLate: Bool
  }

  private let job: Job
  private let workflow: WorkflowFile

  init(of job: Job, in workflow: WorkflowFile) {
    self.job = job
    self.workflow = workflow
  }

  /// What is read of a context, in the order of the file: the longest paths.
  func reads(of context: StaticString) -> [Read] {
    var reads: [Read] = []
    for entry in job.body.entries where !entry.key.hasText("steps") {
      let isLate = entry.key.hasText("outputs") || entry.key.hasText("environment")
      collect(
        entry.value, context, step: nil, isLate: isLate, isCondition: entry.key.hasText("if"),
        into: &reads)
    }
    for (position, step) in job.steps.enumerated() {
      for entry in step.body.entries {
        collect(
          entry.value, context, step: position, isLate: false,
          isCondition: entry.key.hasText("if"), into: &reads)
      }
    }
    return reads
  }

  private func collect(
    _ node: Node, _ context: StaticString, step: Int?, isLate: Bool, isCondition: Bool,
    into reads: inout [Read]
  ) {
    switch node.kind {
    case .sequence:
      for item in node.items {
        collect(item, context, step: step, isLate: isLate, isCondition: false, into: &reads)
      }
    case .mapping:
      for entry in node.entries {
        collect(entry.value, context, step: step, isLate: isLate, isCondition: false, into: &reads)
      }
    case .scalar:
      guard let bytes = node.utf8, isCondition || bytes.holds("${{"), bytes.holds(context),
        let template = try? ExpressionTemplate(parsing: String(decoding: bytes, as: UTF8.self))
      else { return }
      var parts: [(String, Int)] = []
      for case .expression(let text, let range) in template.parts {
        parts.append((text, range.start))
      }
      if parts.isEmpty, isCondition, case .text(let text)? = template.parts.first {
        parts.append((text, 0))
      }
      for (text, start) in parts {
        guard let expression = try? ExpressionNode(parsing: text) else { continue }
        let places = ScalarPlaces(of: node, in: workflow.file)
        visit(expression, "\(context)") { path, range in
          let place = places.range(start + range.start..<start + range.end)
          reads.append(
            Read(
              path: path, location: SourceLocation(workflow.file, place), step: step,
              isLate: isLate))
        }
      }
    }
  }

  private func visit(
    _ node: ExpressionNode, _ context: String, _ take: ([String], SourceRange) -> Void
  ) {
    if let path = node.pathWithStars {
      if path[0] == context, path.count > 1 { take(path, node.range) }
      return
    }
    for child in node.children { visit(child, context, take) }
  }
}

extension ExpressionNode {
  /// The path of names, with `*` where it goes on from all values.
  fileprivate var pathWithStars: [String]? {
    switch kind {
    case .all(let value): value.pathWithStars.map { $0 + ["*"] }
    case .index(let value, let index):
      index.literalText.flatMap { name in value.pathWithStars.map { $0 + [name.lowercased()] } }
    default: path
    }
  }
}
