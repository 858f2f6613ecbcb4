import Expressions
import FoundationEssentials
import SourceText
import Testing

/// GitHub's own known answers, which lie outside of the project: the tests that need them are
/// skipped without.
private let file = ProcessInfo.processInfo.environment["WFGEN_CONFORMANCE"].map {
  $0 + "/expressions.json"
}

@Suite("Known answers of expressions", .enabled(if: file != nil))
struct ConformanceTests {
  @Test func everyValueAndEveryKindOfErrorIsGitHubs() throws {
    let path = try #require(file)
    let bytes = try #require(FileManager.default.contents(atPath: path))
    guard case .array(let cases) = try JSONValue(parsing: bytes) else {
      Issue.record("the file holds no list")
      return
    }
    #expect(cases.count > 500)
    for example in cases {
      let text = example["expr"]?.string ?? ""
      let outcome = outcome(of: text, example["contexts"])
      if let problem = example["err"] {
        #expect(outcome == problem["kind"]?.string, "\(text)")
      } else {
        let value = ExpressionValue(example["result"]?["value"] ?? .null)
        #expect(outcome == value.json?.text(.minimal), "\(text)")
      }
    }
    print("expressions: \(cases.count) known answers")
  }

  /// The value as JSON, or the kind of error.
  private func outcome(of text: String, _ contexts: JSONValue?) -> String? {
    var scope = ExpressionScope()
    if case .object(let members)? = contexts {
      for member in members {
        scope.contexts[member.key.lowercased()] = ExpressionValue(member.value)
      }
    }
    let names = ExpressionNames(contexts: Set(scope.contexts.keys))
    do {
      let value = try ExpressionNode(parsing: text, names: names).evaluate(in: scope)
      return value.json?.text(.minimal)
    } catch {
      return error.kind.rawValue
    }
  }
}

extension JSONValue {
  subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  var string: String? {
    if case .string(let text) = self { text } else { nil }
  }
}
