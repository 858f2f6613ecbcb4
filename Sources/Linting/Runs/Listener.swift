import YAML

/// A workflow that `workflow_run` starts.
struct Listener {
  /// Its position.
  let position: Int
  /// The workflow.
  let workflow: WorkflowFile
  /// Its trigger.
  let trigger: Trigger

  /// The activities that start it, and where they are named; all three when none is.
  var types: [String] {
    trigger.options?["types"]?.listedTexts ?? ["requested", "in_progress", "completed"]
  }

  /// Whether it starts when another run has ended.
  var waitsForTheEnd: Bool { types.contains("completed") }
}

extension Repository {
  /// The workflows that listen to others.
  var listeners: [Listener] {
    workflows.enumerated().compactMap { position, workflow in
      workflow.triggers.first { $0.event == "workflow_run" }.map {
        Listener(position: position, workflow: workflow, trigger: $0)
      }
    }
  }

  /// The workflows that an upstream's name stands for; empty when it cannot be told.
  ///
  /// The runs of a workflow that is only called are its caller's, and bear the caller's name.
  func bearers(of upstream: WorkflowFile.Upstream) -> [Int] {
    (upstream.name.flatMap { positions[$0] } ?? []).filter { !workflows[$0].isOnlyCalled }
  }

  /// A workflow and all those that it listens to, directly or through others.
  func origins(of workflow: Int) -> Set<Int> {
    var found: Set<Int> = []
    var waiting = [workflow]
    while let next = waiting.popLast() {
      guard found.insert(next).inserted else { continue }
      waiting += workflows[next].upstreams.flatMap { bearers(of: $0) }
    }
    return found
  }

  /// The first of a workflow's push triggers that a push to some of the others can start as well.
  func sharesPushes(_ trigger: Trigger, with others: Set<Int>) -> Int? {
    let filter = PushFilter(trigger)
    return others.sorted().first { other in
      workflows[other].triggers.contains { candidate in
        candidate.event == "push"
          && filter.overlaps(PushFilter(candidate), files: { view.paths() })
      }
    }
  }
}
