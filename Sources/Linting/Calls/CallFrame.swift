import Expressions
import SourceText
import YAML

/// Where a called workflow or an action of the repository is called from.
struct CallFrame: Sendable {
  /// What calls it, in the file of the workflow whose run it is.
  var range: SourceRange
  /// What decides whether it is called.
  var conditions: Conditions
  /// What tells its inputs from those of other calls.
  var id: String
}

extension ValueScope {
  /// The inputs of a called workflow, as its caller's `with` and its own defaults state them.
  ///
  /// - Parameters:
  ///   - declared: `on.workflow_call.inputs` of the called workflow.
  ///   - with: `with` of the calling job.
  func inputs(of declared: Node?, with: Node?) -> [String: Input] {
    inputs(of: declared, with: with) { input, text in
      switch input["type"]?.text {
      case "boolean": text == "true" || text == "false" ? .bool(text == "true") : .unknown
      case "number": Double(text).map(ExpressionValue.number) ?? .unknown
      default: .string(text)
      }
    }
  }

  /// The inputs of an action of the repository, which are texts.
  func actionInputs(of declared: Node?, with: Node?) -> [String: Input] {
    inputs(of: declared, with: with) { _, text in .string(text) }
  }

  private func inputs(
    of declared: Node?, with: Node?, as typed: (Node, String) -> ExpressionValue
  ) -> [String: Input] {
    var inputs: [String: Input] = [:]
    for entry in declared.map({ Array($0.entries) }) ?? [] {
      guard let name = entry.key.text?.lowercased() else { continue }
      let given = with?.entries.first { $0.key.text?.lowercased() == name }?.value
      let (text, origin) = given.map { resolve($0) } ?? defaultValue(of: entry.value)
      inputs[name] = Input(
        text: text, value: text.text.map { typed(entry.value, $0) } ?? .unknown, origin: origin)
    }
    return inputs
  }

  /// The default of an input, which may read other contexts than those here.
  private func defaultValue(of input: Node) -> (text: PartialText, origin: Node?) {
    guard let node = input["default"] else {
      let blanks = ["boolean": "false", "number": "0"]
      return (PartialText(pattern: input["type"]?.text.flatMap { blanks[$0] } ?? ""), nil)
    }
    var scope = ValueScope(environments: [], leg: MatrixLeg(values: nil), slug: slug)
    scope.isCalled = true
    return scope.resolve(node)
  }
}

extension [String: ValueScope.Input] {
  /// What holds whoever calls: the values that two callers agree on.
  func shared(with other: [String: ValueScope.Input]) -> [String: ValueScope.Input] {
    merging(other) { one, other in
      one.text == other.text && one.text.isKnown
        ? one : ValueScope.Input(text: .unknown, value: .unknown, origin: nil)
    }
  }
}
