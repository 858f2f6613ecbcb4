import SourceText
import YAML

extension Rule {
  /// Finds workflows that start when another one is requested, starts and ends.
  static let missingTypes = Rule(
    id: "missing-types",
    summary: "A workflow starts three times for each run of another one.",
    rationale: """
      Without `types`, `workflow_run` fires when the other run is requested, when it starts and \
      when it has completed. The first two come before anything is built, and even a run that a \
      condition skips takes the waiting place of its concurrency group.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflow_run",
    severity: .warning,
    category: .trigger,
    fixes: .sometimes,
    example: Example(
      "a workflow that waits for its base image",
      bad: [
        ".github/workflows/base.yml": """
        name: Base
        on: push
        """,
        ".github/workflows/service.yml": """
        name: Service
        on:
          ⟦workflow_run⟧:
            workflows: [Base]
        """,
      ],
      good: [
        ".github/workflows/base.yml": """
        name: Base
        on: push
        """,
        ".github/workflows/service.yml": """
        name: Service
        on:
          workflow_run:
            types: [completed]
            workflows: [Base]
        """,
      ]),
    check: .repository { repository in
      repository.listeners.compactMap { listener in
        guard let options = listener.trigger.options, options.kind == .mapping,
          listener.workflow.upstreams.isEmpty == false, listener.isWithoutTypes,
          // Who asks which activity it was means all three.
          !listener.workflow.file.bytes[...].holds("github.event.action")
        else { return nil }
        return Finding(
          "without 'types' each run that this waits for starts it three times: when it is "
            + "requested, when it starts and when it has completed",
          at: listener.workflow.location(listener.trigger.node),
          help: "add 'types: [completed]'", fixes: listener.fixNamingTypes.map { [$0] } ?? [])
      }
    })
}

extension Listener {
  /// Whether no activity is named, not even by an empty list.
  fileprivate var isWithoutTypes: Bool {
    guard let types = trigger.options?["types"] else { return true }
    return types.kind == .scalar ? types.value == .null : types.items.isEmpty
  }

  /// Names the one activity that is meant in front of the other keys.
  fileprivate var fixNamingTypes: Fix? {
    guard let options = trigger.options, options["types"] == nil, options.alias == nil,
      let first = options.entries.first?.key.range.start
    else { return nil }
    let bytes = workflow.file.bytes
    let start = bytes[..<first].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let lead = workflow.file[SourceRange(start, first)]
    let separator: String
    switch options.style {
    case .block where lead.allSatisfy { $0 == " " }: separator = "\n" + lead
    case .flow: separator = ", "
    default: return nil
    }
    return Fix(
      "Wait for the end of the other run", .unsafe,
      [Edit(.at(first), "types: [completed]" + separator)])
  }
}
