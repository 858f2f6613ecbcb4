internal import Expressions
internal import SourceText
public import YAML

/// What GitHub's parser refuses in a workflow file, in the order of the file.
///
/// A file that is not YAML has no problems here: reading it has reported them.
///
/// - Parameter outputs: what the workflows and actions that it uses give back, as far as known.
public func schemaProblems(
  of document: YAMLDocument, outputs: KnownOutputs = KnownOutputs()
) -> [SchemaProblem] {
  guard let root = document.root else { return [] }
  var reader = SchemaReader(file: document.file)
  reader.read(root, .workflow)
  let checked = WorkflowCheck.all.flatMap { $0(root, document.file, outputs) }
  return (reader.problems + checked).sorted { $0.range < $1.range }
}

/// The names of what workflows and actions give back, each by what a `uses` says.
public struct KnownOutputs: Sendable {
  /// Those of one that is not here are not known.
  public var names: [String: [String]]

  /// Creates it; by default nothing is known.
  public init(_ names: [String: [String]] = [:]) {
    self.names = names
  }
}

/// Walks a file along the schema.
///
/// Source of what is checked, and of where the problems are placed: actions/languageservices,
/// `workflow-parser/src/templates/template-reader.ts`.
struct SchemaReader {
  let file: SourceFile
  var problems: [SchemaProblem] = []
  private(set) var path: [String] = []
  /// Which expressions may stand here; `nil` where none may.
  private(set) var place: ExpressionPlace?

  init(file: SourceFile) { self.file = file }

  mutating func read(_ node: Node, _ type: SchemaType) {
    switch type {
    case .any: readFreely(node)
    case .steps: read(node, .stepList)
    case .expressions(let inner, let type):
      let outer = place
      place = inner
      read(node, type)
      place = outer
    default:
      switch node.kind {
      case .scalar: readScalar(node, type)
      case .sequence: readList(node, type)
      case .mapping: readMapping(node, type)
      }
    }
  }

  private mutating func readList(_ node: Node, _ type: SchemaType) {
    guard let item = type.item else {
      report(.wrongShape, "a list cannot stand here, but \(type.expectation)", at: node.range)
      return
    }
    for element in node.items { read(element, item) }
  }

  private mutating func readMapping(_ node: Node, _ type: SchemaType) {
    var candidates = type.mappings
    guard !candidates.isEmpty else {
      report(.wrongShape, "a mapping cannot stand here, but \(type.expectation)", at: node.range)
      return
    }
    let all = candidates
    var seen: [String: Node] = [:]
    var hasExpressionKey = false
    var hasUnknownKey = false
    for entry in node.entries {
      guard let key = name(of: entry.key) else {
        hasExpressionKey = true
        continue
      }
      if let first = seen[key.uppercased()] {
        // The same key twice is no YAML, and has been reported.
        guard first.text != entry.key.text else { continue }
        report(
          .repeatedKey, "'\(key)' is there already, as '\(first.text ?? "")': case does not count",
          at: entry.key.range)
        continue
      }
      // Mostly one is left, and nothing has to be copied.
      let matching =
        candidates.count == 1 && candidates[0].keys[key] != nil
        ? candidates : candidates.filter { $0.keys[key] != nil }
      if let value = matching.first?.keys[key] {
        candidates = matching
        seen[key.uppercased()] = entry.key
        descend(to: key) { $0.read(entry.value, value) }
      } else if let value = candidates[0].others {
        seen[key.uppercased()] = entry.key
        checkFilled(entry.key)
        descend(to: key) { $0.read(entry.value, value) }
      } else {
        hasUnknownKey = true
        reportUnknown(key, entry.key, candidates, among: all)
      }
    }
    checkRequired(node, candidates, seen, isOpen: hasExpressionKey, hasUnknownKey: hasUnknownKey)
  }

  private mutating func checkRequired(
    _ node: Node, _ candidates: [SchemaMapping], _ seen: [String: Node], isOpen: Bool,
    hasUnknownKey: Bool
  ) {
    guard !isOpen else { return }
    if candidates.count > 1 {
      let choices = Set(candidates.flatMap(\.required)).sorted().map { "'\($0)'" }
      report(
        .missingKey, "one of \(choices.joined(separator: ", ")) is missing",
        at: node.range.start(of: node))
      return
    }
    for key in candidates[0].required.sorted() where seen[key.uppercased()] == nil {
      report(.missingKey, "'\(key)' is missing", at: node.range.start(of: node))
    }
  }

  private mutating func reportUnknown(
    _ key: String, _ node: Node, _ candidates: [SchemaMapping], among all: [SchemaMapping]
  ) {
    let known = Set(candidates.flatMap(\.keys.keys)).sorted()
    let isElsewhere = all.contains { $0.keys[key] != nil }
    let message =
      isElsewhere
      ? "'\(key)' does not go with the keys before it" : "GitHub knows no key '\(key)' here"
    let meant = closestSpelling(of: key, among: known)
    report(
      .unknownKey, message, at: node.range,
      help: meant.map { "did you mean '\($0)'?" }
        ?? "known are " + known.joined(separator: ", "))
  }

  /// The text of a key; `nil` for one that is an expression or no scalar.
  private mutating func name(of key: Node) -> String? {
    guard let text = key.text else {
      report(.wrongShape, "a key must be a text", at: key.range)
      return nil
    }
    guard text.holdsExpression else { return text }
    if place == nil {
      report(
        .expressionNotAllowed, "GitHub evaluates no expression in this key", at: key.range)
    } else {
      checkExpressions(of: key)
    }
    return nil
  }

  private mutating func checkFilled(_ key: Node) {
    if key.text?.isEmpty ?? true { report(.wrongValue, "a key must not be empty", at: key.range) }
  }

  private mutating func descend(to key: String, _ body: (inout SchemaReader) -> Void) {
    path.append(key)
    body(&self)
    path.removeLast()
  }

  /// Looks for expressions in what has no form of its own.
  private mutating func readFreely(_ node: Node) {
    switch node.kind {
    case .scalar: readScalar(node, .text)
    case .sequence: for item in node.items { readFreely(item) }
    case .mapping:
      for entry in node.entries {
        readFreely(entry.key)
        readFreely(entry.value)
      }
    }
  }

  mutating func report(
    _ kind: SchemaProblem.Kind, _ message: String, at range: SourceRange, help: String? = nil,
    severity: Severity = .error
  ) {
    var problem = SchemaProblem(kind, message, at: range, help: help, path: path)
    problem.severity = severity == .error && isPassedOver(kind) ? .warning : severity
    problems.append(problem)
  }
}

extension SchemaReader {
  /// Whether GitHub starts the workflow all the same and only takes no notice of what is wrong.
  ///
  /// By the schema it refuses the file, yet repositories in use have such filters of events. What
  /// `workflow_call` and `workflow_dispatch` define is read by the parser itself.
  fileprivate func isPassedOver(_ kind: SchemaProblem.Kind) -> Bool {
    guard path.first == "on", [.unknownKey, .wrongShape, .wrongValue].contains(kind),
      !["workflow_call", "workflow_dispatch", "schedule"].contains(path.dropFirst().first)
    else { return false }
    return path.count == 2 || path.dropFirst(2).first == "types"
  }
}

extension SourceRange {
  /// The first key of a mapping, as a place for what is missing in it.
  fileprivate func start(of node: Node) -> SourceRange {
    node.entries.first?.key.range ?? self
  }
}
