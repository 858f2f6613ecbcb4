internal import SourceText

/// The functions that depend on their arguments alone.
///
/// Source: GitHub docs, "Evaluate expressions in workflows and actions", functions.
enum ExpressionFunctions {
  /// Why a call fails.
  struct Problem: Error { let message: String }

  /// The value of a call; unknown for functions that depend on a run.
  static func value(
    of name: String, _ arguments: [ExpressionValue]
  ) throws(Problem) -> ExpressionValue {
    switch name {
    case "contains": contains(arguments[0], arguments[1])
    case "startswith": texts(arguments) { $0.starts(with: $1) }
    case "endswith": texts(arguments) { $0.reversed().starts(with: $1.reversed()) }
    case "format": try format(arguments)
    case "join": join(arguments)
    // Whatever it holds, its JSON is not empty.
    case "tojson": arguments[0].json.map { .string($0.text()) } ?? .unknown(truth: true)
    case "fromjson": try parsed(arguments[0])
    default: .unknown
    }
  }

  private static func contains(
    _ search: ExpressionValue, _ item: ExpressionValue
  ) -> ExpressionValue {
    guard case .array(let array) = search else {
      return texts([search, item]) { text, part in
        part.isEmpty || text.indices.contains { text[$0...].starts(with: part) }
      }
    }
    let found = array.elements.map { $0.compared(.equal, item) }
    if found.contains(true) { return .bool(true) }
    return found.contains(nil) ? .unknown : .bool(false)
  }

  /// Compares two texts, case aside; what is no primitive contains nothing.
  private static func texts(
    _ arguments: [ExpressionValue], _ compare: ([UInt16], [UInt16]) -> Bool
  ) -> ExpressionValue {
    if arguments.contains(where: \.isUnknown) { return .unknown }
    guard arguments.allSatisfy(\.isPrimitive) else { return .bool(false) }
    let units = arguments.map { Array(($0.text ?? "").uppercasedForComparison.utf16) }
    return .bool(compare(units[0], units[1]))
  }

  private static func format(_ arguments: [ExpressionValue]) throws(Problem) -> ExpressionValue {
    guard let text = arguments[0].text else { return .unknown }
    let format: ExpressionFormat
    do { format = try ExpressionFormat(text) } catch { throw Problem(message: error.message) }
    var result = ""
    var isKnown = true
    for part in format.parts {
      switch part {
      case .text(let text): result += text
      case .argument(let number):
        guard number + 1 < arguments.count else {
          throw Problem(message: "the format '\(text)' has more places than there are arguments")
        }
        guard let text = arguments[number + 1].text else {
          isKnown = false
          continue
        }
        result += text
      }
    }
    return isKnown ? .string(result) : .unknown(truth: result.isEmpty ? nil : true)
  }

  private static func join(_ arguments: [ExpressionValue]) -> ExpressionValue {
    let separator = arguments.count > 1 ? arguments[1] : .string(",")
    switch arguments[0] {
    case .unknown: return .unknown
    case .array(let array):
      let texts = array.elements.compactMap(\.text)
      guard texts.count == array.elements.count else { return .unknown }
      if texts.count < 2 { return .string(texts.first ?? "") }
      if separator.isUnknown { return .unknown }
      // A list or an object separates nothing, so it counts as if it were left out.
      return .string(
        texts.joined(separator: separator.isPrimitive ? separator.text ?? "" : ","))
    case .object: return .string("")
    default: return arguments[0].text.map(ExpressionValue.string) ?? .unknown
    }
  }

  private static func parsed(_ argument: ExpressionValue) throws(Problem) -> ExpressionValue {
    guard let text = argument.text else { return .unknown }
    guard !text.isEmpty else { throw Problem(message: "'fromJSON' was given an empty text") }
    do {
      return ExpressionValue(try JSONValue(parsing: text.utf8))
    } catch {
      throw Problem(message: "'fromJSON' was given no JSON: \(error.message) at \(error.offset)")
    }
  }
}
