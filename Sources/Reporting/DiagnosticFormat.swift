public import SourceText

/// What findings are written for.
public enum DiagnosticFormat: String, Hashable, Sendable, CaseIterable {
  /// People: the source with the range underlined, labels, help and fixes.
  case text
  /// Editors and `grep`: one line per finding.
  case oneline
  /// Programs: everything there is. See ``render(_:options:)`` for the schema.
  case json
  /// Code scanning: SARIF 2.1.0.
  case sarif
  /// The log of a GitHub Actions job, which makes annotations of it; paths get the options' `prefix`.
  case github

  /// The findings, in the order of all outputs, as a text that is empty or ends with a line break.
  ///
  /// The schema of `json`, version 1; keys are never removed or renamed within a version:
  ///
  ///     { version: 1,
  ///       summary: { errors, warnings, infos, files: numbers },
  ///       diagnostics: [ { rule, severity: "info"|"warning"|"error", message: strings,
  ///         location: LOCATION, labels: [ { message, location: LOCATION } ],
  ///         help: string or null,
  ///         fixes: [ { title, safety: "suggestion"|"unsafe"|"safe",
  ///           edits: [ { location: LOCATION, replacement } ] } ] } ] }
  ///     LOCATION = { file, bytes: { start, end }, start: { line, column }, end: { line, column } }
  ///
  /// Byte offsets are from 0, lines and columns from 1, columns count Unicode scalars; ends are
  /// exclusive.
  public func render(_ diagnostics: [Diagnostic], options: ReportOptions = ReportOptions())
    -> String
  {
    let diagnostics = diagnostics.sorted()
    switch self {
    case .text: return TextFormat(options: options).render(diagnostics)
    case .oneline: return OnelineFormat().render(diagnostics)
    case .json: return JSONFormat().render(diagnostics)
    case .sarif: return SARIFFormat(options: options).render(diagnostics)
    case .github: return GitHubFormat(prefix: options.prefix).render(diagnostics)
    }
  }
}

/// What a report shows besides the findings.
public struct ReportOptions: Sendable {
  /// The colours of `text`.
  public var palette: Palette
  /// How many columns `text` may use for a line of source; longer ones are cut around the range.
  public var width: Int
  /// What `github` writes in front of every path: empty, or a directory and `/`.
  public var prefix: String
  /// Who found it, for `sarif`.
  public var tool: ToolInfo
  /// The rules that were checked, for `sarif`.
  public var rules: [RuleInfo]

  /// Creates options.
  public init(
    palette: Palette = .plain, width: Int = 100, prefix: String = "", tool: ToolInfo = ToolInfo(),
    rules: [RuleInfo] = []
  ) {
    self.palette = palette
    self.width = width
    self.prefix = prefix
    self.tool = tool
    self.rules = rules
  }
}

/// The program that made a report.
public struct ToolInfo: Hashable, Sendable {
  /// Its name.
  public var name: String
  /// Its version; `nil` when it is not known.
  public var version: String?
  /// The address of a page about it.
  public var page: String?

  /// Creates it.
  public init(name: String = "wfgen", version: String? = nil, page: String? = nil) {
    self.name = name
    self.version = version
    self.page = page
  }
}

/// What a report says about a rule.
public struct RuleInfo: Hashable, Sendable {
  /// The id, in kebab case.
  public var id: String
  /// What it finds: one sentence.
  public var summary: String
  /// Why that matters.
  public var rationale: String
  /// How much it matters unless configured otherwise.
  public var severity: Severity
  /// What it is about, in a word.
  public var category: String?
  /// The address of a page about it.
  public var page: String?
  /// All that there is to say about it, with examples, as Markdown.
  public var markdown: String?

  /// Creates it.
  public init(
    id: String, summary: String, rationale: String, severity: Severity, category: String? = nil,
    page: String? = nil, markdown: String? = nil
  ) {
    self.id = id
    self.summary = summary
    self.rationale = rationale
    self.severity = severity
    self.category = category
    self.page = page
    self.markdown = markdown
  }
}
