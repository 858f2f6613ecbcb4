import SourceText

/// Findings for people: the source with the range underlined, labels, help and fixes.
struct TextFormat {
  let options: ReportOptions

  func render(_ diagnostics: [Diagnostic]) -> String {
    var cache = SourceLineCache()
    return diagnostics.map { render($0, cache: &cache) }.joined(separator: "\n")
  }

  private func render(_ diagnostic: Diagnostic, cache: inout SourceLineCache) -> String {
    let palette = options.palette
    let kind = palette.paint(
      "\(diagnostic.severity.rawValue)[\(diagnostic.rule)]", diagnostic.severity.role)
    let rows = rows(of: diagnostic, cache: &cache)
    let gutter = "\(rows.lazy.compactMap(\.line).max() ?? 0)".count
    let head = kind + palette.paint(": \(diagnostic.message.visible)", .title)
    return ([head] + rows.map { $0.text(gutter: gutter, palette: palette) })
      .joined(separator: "\n") + "\n"
  }

  private func rows(of diagnostic: Diagnostic, cache: inout SourceLineCache) -> [ExcerptRow] {
    let file = diagnostic.location.file
    var rows: [ExcerptRow] = [.place(arrow: "-->", place(of: diagnostic.location, cache: &cache))]
    let main = SourceExcerpt.Highlight(
      range: diagnostic.location.range, underline: "^", role: diagnostic.severity.role)
    let near = diagnostic.labels.filter { $0.location.file == file }
    rows += excerpt(of: file, [main] + near.map(highlight), cache: &cache)

    var far = diagnostic.labels.filter { $0.location.file != file }
    while let first = far.first {
      let here = far.filter { $0.location.file == first.location.file }
      far.removeAll { $0.location.file == first.location.file }
      rows.append(.place(arrow: ":::", place(of: first.location, cache: &cache)))
      rows += excerpt(of: first.location.file, here.map(highlight), cache: &cache)
    }
    if let help = diagnostic.help { rows.append(note("help", help)) }
    for fix in diagnostic.fixes {
      let safety = fix.safety == .safe ? "" : " (\(fix.safety.name))"
      rows.append(note("fix", fix.title + safety))
      rows += FixPreview(fix, of: file, lines: cache.lines(of: file))?.rows ?? []
    }
    return rows
  }

  /// The lines of a file below a bar; nothing when the file is empty.
  private func excerpt(
    of file: SourceFile, _ highlights: [SourceExcerpt.Highlight], cache: inout SourceLineCache
  ) -> [ExcerptRow] {
    guard !file.bytes.isEmpty else { return [] }
    let lines = cache.lines(of: file)
    let gutter = "\(lines.count)".count
    let excerpt = SourceExcerpt(
      file: file, lines: lines, width: max(options.width - gutter - 3, 20),
      palette: options.palette, highlights: highlights)
    return [.bar] + excerpt.rows
  }

  private func highlight(_ label: Diagnostic.Label) -> SourceExcerpt.Highlight {
    SourceExcerpt.Highlight(
      range: label.location.range, underline: "-", role: .label, message: label.message)
  }

  private func place(of location: SourceLocation, cache: inout SourceLineCache) -> String {
    let start = cache.span(of: location).start
    return "\(location.file.name.visible):\(start.line):\(start.column)"
  }

  private func note(_ kind: String, _ text: String) -> ExcerptRow {
    .note(options.palette.paint("\(kind):", .help) + " \(text.visible)")
  }
}

extension Severity {
  /// The colour of a finding.
  var role: Palette.Role {
    switch self {
    case .error: .error
    case .warning: .warning
    case .info: .info
    }
  }
}
