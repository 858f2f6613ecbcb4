internal import Workflows
internal import YAML

extension ExistingWorkflows {
  /// What starts a workflow, as far as it decides whether `workflow_run` hears of its runs.
  struct Events: Equatable {
    /// The name of each event, and what is said about pushes; `nil` when it cannot be told.
    private let all: [Event]?

    /// Nothing is known, so it may be anything.
    static let unknown = Events(nil)

    private struct Event: Equatable {
      let name: String
      /// The branches whose pushes count, and those that do not; `nil` where all do.
      var branches: PathFilter?
      var ignored: PathFilter?
      /// Whether only tags count.
      var isOfTagsAlone = false
    }

    /// Reads an `on`.
    init(_ node: Node?) {
      guard let node, node.alias == nil else {
        all = nil
        return
      }
      switch node.kind {
      case .scalar: all = node.text.map { [Event(name: $0)] }
      case .sequence: all = node.items.compactMap { $0.text.map { Event(name: $0) } }
      case .mapping: all = node.entries.map { Self.event($0.key.text ?? "", $0.value) }
      }
    }

    private static func event(_ name: String, _ options: Node) -> Event {
      func filter(_ key: String) -> PathFilter? {
        guard let node = options[key] else { return nil }
        let texts = node.kind == .sequence ? node.items.compactMap(\.text) : [node.text ?? ""]
        return PathFilter(texts)
      }
      let (branches, ignored) = (filter("branches"), filter("branches-ignore"))
      let hasTags = options["tags"] != nil || options["tags-ignore"] != nil
      return Event(
        name: name, branches: branches, ignored: ignored,
        isOfTagsAlone: hasTags && branches == nil && ignored == nil)
    }

    /// Why no run is one that a listener to a branch hears; `nil` when there may be such runs.
    ///
    /// Docs "Workflow syntax": `branches` of `workflow_run` names the branch that the run was of; a
    /// run for a tag or a release is of none. A called workflow is a part of its caller's run.
    func silence(on branch: String) -> String? {
      guard let all, !all.isEmpty else { return nil }
      if all.allSatisfy({ $0.name == "workflow_call" }) {
        return "is only called by other workflows, whose runs bear their own names"
      }
      let isSilent = all.allSatisfy { event in
        switch event.name {
        case "workflow_call", "release": true
        case "push":
          event.isOfTagsAlone || event.branches?.matches(branch) == false
            || event.ignored?.matches(branch) == true
        default: false
        }
      }
      return isSilent ? "never runs for the branch '\(branch)'" : nil
    }
  }
}
