import YAML

/// Which jobs look into a registry, or at other runs, before they do anything.
///
/// Such a job may wait for what it needs; how it does so is its own matter.
struct RegistryLooks {
  private let repository: Repository
  private var known: [[Int]: Bool] = [:]

  init(in repository: Repository) {
    self.repository = repository
  }

  /// Whether the job that takes an image, or one that it needs, looks before.
  mutating func any(before use: ImageUse) -> Bool {
    ([use.place.innermost] + [Place.Call(workflow: use.place.workflow, job: use.place.job, leg: 0)])
      .contains { place in
        let workflow = repository.workflows[place.workflow]
        return workflow.ancestors[place.job].union([place.job]).contains { job in
          looks(workflow, job: job, at: [place.workflow, job])
        }
      }
  }

  private mutating func looks(_ workflow: WorkflowFile, job: Int, at key: [Int]) -> Bool {
    if let answer = known[key] { return answer }
    let answer = workflow.jobs[job].steps.contains { step in
      let text = (step.run?.text ?? "") + " " + (step.body["uses"]?.text?.lowercased() ?? "")
      return Self.signs.contains { text.contains($0) }
    }
    known[key] = answer
    return answer
  }

  /// Words of commands and actions that look for images or runs.
  private static let signs = [
    "imagetools inspect", "manifest inspect", "skopeo ", "crane ", "regctl ", "gh run ",
    "wait-on", "wait-for", "until ", "/actions/runs", "_REGISTRY_TOKEN", "/manifests/",
  ]
}
