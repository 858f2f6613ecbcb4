internal import Linting
internal import Reporting
internal import SourceText

/// What `explain` says about a rule.
struct RulePage {
  let rule: Rule

  init(_ rule: Rule) { self.rule = rule }

  /// For a terminal.
  var text: String {
    var lines = ["\(rule.id): \(rule.summary)", "", facts, ""]
    lines += wrapped(rule.rationale) + ["", "Source: \(rule.source)"]
    for example in rule.examples {
      lines += ["", "Wrong: \(example.title)"] + listing(of: example.bad)
      lines += ["", "Right:"] + listing(of: example.good)
    }
    lines += ["", "To silence it in one place: # wfgen: ignore[\(rule.id)] why"]
    return lines.joined(separator: "\n") + "\n"
  }

  /// For a page.
  var markdown: String {
    var parts = [
      "## \(rule.id)", rule.summary, facts, rule.rationale, "Source: <\(rule.source)>",
    ]
    for example in rule.examples {
      parts += ["Wrong: \(example.title)"] + blocks(of: example.bad)
      parts += ["Right:"] + blocks(of: example.good)
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// For programs.
  var json: JSONValue {
    [
      "id": .string(rule.id), "category": .string(rule.category.rawValue),
      "severity": .string(rule.severity.rawValue), "default": .bool(rule.isOnByDefault),
      "fixes": .string(fixability), "summary": .string(rule.summary),
      "rationale": .string(rule.rationale), "source": .string(rule.source),
      "examples": .array(
        rule.examples.map { example in
          [
            "title": .string(example.title), "bad": files(example.bad), "good": files(example.good),
          ]
        }),
    ]
  }

  /// The list of rules as a table.
  static func table(_ rules: [Rule]) -> Table {
    Table(
      ["rule", "category", "severity", "default", "summary"].map { Table.Column($0) },
      rows: rules.map { rule in
        [
          rule.id, rule.category.rawValue, rule.severity.rawValue,
          rule.isOnByDefault ? "on" : "off",
          rule.summary,
        ]
      })
  }

  /// A list of rules for programs.
  static func document(_ rules: [Rule]) -> String {
    let value: JSONValue = [
      "version": 1, "rules": .array(rules.map { RulePage($0).json }),
    ]
    return value.document
  }

  private var facts: String {
    let isOn = rule.isOnByDefault ? "on by default" : "off by default"
    let fix =
      switch rule.fixes {
      case .always: "with a fix"
      case .sometimes: "sometimes with a fix"
      case .never: "without a fix"
      }
    return "Category \(rule.category.rawValue), \(rule.severity.rawValue), \(isOn), \(fix)."
  }

  private var fixability: String {
    switch rule.fixes {
    case .always: "always"
    case .sometimes: "sometimes"
    case .never: "never"
    }
  }

  private func files(_ files: Example.Files) -> JSONValue {
    .object(
      files.unmarked.files.map { JSONValue.Member($0.name, .string(Self.shortened($0.text))) })
  }

  private func blocks(of files: Example.Files) -> [String] {
    files.unmarked.files.flatMap { file in
      let kind = file.name.hasSuffix(".yml") || file.name.hasSuffix(".yaml") ? "yaml" : ""
      let end = file.text.hasSuffix("\n") ? "" : "\n"
      return ["`\(file.name)`:", "```\(kind)\n\(Self.shortened(file.text))\(end)```"]
    }
  }

  /// The files of an example, with marks below what is found.
  private func listing(of files: Example.Files) -> [String] {
    let (files, places) = files.unmarked
    return files.flatMap { file -> [String] in
      let lines = SourceLines(file)
      let here = places.filter { $0.file == file }.map(\.range)
      var rows = ["  \(file.name)"]
      for line in 1...lines.count {
        let range = lines.range(ofLine: line)
        if line == lines.count, range.isEmpty { continue }
        rows.append(range.isEmpty ? "" : "    \(Self.shortened(file[range]))")
        for found in here where lines.line(at: found.start) == line {
          let widest = Self.shownWidth(of: file[range])
          let start = min(widest, file[SourceRange(range.start, found.start)].count)
          let end = max(found.start, min(found.end, range.end))
          let width = max(1, min(widest - start, file[SourceRange(found.start, end)].count))
          rows.append(
            "    " + String(repeating: " ", count: start) + String(repeating: "^", count: width))
        }
      }
      return rows
    }
  }

  /// How many characters of a line are shown: of one above 1000, as the examples of GitHub's limits
  /// have, the beginning.
  private static func shownWidth(of line: some StringProtocol) -> Int {
    let width = line.count
    return width > 1000 ? 60 : width
  }

  /// The text with the ends of very long lines left out, and said to be.
  private static func shortened(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let rest = line.count - shownWidth(of: line)
      return rest == 0
        ? String(line) : "\(line.prefix(shownWidth(of: line)))… (\(rest) characters more)"
    }.joined(separator: "\n")
  }

  /// A text in lines of at most 80 characters.
  private func wrapped(_ text: String) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + word.count < 80 {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
