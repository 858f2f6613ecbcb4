/// A text of which a run alone knows some parts: expressions stand in it as they are written,
/// without white space and in lower case, and what has no expression is a hole.
///
/// Two of them that are equal are equal in a run, too, where `isComparable`.
struct RunText: Hashable, Sendable {
  /// The text.
  var pattern: String

  init(_ pattern: String) { self.pattern = pattern }

  /// A text of a workflow in a scope.
  init(_ text: String, in scope: ValueScope) {
    guard text.contains("${{") else {
      pattern = text
      return
    }
    var result = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "${{") {
      result += rest[..<start.lowerBound]
      guard let end = rest[start.upperBound...].firstRange(of: "}}") else {
        result.unicodeScalars.append(PartialText.hole)
        rest = rest[rest.endIndex...]
        break
      }
      let expression = String(rest[start.lowerBound..<end.upperBound])
      if let known = scope.substitute(expression).text.text {
        result += known
      } else if scope.inputs != nil, expression.contains("inputs.") {
        // Each call has inputs of its own.
        result.unicodeScalars.append(PartialText.hole)
      } else {
        result += expression.filter { !$0.isWhitespace }.lowercased()
      }
      rest = rest[end.upperBound...]
    }
    pattern = result + rest
  }

  /// Whether nothing of its beginning is known.
  var startsWithUnknown: Bool {
    pattern.hasPrefix("${{") || pattern.unicodeScalars.first == PartialText.hole
  }

  /// Whether all of it is known.
  var isKnown: Bool {
    !pattern.contains("${{") && !pattern.unicodeScalars.contains(PartialText.hole)
  }

  /// The names that its expressions begin with, as in `github.sha`; `nil` for one that is more than
  /// a name.
  var names: [String?] {
    var names: [String?] = []
    var rest = pattern[...]
    while let start = rest.firstRange(of: "${{") {
      guard let end = rest[start.upperBound...].firstRange(of: "}}") else { return names + [nil] }
      let name = rest[start.upperBound..<end.lowerBound]
      let isName = name.utf8.allSatisfy { ShellReader.isNameByte($0) || ".-".utf8.contains($0) }
      names.append(isName ? String(name) : nil)
      rest = rest[end.upperBound...]
    }
    return names
  }

  /// Whether the same text means the same for all jobs of a run.
  var isComparable: Bool {
    !pattern.unicodeScalars.contains(PartialText.hole)
      && names.allSatisfy { name in
        guard let name else { return false }
        return (name.hasPrefix("github.") && name != "github.job" && name != "github.action")
          || name.hasPrefix("vars.") || name.hasPrefix("inputs.")
      }
  }

  /// Whether the same text means the same in the runs of other workflows for the same commit.
  var isSameInAllWorkflows: Bool {
    isComparable
      && names.allSatisfy { name in
        guard let name else { return false }
        return name.hasPrefix("vars.")
          || [
            "github.repository", "github.repository_owner", "github.ref", "github.ref_name",
            "github.sha", "github.event.repository.name",
          ].contains(name)
      }
  }

  /// The parts between separators outside of expressions, trimmed, without empty ones.
  func split(_ separator: Character) -> [RunText] {
    var parts: [String] = [""]
    var isInside = false
    var rest = pattern[...]
    while let character = rest.first {
      if rest.hasPrefix("${{") { isInside = true }
      if rest.hasPrefix("}}") { isInside = false }
      if character == separator, !isInside {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
      rest.removeFirst()
    }
    return parts.compactMap { part in
      let start = part.drop(while: \.isWhitespace)
      guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return nil }
      return RunText(String(start[...end]))
    }
  }
}
