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
    let workflow = repository.workflows[use.place.workflow]
    let jobs = workflow.ancestors[use.place.job].union([use.place.job])
    return jobs.contains { job in
      let key = [use.place.workflow, job]
      if let answer = known[key] { return answer }
      let answer = workflow.jobs[job].steps.contains { step in
        let text = (step.run?.text ?? "") + " " + (step.body["uses"]?.text?.lowercased() ?? "")
        return Self.signs.contains { text.contains($0) }
      }
      known[key] = answer
      return answer
    }
  }

  /// Words of commands and actions that look for images or runs.
  private static let signs = [
    "imagetools inspect", "manifest inspect", "skopeo ", "crane ", "regctl ", "gh run ",
    "wait-on", "wait-for", "until ", "/actions/runs", "_REGISTRY_TOKEN", "/manifests/",
  ]
}
