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
    terms.insert("?" + id)
  }

  /// Whether it is certain that some run does both: each condition of one is one of the other's.
  func mayCoincide(with other: Conditions) -> Bool {
    terms.isSubset(of: other.terms) || other.terms.isSubset(of: terms)
  }

  /// Whether it is certain that some run does both, when one change may set any of some outputs.
  ///
  /// - Parameter filters: ids of jobs whose outputs each tell of changes to some paths.
  func mayCoincide(with other: Conditions, filteredBy filters: Set<String>) -> Bool {
    func isChange(_ term: String) -> Bool {
      let path = term.split(separator: "=").first?.split(separator: ".") ?? []
      return path.count == 4 && path[0] == "needs" && filters.contains(path[1].lowercased())
        && path[2] == "outputs" && term.hasSuffix("=='true'")
    }
    let (one, another) = (terms.filter { !isChange($0) }, other.terms.filter { !isChange($0) })
    return one.isSubset(of: another) || another.isSubset(of: one)
  }

  /// Whether it is certain that some run which an event starts does it.
  ///
  /// What asks for something else of the event, of the branch or of inputs leaves that open.
  func mayHold(on event: String) -> Bool {
    terms.allSatisfy { term in
      let disjuncts = term.split(separator: "|")
      if disjuncts.count > 1, !term.contains("("), !term.contains("&") {
        return disjuncts.contains { Self.holds(String($0), on: event) }
      }
      return Self.holds(term, on: event)
    }
  }

  /// Whether it is certain that a simple term holds in some run which an event starts.
  private static func holds(_ term: String, on event: String) -> Bool {
    if term == "github.event.workflow_run.conclusion=='success'" { return event == "workflow_run" }
    let quoted = term.split(separator: "'", omittingEmptySubsequences: false)
    guard quoted.count == 3, quoted[2].isEmpty else { return false }
    switch quoted[0] {
    case "github.event_name==": return quoted[1] == event
    case "github.event_name!=": return quoted[1] != event
    case "github.ref==" where event == "push":
      return ["refs/heads/main", "refs/heads/master"].contains(quoted[1])
    default: return false
    }
  }

  /// The parts that must all hold, without white space; only simple ones are taken apart.
  private static func conjuncts(_ text: String) -> [String] {
    var condition = text.filter { !$0.isWhitespace }
    if condition.hasPrefix("${{"), condition.hasSuffix("}}"),
      !condition.dropFirst(3).contains("${{")
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
