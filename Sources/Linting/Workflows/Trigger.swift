import YAML

/// One event under `on:`.
struct Trigger: Sendable {
  /// The name of the event, such as `push`.
  let event: String
  /// Where it is named.
  let node: Node
  /// What is said about it; `nil` where nothing can be.
  let options: Node?

  /// The events of an `on:`, which is a text, a list, or a mapping.
  static func all(in node: Node?) -> [Trigger] {
    guard let node else { return [] }
    switch node.kind {
    case .scalar:
      return node.text.map { [Trigger(event: $0, node: node, options: nil)] } ?? []
    case .sequence:
      return node.items.flatMap { $0.kind == .scalar ? all(in: $0) : [] }
    case .mapping:
      return node.entries.compactMap { entry in
        entry.key.text.map { Trigger(event: $0, node: entry.key, options: entry.value) }
      }
    }
  }
}

extension WorkflowFile {
  /// A workflow that `workflow_run` listens to.
  struct Upstream: Sendable {
    /// Where it is named.
    let node: Node
    /// Its name; `nil` for a pattern.
    let name: String?

    /// Reads one entry of `workflows:`.
    ///
    /// GitHub reads each entry as a filter pattern, so `*`, `?`, `+`, `[` and `]` stand for
    /// themselves only behind a backslash: see github/docs#37022 and actions/runner#3763.
    init?(_ node: Node) {
      guard let text = node.text else { return nil }
      self.node = node
      name = Self.literal(text)
    }

    private static func literal(_ pattern: String) -> String? {
      var name = ""
      var isEscaped = false
      for character in pattern {
        if isEscaped {
          isEscaped = false
        } else if character == "\\" {
          isEscaped = true
          continue
        } else if special.contains(character) || (character == "!" && name.isEmpty) {
          return nil
        }
        name.append(character)
      }
      return isEscaped ? nil : name
    }

    /// The pattern that matches exactly a name.
    static func pattern(for name: String) -> String {
      var pattern = ""
      for character in name {
        let isSpecial =
          special.contains(character) || character == "\\"
          || (character == "!" && pattern.isEmpty)
        if isSpecial { pattern.append("\\") }
        pattern.append(character)
      }
      return pattern
    }

    private static let special: [Character] = ["*", "?", "+", "[", "]"]
  }

  /// The workflows whose runs start this one, in the order of the file.
  var upstreams: [Upstream] {
    triggers.filter { $0.event == "workflow_run" }.flatMap { trigger -> [Upstream] in
      guard let workflows = trigger.options?["workflows"] else { return [] }
      return workflows.kind == .sequence
        ? workflows.items.compactMap { Upstream($0) }
        : Upstream(workflows).map { [$0] } ?? []
    }
  }

  /// Whether it has no runs of its own.
  var isOnlyCalled: Bool {
    !triggers.isEmpty && triggers.allSatisfy { $0.event == "workflow_call" }
  }

  /// Whether anything but another workflow starts runs of it.
  ///
  /// A called workflow is a part of its caller's run.
  var isRoot: Bool {
    triggers.contains { $0.event != "workflow_run" && $0.event != "workflow_call" }
  }
}
