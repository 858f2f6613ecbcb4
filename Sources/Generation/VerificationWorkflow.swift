internal import Workflows
internal import YAML

/// A workflow that verifies on every change that the generated files are what the manifest asks for.
///
/// It has no path filter, so that it can be a required check.
///
/// - Parameter branch: the branch that is published.
public func verificationWorkflow(branch: String) -> String {
  var workflow = Workflow(name: "wfgen")
  workflow.triggers.push = Triggers.Push(branches: [branch])
  workflow.triggers.pullRequest = true
  var job = Job(id: "check", name: "Check", runner: "ubuntu-24.04", timeout: 15)
  job.permissions = ["contents": "read"]
  job.steps = [
    Step(
      "Check out", timeout: 5, .uses(.checkout, with: [("persist-credentials", .bool(false))])),
    Step("Check manifest and workflows", timeout: 5, .run("wfgen check --format github")),
  ]
  workflow.jobs = [job]
  return workflow.rendered(header: [
    "Verifies that the workflows are what wfgen.yml asks for; 'wfgen' must be on the runner's path."
  ])
}
