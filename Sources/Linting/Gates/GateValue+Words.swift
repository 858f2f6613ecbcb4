extension GateValue {
  /// What it may be, in words; `nil` when that would say nothing.
  var words: String? {
    switch self {
    case .unknown, .text, .known: nil
    case .bool: "it is true or false and no text"
    case .oneOf(let texts):
      texts.count == 1
        ? "it is always '\(texts.first ?? "")'"
        : texts.count < 10
          ? "it is one of "
            + texts.sorted().filter { !$0.isEmpty }.map { "'\($0)'" }.joined(separator: ", ")
          : nil
    case .starting(let prefixes):
      "it begins with " + prefixes.map { "'\($0)'" }.joined(separator: " or ")
    case .shortName: "it is a name without 'refs/…'"
    case .filtered(let prefixes, _):
      prefixes == [""]
        ? "the filter of the trigger does not let it through"
        : "it begins with '\(prefixes[0])', and the filter of the trigger decides about the rest"
    }
  }
}
