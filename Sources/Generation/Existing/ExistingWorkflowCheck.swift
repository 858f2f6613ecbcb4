internal import BuildGraph
internal import Manifest
internal import SourceText
internal import Workflows
internal import YAML

/// Looks whether a workflow of other hands follows the image of its task.
///
/// The file is read as it would be after writing, so that marks in the wrong place and keys that
/// stand twice show before anything is written.
struct ExistingWorkflowCheck {
  /// What is wrong; only what is certain.
  private(set) var diagnostics: [Diagnostic] = []
  private let old: MarkedSections
  private let new: MarkedSections
  private let needs: ExistingWorkflowNeeds

  /// Checks a file.
  ///
  /// - Parameters:
  ///   - file: the file as it would be.
  ///   - old: the parts of the file as it is.
  init(of file: SourceFile, from old: MarkedSections, needs: ExistingWorkflowNeeds) {
    let document = YAMLDocument(parsing: file)
    self.old = old
    self.needs = needs
    new = MarkedSections(in: document)
    guard let root = document.root, new.sections.count == old.sections.count else {
      reportAllMarks()
      return
    }
    checkMarks(in: root)
    guard diagnostics.isEmpty else { return }
    guard document.isUsable else {
      reportAllMarks()
      return
    }
    if !new.sections.contains(where: { $0.kind == .trigger }) { checkTrigger(root["on"]) }
    for entry in root["jobs"]?.entries.map(\.self) ?? [] { checkGate(of: entry) }
  }

  /// What a part wrote makes no sense where it stands.
  private mutating func reportAllMarks() {
    diagnostics = old.sections.map { misplaced($0) }
  }

  private func misplaced(_ section: MarkedSections.Section) -> Diagnostic {
    let place =
      section.kind == .trigger
      ? "among the events under 'on', as deep as they" : "in a job, as deep as its 'runs-on'"
    return Diagnostic(
      "misplaced-mark", .error,
      "this mark stands in the wrong place: \(section.kind) stands \(place), a key on each line",
      at: SourceLocation(old.file, section.mark))
  }

  /// Each part gives keys to the mapping that it belongs to, and nobody else gives them.
  private mutating func checkMarks(in root: Node) {
    let jobs = root["jobs"]?.entries.map(\.value) ?? []
    for (index, section) in new.sections.enumerated() {
      let owners = section.kind == .trigger ? [root["on"]].compactMap(\.self) : jobs
      let keys = section.kind == .trigger ? ["push", "workflow_run"] : ["if"]
      let owner = owners.first { owner in
        owner.style == .block && owner.entries.contains { section.holds($0.key.range) }
      }
      guard let owner,
        owner.entries.filter({ section.holds($0.key.range) }).allSatisfy({ entry in
          // What follows a part and is indented deeper would become the value of its last key.
          keys.contains { entry.key.hasText($0) } && section.holds(entry.value.range)
        })
      else {
        diagnostics.append(misplaced(old.sections[index]))
        continue
      }
      let own = owner.entries.filter { section.holds($0.key.range) }.compactMap(\.key.text)
      let twice = owner.entries.first { entry in
        !section.holds(entry.key.range) && own.contains { entry.key.hasText($0) }
      }
      if let twice { reportTwice(twice.key, section, old.sections[index]) }
    }
  }

  private mutating func reportTwice(
    _ key: Node, _ section: MarkedSections.Section, _ place: MarkedSections.Section
  ) {
    let isMarked = new.sections.contains { $0.mark != section.mark && $0.holds(key.range) }
    let message =
      isMarked
      ? "wfgen writes '\(key.text ?? "")' here a second time"
      : "'\(key.text ?? "")' stands outside of these marks, too: GitHub would refuse the file"
    diagnostics.append(
      Diagnostic(
        "misplaced-mark", .error, message, at: SourceLocation(old.file, place.mark),
        help: isMarked
          ? "take one of the pairs of marks away"
          : "remove it there, or take the marks away: then wfgen only checks it"))
  }
}

extension MarkedSections.Section {
  /// Whether a range lies in the part.
  func holds(_ range: SourceRange) -> Bool {
    content.start <= range.start && range.end <= content.end
  }
}

/// Where there are no marks.
extension ExistingWorkflowCheck {
  private var place: [Diagnostic.Label] {
    [Diagnostic.Label("the task that it does", at: needs.origin)]
  }

