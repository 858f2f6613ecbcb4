/// What decides whether something runs, as texts that are only compared.
struct Conditions: Hashable, Sendable {
  private var terms: Set<String> = []

  /// Adds the text of an `if`, or of an input that switches something.
  ///
  /// - Parameters:
  ///   - leg: The combination of the matrix, to tell apart what the same text means there.
  ///   - call: What calls the workflow or action that the text stands in, for the same reason.
  mutating func require(_ text: String?, leg: Int, call: String? = nil) {
    guard let text else { return }
    for term in Self.conjuncts(text) where !Self.neutral.contains(term) {
      let isLocal = ["inputs.", "steps.", "needs.", "env.", "matrix."].contains {
        term.contains($0)
      }
      let call = isLocal ? call.map { "\($0): " } ?? "" : ""
      terms.insert(call + (term.contains("matrix.") ? "\(leg): \(term)" : term))
    }
  }

  /// Adds a decision that cannot be told, such as one that a script takes.
  mutating func requireUnknown(at id: String) {
    terms.insert(id)
  }

  /// Whether it is certain that some run does both: each condition of one is one of the other's.
  func mayCoincide(with other: Conditions) -> Bool {
    terms.isSubset(of: other.terms) || other.terms.isSubset(of: terms)
  }

  /// The parts that must all hold, without white space; only simple ones are taken apart.
  private static func conjuncts(_ text: String) -> [String] {
    var condition = text.filter { !$0.isWhitespace }
    if condition.hasPrefix("${{"), condition.hasSuffix("}}"),
      condition.dropFirst(3).firstRange(of: "${{") == nil
    {
      condition = String(condition.dropFirst(3).dropLast(2))
    }
    let isSimple =
      !condition.contains("||") && !condition.contains("&&(") && !condition.contains(")&&")
    guard isSimple else { return [condition] }
    return condition.split(separator: "&&").map { String($0) }
  }

  /// What holds in every run that goes well.
  private static let neutral: Set<String> = [
    "", "true", "always()", "success()", "!cancelled()",
    "github.event.workflow_run.conclusion=='success'",
  ]
}
