public import SourceText
internal import WorkflowSchema

/// One thing that can be wrong, as a value: what it is, why it matters, how it looks, how to see it.
///
/// The initializer asks for every field, so a rule without documentation or example does not
/// compile.
public struct Rule: Sendable {
  /// What a rule is about; the folder of its file.
  public enum Category: String, Sendable, CaseIterable {
    /// What must be built before what, and by whom.
    case graph
    /// What starts a workflow, and what such a run knows.
    case trigger
    /// What decides whether a job or a step runs.
    case condition
    /// Files that a workflow names, and files that start it.
    case paths
    /// What builds store for later builds.
    case cache
    /// What is pushed to and pulled from registries.
    case registry
    /// How long things may take.
    case timeout
    /// The room on a runner's disk.
    case disk
    /// What a token may do, and who gets it.
    case permission
    /// Failures that nobody sees.
    case result
    /// Runs beside each other.
    case concurrency
    /// Where GitHub itself stops.
    case limit
    /// What GitHub's parser refuses.
    case syntax
    /// What an expression reads and gives.
    case expression
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
  /// Whether it speaks without being asked for; matters of taste do not.
  public let isOnByDefault: Bool
  /// Whether findings come with fixes.
  public let fixes: Fixability
  /// Rules that say more about the same fault: where one of them speaks, this one is silent.
  let yieldsTo: [String]
  /// How it looks, and how it looks right; at least one.
  public var examples: [Example] { makeExamples() }
  /// Makes the examples: whoever only looks for faults should not wait for them.
  private let makeExamples: @Sendable () -> [Example]
  /// How much every finding matters, where the user has said so.
  public internal(set) var statedSeverity: Severity?
  /// How to see it.
  let check: Check

  init(
    id: String, summary: String, rationale: String, source: String, severity: Severity,
    category: Category, isOnByDefault: Bool = true, fixes: Fixability,
    yieldsTo: [String] = [], example: @autoclosure @escaping @Sendable () -> Example,
    more: @autoclosure @escaping @Sendable () -> [Example] = [], check: Check
  ) {
    self.id = id
    self.summary = summary
    self.rationale = rationale
    self.source = source
    self.severity = severity
    self.category = category
    self.isOnByDefault = isOnByDefault
    self.fixes = fixes
    self.yieldsTo = yieldsTo
    makeExamples = { [example()] + more() }
    self.check = check
  }
}

/// The one level at which a rule looks.
enum Check: Sendable {
  /// Each workflow by itself.
  case workflow(@Sendable (WorkflowFile, Repository) -> [Finding])
  /// All workflows together.
  case repository(@Sendable (Repository) -> [Finding])
  /// What GitHub's parser says of a workflow or an action: faults of one kind.
  case schema(SchemaProblem.Kind)
  /// What says under the rule's id that a file cannot be read; the engine always reports it.
  case reading
  /// Comments that silence findings; the engine knows which do.
  case comments
}
