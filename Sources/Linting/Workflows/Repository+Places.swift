import SourceText
import YAML

extension Repository {
  /// The job whose steps run at a place, and the workflow that it stands in.
  func innermostJob(at place: Place) -> (workflow: WorkflowFile, job: Job) {
    let workflow = workflows[place.calls.last?.workflow ?? place.workflow]
    return (workflow, workflow.jobs[place.calls.last?.job ?? place.job])
  }

  /// The steps of a job up to the one at a place, itself included, with those of the actions of the
  /// repository in the place of what calls them; an action that cannot be read stays.
  func steps(upTo place: Place) -> [Step] {
    innermostJob(at: place).job.steps.prefix(place.step + 1).flatMap { steps(within: $0) }
  }

  /// A step, or the steps of the composite action of the repository that it uses.
  func steps(within step: Step, depth: Int = 0) -> [Step] {
    guard depth < 10, let directory = step.localAction,
      let action = actions.first(where: { $0.directory == directory }), action.isComposite,
      !action.steps.isEmpty
    else { return [step] }
    return action.steps.flatMap { steps(within: $0, depth: depth + 1) }
  }

  /// The step of the job at a place; `nil` when there is none.
  func step(at place: Place) -> Step? {
    let steps = innermostJob(at: place).job.steps
    return steps.indices.contains(place.step) ? steps[place.step] : nil
  }

  /// The file of a place.
  func file(at place: Place) -> SourceFile { workflows[place.workflow].file }

  /// Where a build stands: in the action or the called workflow that makes it, or in the workflow.
  func location(of build: ImageBuild) -> SourceLocation {
    build.detail ?? SourceLocation(file(at: build.place), build.range)
  }

  /// Where an input of the step that builds stands, or else the build.
  func location(of input: String, in build: ImageBuild) -> SourceLocation {
    guard let node = build.options?.step?.input(input) else { return location(of: build) }
    return SourceLocation(location(of: build).file, node.range)
  }

  /// The workflows that have runs, or whose callers are not known.
  var workflowsWithRuns: [Int] {
    let called = Set(workflows.flatMap(\.jobs).compactMap(\.localCall))
    return workflows.indices.filter { position in
      let workflow = workflows[position]
      return !(workflow.isOnlyCalled && called.contains(workflow.file.name))
    }
  }
}
