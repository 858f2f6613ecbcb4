public import SourceText
internal import YAML

/// Which lint rules speak, and how loudly, as the manifest says it.
///
/// Which rules there are is not known here: whoever uses the names has to look at them.
public struct LintPolicy: Sendable, Hashable {
  /// The ids and categories that alone speak; empty for those that are on by default.
  public var selected: [Located<String>] = []
  /// The ids and categories that do not speak.
  public var ignored: [Located<String>] = []
  /// What findings of a rule are made, one of `levels` for each id.
  public var severities: [Severity] = []

  /// A rule's severity.
  public struct Severity: Sendable, Hashable {
    /// The id of the rule.
    public var rule: Located<String>
    /// One of `levels`.
    public var level: String
  }

  /// The words for a severity.
  public static let levels = ["error", "warning", "info", "off"]

  /// Creates a policy that leaves everything as it is by default.
  public init() {}
}

extension ManifestSection {
  /// `lint:`.
  public static let lint = ManifestSection(
    title: "lint",
    about:
      "Which rules of `wfgen lint`, which `check` runs, too, speak, and how loudly. `wfgen lint` "
      + "reads nothing else of the manifest, so a `wfgen.yml` may hold `lint` alone. `wfgen explain` "
      + "lists the rules and their categories.",
    keys: [
      .works(
        "select", "a list of ids and categories", absent: "the rules that are on by default",
        "the rules that speak, and no others. `--select` takes its place"),
      .works(
        "ignore", "a list of ids and categories",
        "rules that do not speak. An id goes before a category: `select: [two-writers]` speaks in "
          + "spite of `ignore: [graph]`. `--ignore` adds to it"),
      .works(
        "severity", "id: `error`, `warning`, `info` or `off`", absent: "what each rule says",
        "how much a rule's findings matter. A rule that is off by default is switched on by it"),
    ])
}

extension Manifest {
  /// Reads what a manifest says about lint rules, whatever else it says or leaves out.
  public static func lintPolicy(
    of file: SourceFile
  ) -> (policy: LintPolicy, diagnostics: [Diagnostic]) {
    let document = YAMLDocument(parsing: file)
    var reader = ManifestReader(file)
    reader.diagnostics = document.diagnostics
    let policy = reader.lintPolicy(document.root?["lint"])
    return (policy, reader.diagnostics)
  }
}

extension ManifestReader {
  /// The policy; everything as by default where nothing stands.
  mutating func lintPolicy(_ node: Node?) -> LintPolicy {
    var policy = LintPolicy()
    guard let node, node.value != .null else { return policy }
    let values = section(node, .lint)
    policy.selected = strings(values["select"], "select")
    policy.ignored = strings(values["ignore"], "ignore")
    policy.severities = named(values["severity"], "severity").compactMap { rule, value in
      choice(value, rule.value, of: LintPolicy.levels) { word in
        LintPolicy.levels.contains(word) ? LintPolicy.Severity(rule: rule, level: word) : nil
      }
    }
    return policy
  }
}
