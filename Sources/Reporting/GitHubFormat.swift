import SourceText

/// Workflow commands, of which GitHub makes annotations.
struct GitHubFormat {
  /// What stands in front of every path, so that it begins at the top of the repository.
  let prefix: String

  func render(_ diagnostics: [Diagnostic]) -> String {
    var cache = SourceLineCache()
    var output = ""
    for diagnostic in diagnostics {
      let span = cache.span(of: diagnostic.location)
      var properties = [
        ("file", prefix + diagnostic.location.file.name),
        ("line", "\(span.start.line)"),
        ("endLine", "\(span.end.line)"),
      ]
      // GitHub refuses columns of a range over several lines.
      if span.start.line == span.end.line {
        properties.append(("col", "\(span.start.column)"))
        properties.append(("endColumn", "\(span.end.column)"))
      }
      properties.append(("title", diagnostic.rule))
      let list = properties.map { "\($0.0)=\(Self.escaped($0.1, "%\r\n:,"))" }
      let text = Self.escaped(message(of: diagnostic, cache: &cache), "%\r\n")
      output += "::\(command(diagnostic.severity)) \(list.joined(separator: ","))::\(text)\n"
    }
    return output
  }

  /// An annotation has neither labels nor fixes, so the message tells of them.
  private func message(of diagnostic: Diagnostic, cache: inout SourceLineCache) -> String {
    var lines = [diagnostic.message]
    for label in diagnostic.labels {
      let line = cache.span(of: label.location).start.line
      lines.append("\(prefix)\(label.location.file.name):\(line): \(label.message)")
    }
    if let help = diagnostic.help { lines.append("help: \(help)") }
    lines += diagnostic.fixes.map { "fix: \($0.title)" }
    return lines.joined(separator: "\n")
  }

  private func command(_ severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .info: "notice"
    }
  }

  /// The text with some characters as `%` and two hexadecimal digits. A message escapes `%` and line
  /// breaks, a property `:` and `,` too; the runner decodes nothing else.
  private static func escaped(_ text: String, _ characters: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if characters.unicodeScalars.contains(scalar) {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result.append(contentsOf: "%\(scalar.value < 16 ? "0" : "")\(digits)".unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }
}
