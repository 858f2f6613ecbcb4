import SourceText
import YAML

/// The path filters that a step hands to an action as YAML within a scalar.
///
/// Read are `dorny/paths-filter` and, of `tj-actions/changed-files`, `files_yaml` and `files`; the
/// latter is one filter without name. Micromatch and picomatch document what both take for patterns.
struct EmbeddedFilter: Sendable {
  /// One pattern.
  struct Pattern: Sendable {
    /// What it says.
    var text: String
    /// Where it is written.
    var location: SourceLocation
    /// Whether it is written without quotes.
    var isPlain: Bool
    /// Whether it takes paths out again.
    var isNegative: Bool
    /// Whether an alias brings it here, so that it is written elsewhere.
    var isRepeated: Bool
    /// The same in patterns of GitHub's filters; `nil` for what these cannot say.
    var globs: [PathPattern]?
  }

  /// One filter with its name.
  struct Entry: Sendable {
    /// Its name.
    var name: String
    /// Where it is named.
    var location: SourceLocation
    /// Its patterns, in order.
    var patterns: [Pattern]
    /// Whether every pattern is read.
    var isComplete: Bool

    /// Whether a change of a path makes it true; `nil` when that is not known.
    func covers(_ path: String) -> Bool? {
      guard isComplete, !patterns.contains(where: \.isNegative) else { return nil }
      var isKnown = true
      for pattern in patterns {
        guard let globs = pattern.globs else {
          isKnown = false
          continue
        }
        if globs.contains(where: { $0.matches(path) }) { return true }
      }
      return isKnown ? false : nil
    }
  }

  /// The job and the step.
  var job: Int
  /// The position of the step.
  var step: Int
  /// What other steps call the step by.
  var id: String?
  /// Whether it is `dorny/paths-filter`.
  var isPathsFilter: Bool
  /// The input that holds the filters.
  var input: Node
  /// The filters, in order.
  var entries: [Entry]
  /// Faults of the YAML, with their places in the file.
  var faults: [(message: String, location: SourceLocation)]
  /// Whether every name is read.
  var isComplete: Bool
  /// A file that should hold the filters and is not there.
  var missingFile: String?

  /// Whether an output of the step may be set; names are compared as GitHub does, case aside.
  func mayHaveOutput(_ name: String) -> Bool {
    guard isComplete else { return true }
    let name = name.lowercased()
    if isPathsFilter {
      return name == "changes"
        || entries.contains { entry in
          let key = entry.name.lowercased()
          return [key, key + "_count", key + "_files"].contains(name)
        }
    }
    // Each filter's outputs have its name in front; without filters all are the action's own.
    return entries.contains { name.hasPrefix($0.name.lowercased() + "_") }
      || entries.contains { $0.name.isEmpty } || Self.changedFilesOutputs.contains(name)
  }

  /// The filters that an output of the step tells of, when it is one that is `true` for a change.
  func entry(ofOutput name: String) -> Entry? {
    guard isComplete else { return nil }
    if isPathsFilter { return entries.first { $0.name.lowercased() == name } }
    return entries.first { entry in
      let start = entry.name.isEmpty ? "" : entry.name.lowercased() + "_"
      return name == start + "any_changed" || name == start + "any_modified"
    }
  }

  private static let changedFilesOutputs: Set<String> = [
    "changed_keys", "modified_keys", "any_changed", "any_modified", "any_deleted", "only_changed",
    "only_modified", "only_deleted", "all_changed_files", "all_modified_files", "changed_files",
    "added_files", "deleted_files", "modified_files", "renamed_files", "copied_files",
    "all_changed_files_count", "all_changed_and_modified_files", "other_changed_files",
    "other_modified_files", "other_deleted_files", "changed_files_count",
  ]
}

/// The filters that the steps of a workflow hand to actions.
struct EmbeddedFilters: Sendable {
  /// All, in the order of jobs and steps.
  private(set) var all: [EmbeddedFilter] = []

  init(of workflow: WorkflowFile, _ repository: Repository) {
    for (jobPosition, job) in workflow.jobs.enumerated() {
      for (position, step) in job.steps.enumerated() {
        let name: String
        switch step.action {
        case "dorny/paths-filter": name = "filters"
        case "tj-actions/changed-files":
          name = step.input("files_yaml") == nil ? "files" : "files_yaml"
          // What is taken out again elsewhere is not looked at.
          if let options = step.body["with"]?.entries,
            options.contains(where: { $0.key.text?.hasPrefix("files_ignore") ?? false })
          {
            continue
          }
        default: continue
        }
        guard let input = step.input(name), input.kind == .scalar, let text = input.text else {
          continue
        }
        var filter = EmbeddedFilter(
          job: jobPosition, step: position, id: step.id, isPathsFilter: name == "filters",
          input: input, entries: [], faults: [], isComplete: !text.contains("${{"))
        if filter.isComplete, name == "files" {
          filter.readLines(text, in: workflow)
        } else if filter.isComplete {
          filter.read(text, in: workflow, repository)
        }
        all.append(filter)
      }
    }
  }
}

