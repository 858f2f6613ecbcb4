import Expressions
import SourceText
import YAML

/// A `concurrency` of a workflow or of a job.
struct ConcurrencyGroup {
  /// The whole of it.
  let node: Node
  /// What names the group.
  let name: Node
  /// The parts of the name, with the expressions in them read.
  private let parts: [Part]

  private enum Part {
    case text(String)
    case expression(ExpressionNode, String)
  }

  /// Reads one; `nil` when there is none or its name cannot be read.
  init?(_ node: Node?) {
    guard let node, let name = node.kind == .scalar ? node : node["group"],
      let text = name.plainText, !text.isEmpty,
      let template = try? ExpressionTemplate(parsing: text)
    else { return nil }
    self.node = node
    self.name = name
    var parts: [Part] = []
    for part in template.parts {
      switch part {
      case .text(let text): parts.append(.text(text.lowercased()))
      case .expression(let content, _):
        guard let expression = try? ExpressionNode(parsing: content) else { return nil }
        parts.append(.expression(expression, content.lowercased().filter { !$0.isWhitespace }))
      }
    }
    self.parts = parts
  }

  /// What decides whether a newer run ends a running one.
  var cancels: Node? { node["cancel-in-progress"] }

  /// Whether a newer run always ends a running one.
  var alwaysCancels: Bool { cancels?.plainText?.filter { !$0.isWhitespace } == "true" }

  /// Whether more than one may wait: with `queue: max`.
  var hasQueue: Bool { node["queue"].map { $0.text != "single" } ?? false }

  /// The group as a text that is the same for the same group in one run, in lower case, since GitHub
  /// does not tell names by case.
  ///
  /// - Parameter workflow: What `github.workflow` stands for: the caller's name in a called workflow.
  func key(workflow: String) -> String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .expression(let node, let text):
        node.path == ["github", "workflow"] ? workflow.lowercased() : "${{" + text + "}}"
      }
    }.joined()
  }

  /// Whether an expression of it reads a context, or a value of one, anywhere.
  func reads(_ path: String...) -> Bool {
    parts.contains { part in
      guard case .expression(let node, _) = part else { return false }
      return node.contains { $0.path?.starts(with: path) ?? false }
    }
  }

  /// Whether a value of a context is a part of it, also as what is left when others are empty.
  func interpolates(_ path: String...) -> Bool {
    parts.contains { part in
      guard case .expression(let node, _) = part else { return false }
      if case .or(let terms) = node.kind, terms.allSatisfy({ $0.path != nil }) {
        return terms.last?.path == path
      }
      return node.path == path
    }
  }

  /// Whether it is the same for all runs of the repository: text and the name of the workflow alone.
  var isConstant: Bool {
    parts.allSatisfy { part in
      switch part {
      case .text: true
      case .expression(let node, _):
        [["github", "workflow"], ["github", "repository"], ["github", "job"]].contains(node.path)
      }
    }
  }

  /// Whether every expression reads `github` alone, so that equal texts are equal groups in one run.
  var isOfTheRun: Bool {
    parts.allSatisfy { part in
      guard case .expression(let node, _) = part else { return true }
      return !node.contains { inner in
        if case .context(let name) = inner.kind { name.lowercased() != "github" } else { false }
      }
    }
  }

  /// Whether it is another one in each run, or for each commit.
  var isPerRun: Bool {
    reads("github", "run_id") || reads("github", "run_number") || reads("github", "sha")
      || reads("github", "event", "workflow_run", "id")
      || reads("github", "event", "workflow_run", "head_sha")
      || reads("github", "event", "after") || reads("github", "event", "head_commit")
  }
}

extension WorkflowFile {
  /// The group of its runs.
  var concurrency: ConcurrencyGroup? { ConcurrencyGroup(document.root?["concurrency"]) }
}

extension Job {
  /// The group of the job alone.
  var concurrency: ConcurrencyGroup? { ConcurrencyGroup(body["concurrency"]) }
}
