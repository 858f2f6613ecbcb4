internal import Manifest
internal import SourceText
internal import YAML

extension Pipeline {
  /// The ids of wfgen's own steps in every build job, and in the job of a task.
  private static let ownStepIDs = ["login", "look", "build", "disk-before", "disk-after"]
  private static let ownStepIDsOfTasks = ["tip"]

  /// Those of a build job with what a cloud's login adds.
  private static func ownStepIDs(of access: RegistryAccess) -> [String] {
    switch access.login {
    case .aws: ownStepIDs + ["login-again"]
    case .secrets where access.kind == .ecr: ownStepIDs + ["login-again"]
    case .google: ownStepIDs + ["cloud"]
    case .azure: ownStepIDs + ["registry-token"]
    case .nobody, .token, .secrets: ownStepIDs
    }
  }

  /// Steps of the manifest whose `id` another step of their job has: GitHub refuses the whole file.
  static func clashingStepIDs(of project: Project) -> [Diagnostic] {
    let own = ownStepIDs(of: project.manifest.access)
    let builds = project.images.filter(\.isBuiltHere).map { image in
      (lists: [image.image.extras.before, image.image.extras.after], own: own)
    }
    let tasks = project.manifest.tasks.map { (lists: [$0.steps], own: ownStepIDsOfTasks) }
    var reported: Set<SourceRange> = []
    return (builds + tasks).flatMap { job in
      var taken = Set(job.own)
      return job.lists.compactMap { $0 }.flatMap(\.items).compactMap { step -> Diagnostic? in
        // Case does not count: `id-builder.ts` of actions/languageservices.
        guard let id = step["id"], let text = id.text, !taken.insert(text.lowercased()).inserted,
          // Variants share the steps of their entry.
          reported.insert(id.range).inserted
        else { return nil }
        return Diagnostic(
          "duplicate-step-id", .error, "another step of the job has the id '\(text)'",
          at: SourceLocation(project.manifest.file, id.range),
          help: job.own.contains(text.lowercased()) ? "it is wfgen's own: take another" : nil)
      }
    }
  }
}
