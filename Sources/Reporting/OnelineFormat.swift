import SourceText

/// `path:line:column: severity: message [rule]`.
struct OnelineFormat {
  func render(_ diagnostics: [Diagnostic]) -> String {
    var cache = SourceLineCache()
    var output = ""
    for diagnostic in diagnostics {
      let start = cache.span(of: diagnostic.location).start
      output += "\(diagnostic.location.file.name.visible):\(start.line):\(start.column): "
      output += "\(diagnostic.severity.rawValue): \(diagnostic.message.visible)"
      output += " [\(diagnostic.rule)]\n"
    }
    return output
  }
}