extension EmbeddedFilter {
  /// Reads a list without YAML: a pattern on each line.
  fileprivate mutating func readLines(_ text: String, in workflow: WorkflowFile) {
    let places = ScalarPlaces(of: input, in: workflow.file)
    var start = 0
    var patterns: [Pattern] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      defer { start += line.utf8.count + 1 }
      let blanks = line.prefix { $0 == " " }.count
      let pattern = line.dropFirst(blanks).prefix { $0 != " " && $0 != "\r" }
      guard !pattern.isEmpty else { continue }
      let place = places.range((start + blanks)..<(start + blanks + pattern.utf8.count))
      patterns.append(
        Pattern(
          text: String(pattern), location: SourceLocation(workflow.file, place),
          isPlain: input.style == .literal, isNegative: pattern.hasPrefix("!"), isRepeated: false,
          globs: Self.globs(String(pattern))))
    }
    entries = [
      Entry(name: "", location: workflow.location(input), patterns: patterns, isComplete: true)
    ]
  }

  fileprivate mutating func read(
    _ text: String, in workflow: WorkflowFile, _ repository: Repository
  ) {
    let places: (SourceRange) -> SourceLocation
    let document: YAMLDocument
    let isFile = isPathsFilter && !text.contains("\n") && !text.contains(":") && !text.isEmpty
    if isFile {
      guard let path = RepositoryPath.join("", text), let file = repository.view.read(path) else {
        isComplete = false
        if let files = repository.files, !files.mayHave(text) { missingFile = text }
        return
      }
      document = YAMLDocument(parsing: file)
      places = { SourceLocation(file, $0) }
    } else {
      let scalar = ScalarPlaces(of: input, in: workflow.file)
      document = YAMLDocument(parsing: SourceFile(name: workflow.file.name, text: text))
      places = { SourceLocation(workflow.file, scalar.range($0.start..<$0.end)) }
    }
    faults = document.diagnostics.map { ($0.message, places($0.location.range)) }
    guard let root = document.root, root.kind == .mapping else {
      isComplete = false
      return
    }
    for entry in root.entries {
      guard let name = entry.key.text else {
        isComplete = false
        continue
      }
      var patterns: [Pattern] = []
      let isWhole = Self.read(entry.value, into: &patterns, places)
      entries.append(
        Entry(
          name: name, location: places(entry.key.range), patterns: patterns, isComplete: isWhole))
    }
  }

  /// Reads what a filter lists: patterns, lists of them, and those for some kinds of change.
  private static func read(
    _ node: Node, into patterns: inout [Pattern], _ places: (SourceRange) -> SourceLocation
  ) -> Bool {
    switch node.kind {
    case .scalar:
      guard let text = node.text, !text.isEmpty else { return false }
      // An alias repeats what is reported where it is written.
      let lines = text.split(separator: "\n").map(String.init)
      for line in lines {
        patterns.append(
          Pattern(
            text: line, location: places(node.range), isPlain: node.style == .plain,
            isNegative: line.hasPrefix("!"), isRepeated: node.alias != nil, globs: globs(line)))
      }
      return true
    case .sequence:
      return node.items.map { read($0, into: &patterns, places) }.allSatisfy { $0 }
    case .mapping:
      return node.entries.map { read($0.value, into: &patterns, places) }.allSatisfy { $0 }
    }
  }

  /// A pattern in those of GitHub's filters; `nil` when it uses what these do not have.
  private static func globs(_ text: String) -> [PathPattern]? {
    var text = text[...]
    if text.hasPrefix("./") { text = text.dropFirst(2) }
    var alternatives = [""]
    if let open = text.firstIndex(of: "{") {
      guard let close = text[open...].firstIndex(of: "}") else { return nil }
      let inner = text[text.index(after: open)..<close]
      let rest = text[text.index(after: close)...]
      guard !inner.contains("{"), !rest.contains("{"), inner.contains(","), !inner.contains("..")
      else { return nil }
      alternatives = inner.split(separator: ",", omittingEmptySubsequences: false).map {
        String(text[..<open]) + $0 + rest
      }
    } else {
      alternatives = [String(text)]
    }
    let isSimple = alternatives.allSatisfy { pattern in
      pattern.allSatisfy { $0.isLetter || $0.isNumber || "._-/*@~ ".contains($0) }
        && pattern.split(separator: "/").allSatisfy { $0 == "**" || !$0.contains("**") }
        && !pattern.contains("@(")
    }
    return isSimple ? alternatives.map { PathPattern($0) } : nil
  }
}
