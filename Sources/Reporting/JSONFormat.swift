import SourceText

/// Everything there is to know about findings, in a stable schema.
struct JSONFormat {
  func render(_ diagnostics: [Diagnostic]) -> String {
    var cache = SourceLineCache()
    let counts = DiagnosticCounts(diagnostics)
    let report: JSONValue = [
      "version": 1,
      "summary": [
        "errors": .integer(counts.errors),
        "warnings": .integer(counts.warnings),
        "infos": .integer(counts.infos),
        "files": .integer(counts.files),
      ],
      "diagnostics": .array(diagnostics.map { json($0, cache: &cache) }),
    ]
    return report.document
  }

  private func json(_ diagnostic: Diagnostic, cache: inout SourceLineCache) -> JSONValue {
    [
      "rule": .string(diagnostic.rule),
      "severity": .string(diagnostic.severity.rawValue),
      "message": .string(diagnostic.message),
      "location": json(diagnostic.location, cache: &cache),
      "labels": .array(
        diagnostic.labels.map { label in
          ["message": .string(label.message), "location": json(label.location, cache: &cache)]
        }),
      "help": .string(orNull: diagnostic.help),
      "fixes": .array(
        diagnostic.fixes.map { json($0, in: diagnostic.location.file, cache: &cache) }),
    ]
  }

  private func json(_ fix: Fix, in file: SourceFile, cache: inout SourceLineCache) -> JSONValue {
    [
      "title": .string(fix.title),
      "safety": .string(fix.safety.name),
      "edits": .array(
        fix.edits.map { edit in
          [
            "location": json(SourceLocation(file, edit.range), cache: &cache),
            "replacement": .string(edit.replacement),
          ]
        }),
    ]
  }

  private func json(_ location: SourceLocation, cache: inout SourceLineCache) -> JSONValue {
    let span = cache.span(of: location)
    return [
      "file": .string(location.file.name),
      "bytes": ["start": .integer(span.range.start), "end": .integer(span.range.end)],
      "start": ["line": .integer(span.start.line), "column": .integer(span.start.column)],
      "end": ["line": .integer(span.end.line), "column": .integer(span.end.column)],
    ]
  }
}

extension Fix.Safety {
  /// The word for it in all formats.
  var name: String {
    switch self {
    case .suggestion: "suggestion"
    case .unsafe: "unsafe"
    case .safe: "safe"
    }
  }
}
