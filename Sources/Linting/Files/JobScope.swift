import YAML

extension WorkflowFile {
  /// What expressions of a step stand for in one combination of its job's matrix.
  func scope(of step: Step, in job: Job, _ leg: MatrixLeg, slug: String?) -> ValueScope {
    let environments = [step.body["env"], job.body["env"], document.root?["env"]]
    return ValueScope(environments: environments.compactMap { $0 }, leg: leg, slug: slug)
  }

  /// A setting of a script: the step's own, or the default of the job or the workflow.
  func runSetting(_ name: String, of step: Step, in job: Job) -> Node? {
    step.body[name] ?? job.body["defaults"]?["run"]?[name]
      ?? document.root?["defaults"]?["run"]?[name]
  }
}
