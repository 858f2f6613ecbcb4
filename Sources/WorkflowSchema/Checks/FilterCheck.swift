internal import SourceText
internal import YAML

extension WorkflowCheck {
  /// Filters of events that exclude each other, and patterns that nothing can match.
  @Sendable static func filters(_ root: Node) -> [SchemaProblem] {
    var problems: [SchemaProblem] = []
    for event in root["on"]?.entries.map(\.self) ?? [] {
      for filter in ["branches", "tags", "paths"] {
        problems += exclusive(filter, event)
        for key in [filter, "\(filter)-ignore"] {
          for pattern in texts(event.value[key]) {
            guard let fault = fault(of: pattern.text, filter) else { continue }
            problems.append(
              SchemaProblem(
                .invalidFilter, .warning, "'\(pattern.text.trimmed)' \(fault)",
                at: pattern.node.range))
          }
        }
      }
      for pattern in texts(event.value["versions"]) {
        guard let fault = fault(of: pattern.text, "versions") else { continue }
        problems.append(
          SchemaProblem(
            .invalidFilter, .warning, "'\(pattern.text)' \(fault)", at: pattern.node.range))
      }
    }
    return problems
  }

  /// Source: GitHub docs, "Workflow syntax", `on.<push|pull_request>.paths` and its like.
  private static func exclusive(_ filter: String, _ event: Entry) -> [SchemaProblem] {
    let both = event.value.entries.filter {
      $0.key.hasText(filter) || $0.key.hasText("\(filter)-ignore")
    }
    guard both.count == 2, both[0].key.text != both[1].key.text, let second = both.last else {
      return []
    }
    return [
      SchemaProblem(
        .invalidFilter, "'\(filter)' and '\(filter)-ignore' exclude each other",
        at: second.key.range,
        help: "take names out again by patterns that begin with '!' under '\(filter)'")
    ]
  }

  /// Why nothing can match a pattern, or it cannot be read; `nil` when it is fine.
  ///
  /// Source: GitHub docs, "Workflow syntax", filter pattern cheat sheet; `git help
  /// check-ref-format`.
  private static func fault(of text: String, _ filter: String) -> String? {
    guard !text.isEmpty, !text.holdsExpression else { return nil }
    if text != text.trimmed { return "has blanks around it, which count" }
    let pattern = text.hasPrefix("!") ? String(text.dropFirst()) : text
    if pattern.isEmpty { return "has nothing behind it that would be taken out" }
    if let fault = faultOfClasses(Array(pattern.utf8)) { return fault }
    if filter == "paths" {
      let isRelative = pattern.hasPrefix("./") || pattern.hasPrefix("../")
      return pattern == "." || pattern == ".." || isRelative
        ? "matches no file: paths begin with the name of a file or a directory" : nil
    }
    guard filter != "versions" else { return nil }
    let forbidden = Set(" ~^:".utf8)
    if let byte = pattern.utf8.first(where: forbidden.contains) {
      return "matches nothing: git allows no '\(Unicode.Scalar(byte))' there"
    }
    if pattern.hasPrefix("/") || pattern.hasSuffix("/") {
      return "matches nothing: a name neither begins nor ends with '/'"
    }
    return nil
  }

  private static func faultOfClasses(_ pattern: [UInt8]) -> String? {
    var index = 0
    while index < pattern.count {
      defer { index += 1 }
      if pattern[index] == UInt8(ascii: "\\") {
        index += 1
      } else if pattern[index] == UInt8(ascii: "[") {
        guard let end = pattern[index...].firstIndex(of: UInt8(ascii: "]")) else {
          return "has a '[' without a ']'"
        }
        let members = Array(pattern[(index + 1)..<end])
        for place in members.indices.dropFirst().dropLast()
        where members[place] == UInt8(ascii: "-") && members[place - 1] > members[place + 1] {
          return "has a range of characters that ends before it begins"
        }
        index = end
      }
    }
    return nil
  }
}

extension String {
  /// The text without white space at either end.
  fileprivate var trimmed: String {
    let part = drop(while: \.isWhitespace)
    return String(part.prefix(part.count - part.reversed().prefix(while: \.isWhitespace).count))
  }
}
