internal import Expressions
internal import SourceText
internal import YAML

extension SchemaReader {
  /// Looks at a scalar, and at the expressions in it.
  mutating func readScalar(_ node: Node, _ type: SchemaType) {
    let text = node.text ?? ""
    let isCondition = path.last == "if"
    if text.holdsExpression || isCondition && !text.isEmpty && place != nil {
      guard place != nil else {
        // By the schema GitHub refuses it; nobody has shown that it does.
        if path.first == "jobs", path.last == "uses" { return }
        report(.expressionNotAllowed, "GitHub evaluates no expression here", at: node.range)
        return
      }
      checkExpressions(of: node)
      return
    }
    guard !type.accepts(node.value, text) else { return }
    if text.isEmpty, node.style == .plain, path.count == 3, path.first == "on", type.words.isEmpty {
      // By the schema GitHub refuses it; repositories in use show that it does not.
      report(
        .wrongValue, "nothing stands here: by GitHub's schema \(type.expectation)", at: node.range,
        severity: .info)
      return
    }
    if type.words.isEmpty {
      report(
        .wrongValue,
        (text.isEmpty ? "nothing stands here" : "'\(text.firstLine)' cannot stand here")
          + ", but \(type.expectation)", at: node.range)
    } else {
      let meant = closestSpelling(of: text, among: type.words)
      report(
        .wrongValue,
        text.isEmpty ? "nothing stands here" : "GitHub knows no '\(text.firstLine)' here",
        at: node.range,
        help: meant.map { "did you mean '\($0)'?" }
          ?? "known are " + type.words.joined(separator: ", "))
    }
  }

  /// Reads the expressions of a scalar.
  mutating func checkExpressions(of node: Node) {
    guard let place, let text = node.text else { return }
    do {
      let template = try ExpressionTemplate(parsing: text)
      if !template.hasExpressions {
        return try check(text, at: SourceRange(0, text.utf8.count), place)
      }
      for case .expression(let content, let range) in template.parts {
        try check(content, at: range, place)
      }
    } catch {
      reportInvalid(error, in: node)
    }
  }

  private func check(
    _ text: String, at range: SourceRange, _ place: ExpressionPlace
  ) throws(ExpressionError) {
    do {
      _ = try ExpressionNode(parsing: text, names: place.names)
    } catch {
      var error = error
      error.range = SourceRange(range.start + error.range.start, range.start + error.range.end)
      throw error
    }
  }

  private mutating func reportInvalid(_ error: ExpressionError, in node: Node) {
    var problem = SchemaProblem(.invalidExpression, error.message, at: node.range, path: path)
    let part = error.range.start..<error.range.end
    if let exact = ScalarPlaces(of: node, in: file).exactRange(part) {
      problem.detail = (exact, "here")
      // GitHub names the scalar; in a long block that helps nobody.
      if node.style == .literal || node.style == .folded { problem.range = exact }
    }
    problems.append(problem)
  }
}

extension String {
  /// The first line, cut where it is long.
  fileprivate var firstLine: String {
    let line = split(separator: "\n", omittingEmptySubsequences: false).first ?? ""
    return line.count > 60 ? line.prefix(59) + "…" : String(line)
  }
}

extension SchemaType {
  /// Whether a scalar without expressions is accepted.
  func accepts(_ value: Node.Value, _ text: String) -> Bool {
    switch self {
    case .any, .text: true
    case .filledText: !text.isEmpty
    case .word(let words): words.contains(text)
    case .boolean: if case .bool = value { true } else { false }
    case .number:
      switch value {
      case .int, .float: true
      default: false
      }
    case .nothing: value == .null
    case .choice(let types): types.contains { $0.accepts(value, text) }
    case .expressions(_, let type): type.accepts(value, text)
    case .list, .mapping, .steps: false
    }
  }

  /// The words that it accepts.
  var words: [String] {
    switch self {
    case .word(let words): words
    case .choice(let types): types.flatMap(\.words)
    case .expressions(_, let type): type.words
    default: []
    }
  }

  /// The type of the items, if it can be a list.
  var item: SchemaType? {
    switch self {
    case .list(let item): item
    case .choice(let types): types.lazy.compactMap(\.item).first
    case .expressions(_, let type): type.item
    case .steps: SchemaType.stepList.item
    default: nil
    }
  }

  /// The mappings that it can be.
  var mappings: [SchemaMapping] {
    switch self {
    case .mapping(let mappings): mappings
    case .choice(let types): types.flatMap(\.mappings)
    case .expressions(_, let type): type.mappings
    default: []
    }
  }

  /// What is accepted, as in "a list is expected".
  var expectation: String {
    let parts = Set(forms).sorted()
    let last = parts.last ?? "nothing"
    let list = parts.dropLast().joined(separator: ", ")
    return (list.isEmpty ? last : "\(list) or \(last)") + " is expected"
  }

  private var forms: [String] {
    switch self {
    case .any: ["anything"]
    case .text, .filledText: ["a text"]
    case .word: ["a word"]
    case .boolean: ["'true' or 'false'"]
    case .number: ["a number"]
    case .nothing: ["nothing"]
    case .list, .steps: ["a list"]
    case .mapping: ["a mapping"]
    case .choice(let types): types.flatMap(\.forms)
    case .expressions(_, let type): type.forms
    }
  }
}
