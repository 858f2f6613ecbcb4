internal import SourceText
internal import YAML

/// Reads values out of the tree of the manifest and keeps every problem it meets.
///
/// A wrong value is reported once and read as absent, so that all problems show in one run.
struct ManifestReader {
  let file: SourceFile
  var diagnostics: [Diagnostic] = []

  init(_ file: SourceFile) {
    self.file = file
  }

  /// Reports a problem.
  mutating func report(
    _ rule: String, _ message: String, at range: SourceRange, help: String? = nil,
    fixes: [Fix] = []
  ) {
    diagnostics.append(
      Diagnostic(
        rule, .error, message, at: SourceLocation(file, range), help: help, fixes: fixes))
  }

  /// The values of a mapping by key; unknown and reserved keys are reported.
  mutating func section(_ node: Node, _ section: ManifestSection) -> [String: Node] {
    guard node.kind == .mapping else {
      // An entry without a value, such as `ci:`, states a mapping without keys.
      if node.value != .null { reportType(of: node, in: section.title, expected: "a mapping") }
      return [:]
    }
    var values: [String: Node] = [:]
    for entry in node.entries {
      guard let name = entry.key.text else {
        reportType(of: entry.key, in: "a key", expected: "a name")
        continue
      }
      guard let key = section.keys.first(where: { $0.name == name }) else {
        reportUnknown(entry.key, name, in: section)
        continue
      }
      guard values[name] == nil else { continue }
      if let accepted = key.onlyYet, !accepted.contains(entry.value.text ?? "") {
        reportReserved(key, entry)
        continue
      }
      values[name] = entry.value
    }
    return values
  }

  /// The entries of a mapping with free keys, in order, without those whose key is no name.
  mutating func named(_ node: Node?, _ what: String) -> [(name: Located<String>, value: Node)] {
    guard let node, node.value != .null else { return [] }
    guard node.kind == .mapping else {
      reportType(of: node, in: what, expected: "a mapping")
      return []
    }
    var seen: Set<String> = []
    return node.entries.compactMap { entry in
      guard let name = entry.key.text else {
        reportType(of: entry.key, in: what, expected: "a name")
        return nil
      }
      guard seen.insert(name).inserted else { return nil }
      return (Located(name, entry.key.range), entry.value)
    }
  }

  /// A scalar as the string that it is written as; `null` counts as absent.
  mutating func string(_ node: Node?, _ what: String) -> Located<String>? {
    guard let node, node.value != .null else { return nil }
    guard let text = node.text else {
      reportType(of: node, in: what, expected: "a string")
      return nil
    }
    guard !text.isEmpty else {
      report("empty-value", "'\(what)' is empty", at: node.range)
      return nil
    }
    return Located(text, node.range)
  }

  /// A list of scalars; a single scalar counts as a list of one.
  mutating func strings(_ node: Node?, _ what: String) -> [Located<String>] {
    guard let node, node.value != .null else { return [] }
    guard node.kind == .sequence else { return string(node, what).map { [$0] } ?? [] }
    return node.items.compactMap { string($0, what) }
  }

  /// A whole number within bounds.
  mutating func integer(_ node: Node?, _ what: String, in bounds: ClosedRange<Int>)
    -> Located<Int>?
  {
    guard let node, node.value != .null else { return nil }
    guard case .int(let number) = node.value else {
      reportType(of: node, in: what, expected: "a whole number")
      return nil
    }
    guard bounds.contains(number) else {
      report(
        "value-out-of-range",
        "'\(what)' is \(number), outside of \(bounds.lowerBound) to \(bounds.upperBound)",
        at: node.range)
      return nil
    }
    return Located(number, node.range)
  }

  /// One of a few words.
  mutating func choice<Value>(
    _ node: Node?, _ what: String, of words: [String], _ make: (String) -> Value?
  ) -> Value? {
    guard let word = string(node, what) else { return nil }
    if let value = make(word.value) { return value }
    let meant = closestSpelling(of: word.value, among: words)
    report(
      "unknown-value",
      "'\(what)' is '\(word.value)', which is none of \(words.joined(separator: ", "))",
      at: word.range, help: meant.map { "did you mean '\($0)'?" },
      fixes: meant.map { [Fix("Write '\($0)'", .suggestion, [Edit(word.range, $0)])] } ?? [])
    return nil
  }

  /// Name and value pairs.
  mutating func pairs(_ node: Node?, _ what: String)
    -> [(name: Located<String>, value: Located<String>)]
  {
    named(node, what).compactMap { name, value in
      if value.value == .null { return (name, Located("", value.range)) }
      guard let text = value.text else {
        reportType(of: value, in: "\(what).\(name.value)", expected: "a string")
        return nil
      }
      return (name, Located(text, value.range))
    }
  }

  /// Reports a value that is of another kind than it has to be.
  mutating func reportType(of node: Node, in what: String, expected: String) {
    let found =
      switch node.value {
      case .mapping: "a mapping"
      case .sequence: "a list"
      case .null: "nothing"
      case .bool, .int, .float, .string: "'\(node.text ?? "")'"
      }
    report("wrong-type", "\(what) must be \(expected), but is \(found)", at: node.range)
  }

  private mutating func reportUnknown(_ key: Node, _ name: String, in section: ManifestSection) {
    let meant = closestSpelling(of: name, among: section.keys.map(\.name))
    report(
      "unknown-key", "\(section.title) has no key '\(name)'", at: key.range,
      help: meant.map { "did you mean '\($0)'?" }
        ?? "known keys: " + section.keys.map(\.name).joined(separator: ", "),
      fixes: meant.map { [Fix("Write '\($0)'", .suggestion, [Edit(key.range, $0)])] } ?? [])
  }

  private mutating func reportReserved(_ key: ManifestKey, _ entry: Entry) {
    let accepted = key.onlyYet ?? []
    report(
      "not-yet",
      "'\(key.name)' is reserved (\(key.summary)) and not yet supported",
      at: entry.key.range,
      help: accepted.isEmpty
        ? "remove it for now" : "so far only '\(accepted.joined(separator: "', '"))' is accepted")
  }
}
