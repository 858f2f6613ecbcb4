public import SourceText

/// One thing that can be wrong, as a value: what it is, why it matters, how it looks, how to see it.
///
/// The initializer asks for every field, so a rule without documentation or example does not
/// compile.
public struct Rule: Sendable {
  /// What a rule is about; the folder of its file.
  public enum Category: String, Sendable, CaseIterable {
    /// What starts a workflow.
    case triggers
    /// What must be built before what.
    case graph
    /// What is written to registries.
    case publishing
    /// What has to pass before a merge.
    case checks
  }

  /// How far a rule's findings can be mended by a tool.
  public enum Fixability: Sendable {
    /// Every finding has a fix.
    case always
    /// Some findings have a fix.
    case sometimes
    /// No finding has a fix.
    case never
  }

  /// The name of the fault in kebab case; "allow *id*" reads well.
  public let id: String
  /// What is wrong, as a sentence.
  public let summary: String
  /// What happens on GitHub because of it.
  public let rationale: String
  /// Where that is documented or was observed: an address.
  public let source: String
  /// How much a finding matters unless it says otherwise.
  public let severity: Severity
  /// What it is about.
  public let category: Category
  /// Whether findings come with fixes.
  public let fixes: Fixability
  /// How it looks, and how it looks right; at least one.
  public let examples: [Example]
  /// How to see it.
  let check: Check

  init(
    id: String, summary: String, rationale: String, source: String, severity: Severity,
    category: Category, fixes: Fixability, example: Example, more: [Example] = [], check: Check
  ) {
    self.id = id
    self.summary = summary
    self.rationale = rationale
    self.source = source
    self.severity = severity
    self.category = category
    self.fixes = fixes
    self.examples = [example] + more
    self.check = check
  }
}

/// The one level at which a rule looks.
enum Check: Sendable {
  /// Each workflow by itself.
  case workflow(@Sendable (WorkflowFile, Repository) -> [Finding])
  /// All workflows together.
  case repository(@Sendable (Repository) -> [Finding])
}
