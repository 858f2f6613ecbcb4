import Expressions
import SourceText
import YAML

/// The `if` of a job or of a step, read.
struct Gate: Sendable {
  /// Where it is written.
  let node: Node
  /// The condition as it is written, without the `success()` that GitHub adds.
  let expression: ExpressionNode
  /// Where the condition starts in the scalar, in bytes.
  private let start: Int
  /// Whether GitHub adds no `success()`, because a status function is called.
  let asksForStatus: Bool

  /// The `if` of a job or a step; `nil` without one, and for one that is no single expression.
  init?(of body: Node) {
    guard let node = body["if"], let text = node.text,
      let template = try? ExpressionTemplate(parsing: text)
    else { return nil }
    var content = text
    start = template.start ?? 0
    if template.hasExpressions {
      guard template.isSingle, case .expression(let inner, _) = template.parts[0] else {
        return nil
      }
      content = inner
    }
    guard let expression = try? ExpressionNode(parsing: content) else { return nil }
    self.node = node
    self.expression = expression
    asksForStatus = expression.asksForStatus
  }

  /// Where a part of the condition stands.
  func location(_ part: ExpressionNode, in file: SourceFile) -> SourceLocation {
    let range = start + part.range.start..<start + part.range.end
    return SourceLocation(file, ScalarPlaces(of: node, in: file).range(range))
  }

  /// Whether it is only met when everything before has succeeded: no status function is called, or
  /// success() is one of the parts that must hold.
  var requiresSuccess: Bool {
    func isSuccess(_ node: ExpressionNode) -> Bool {
      switch node.kind {
      case .call(let name, let arguments): name.lowercased() == "success" && arguments.isEmpty
      case .and(let terms): terms.contains(where: isSuccess)
      default: false
      }
    }
    return !asksForStatus || isSuccess(expression)
  }

  /// Whether it reads how something ended: the result of a job, or the outcome of a step.
  var readsResults: Bool {
    expression.contains { node in
      guard let last = node.lastName else { return false }
      return ["result", "outcome", "conclusion", "status"].contains(last)
    }
  }
}

extension Job {
  /// Whether it is certain that it only starts when every job before has succeeded.
  var startsAfterSuccess: Bool {
    guard body["if"] != nil else { return true }
    return Gate(of: body)?.requiresSuccess ?? false
  }
}

extension ExpressionTemplate {
  /// Where its first expression starts, in bytes of the scalar; `nil` without one.
  fileprivate var start: Int? {
    for case .expression(_, let range) in parts { return range.start }
    return nil
  }
}

extension ExpressionNode {
  /// Every node, the outer ones first.
  var nodes: [ExpressionNode] {
    var found: [ExpressionNode] = []
    var waiting = [self]
    while let node = waiting.popLast() {
      found.append(node)
      waiting += node.children.reversed()
    }
    return found
  }

  /// The name after the last dot, in lower case.
  var lastName: String? {
    guard case .index(_, let index) = kind, case .literal(.string(let name)) = index.kind else {
      return nil
    }
    return name.lowercased()
  }

  /// Whether it is `needs.*.result`.
  var isEveryResult: Bool {
    guard lastName == "result", case .index(let value, _) = kind, case .all(let needs) = value.kind
    else { return false }
    return needs.path == ["needs"]
  }

  /// The text that is written out here.
  var literalText: String? {
    if case .literal(.string(let text)) = kind { text } else { nil }
  }
}