  private mutating func checkTrigger(_ events: Node?) {
    let run = events?["workflow_run"]
    let listed = run?["workflows"]
    let names = listed?.kind == .sequence ? listed?.items.map(\.text) : listed.map { [$0.text] }
    let patterns = (names ?? []).map { $0.map { FilterPattern($0) } }
    // A name that cannot be read may be any.
    let isKnown = patterns.allSatisfy { $0 != nil }
    let missing = needs.upstreams.filter { name in
      isKnown && !patterns.contains { $0?.matches(name) == true }
    }
    for name in missing {
      let key = run.flatMap { _ in events?.entry("workflow_run")?.key } ?? events
      report(
        "unchained-task",
        "'\(name)' builds the image of task '\(needs.stage.id)', and its completion does not start "
          + "this workflow: a new image is not used until something else does",
        at: listed ?? key,
        help: "list '\(name)' under 'workflow_run', or put '# wfgen:begin trigger' and "
          + "'# wfgen:end' under 'on' and run 'wfgen generate'")
    }
    guard let run, diagnostics.isEmpty else { return }
    checkBranches(of: run)
    if let types = run["types"], !Self.texts(types).contains("completed"),
      Self.texts(types).count == max(types.items.count, 1)
    {
      report(
        "unchained-task",
        "this workflow starts when '\(needs.upstreams.first ?? "")' starts, not when it has ended: "
          + "it runs on the image before", at: types, help: "write 'types: [completed]'")
    }
  }

  private mutating func checkBranches(of run: Node) {
    for (key, isWanted) in [("branches", true), ("branches-ignore", false)] {
      guard let node = run[key] else { continue }
      let texts = Self.texts(node)
      guard texts.count == max(node.items.count, 1),
        PathFilter(texts).matches(needs.branch) != isWanted
      else { continue }
      report(
        "unchained-task",
        "runs on '\(needs.branch)' do not start this workflow, and images are built there alone",
        at: node, help: isWanted ? "list '\(needs.branch)'" : "leave '\(needs.branch)' out")
    }
  }

  /// A job that waits for none is skipped after a failed build only by an `if` of its own.
  private mutating func checkGate(of job: Entry) {
    let own = job.value["if"]
    if let own, new.sections.contains(where: { $0.holds(own.range) }) { return }
    guard job.value.kind == .mapping, needs.task?.upstreamFailed != .usePrevious else { return }
    let text = own?.text ?? ""
    // One that waits for others is skipped with them, unless it says that this is nothing to it.
    guard job.value["needs"] == nil || Self.outlivesOthers(text), !Self.isGated(text) else {
      return
    }
    report(
      "ungated-task",
      own == nil
        ? "job '\(job.key.text ?? "")' runs also when the image could not be built: GitHub starts "
          + "the workflow whatever the conclusion"
        : "this condition lets job '\(job.key.text ?? "")' run also when the image could not be "
          + "built",
      at: own ?? job.key,
      help: "write \"if: github.event_name != 'workflow_run' || "
        + "github.event.workflow_run.conclusion == 'success'\", or put '# wfgen:begin gate' and "
        + "'# wfgen:end' into the job and run 'wfgen generate'", severity: .warning)
  }

  /// Whether a condition holds when the jobs before were skipped, whatever became of them.
  private static func outlivesOthers(_ text: String) -> Bool {
    (text.contains("always()") || text.contains("!cancelled()")) && !text.contains("needs.")
  }

  /// Whether a condition looks at what started the run; how it does, is not judged.
  private static func isGated(_ text: String) -> Bool {
    guard text.contains("workflow_run") || text.contains("event_name") else { return false }
    guard text.contains("${{") else { return true }
    // Text around an expression, such as the line end of a block, makes a string, which is true:
    // docs "Evaluate expressions", on literals.
    return text.hasPrefix("${{") && text.hasSuffix("}}")
  }

  private static func texts(_ node: Node) -> [String] {
    node.kind == .sequence ? node.items.compactMap(\.text) : [node.text].compactMap(\.self)
  }

  private mutating func report(
    _ rule: String, _ message: String, at node: Node?, help: String, severity: Severity = .error
  ) {
    let range = oldRange(of: node?.range ?? SourceRange.at(0))
    diagnostics.append(
      Diagnostic(
        rule, severity, message, at: SourceLocation(old.file, range), labels: place, help: help))
  }

  /// Where something outside of the parts stands in the file as it is.
  private func oldRange(of range: SourceRange) -> SourceRange {
    let moved = zip(old.sections, new.sections).filter { $0.1.content.end <= range.start }
      .reduce(0) { $0 + $1.0.content.count - $1.1.content.count }
    return SourceRange(range.start + moved, range.end + moved)
  }
}
