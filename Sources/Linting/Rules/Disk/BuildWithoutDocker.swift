import SourceText
import YAML

extension Rule {
  /// Finds jobs that need Docker on runners that have none.
  static let buildWithoutDocker = Rule(
    id: "build-without-docker",
    summary: "A job needs Docker and its runner has none.",
    rationale: """
      `ubuntu-slim` is an unprivileged container: it has no Docker daemon and can mount nothing. \
      GitHub's Macs have no Docker either. The label is known and the job starts; it fails in the \
      first step that needs the daemon.
      """,
    source: "https://docs.github.com/en/actions/reference/runners/github-hosted-runners",
    severity: .error,
    category: .disk,
    fixes: .never,
    example: Example(
      "a build on the smallest runner",
      bad: """
        on: push
        jobs:
          kiosk:
            runs-on: ⟦ubuntu-slim⟧
            timeout-minutes: 10
            steps:
              - uses: docker/build-push-action@v7
        """,
      good: """
        on: push
        jobs:
          kiosk:
            runs-on: ubuntu-24.04
            timeout-minutes: 10
            steps:
              - uses: docker/build-push-action@v7
        """),
    check: .repository { repository in
      repository.workflows.enumerated().flatMap { position, workflow -> [Finding] in
        workflow.jobs.indices.compactMap { number in
          let job = workflow.jobs[number]
          guard let node = job.body["runs-on"],
            let label = job.labelWithoutDocker(in: workflow),
            let need = job.dockerNeed(in: workflow)
          else { return nil }
          return Finding(
            "'\(label)' has no Docker, and job '\(job.id)' needs it: the job will fail",
            at: workflow.location(node.kind == .scalar ? node : job.key),
            labels: [Diagnostic.Label("needed here", at: workflow.location(need))],
            help: "run this job on 'ubuntu-24.04' or another runner with Docker")
        }
      }
    })
}

extension Job {
  /// The label of the runners of a job when none of them has Docker.
  fileprivate func labelWithoutDocker(in workflow: WorkflowFile) -> String? {
    let runners = runners
    guard runners.contains(where: { $0?.isSlim == true || $0?.isHostedMac == true }) else {
      return nil
    }
    // A matrix may have other runners that are meant by a condition of a step.
    guard runners.allSatisfy({ $0?.isSlim == true || $0?.isHostedMac == true }) else { return nil }
    return runners.first.flatMap { $0?.labels.first }
  }

  /// The first thing of a job that needs the daemon in every run; `nil` when there is none, or when
  /// a step may bring one.
  fileprivate func dockerNeed(in workflow: WorkflowFile) -> Node? {
    for key in ["container", "services"] {
      if let node = body[key], node.kind == .mapping || node.text?.isEmpty == false { return node }
    }
    let words = [
      "colima", "docker-machine", "podman", "lima", "setup-docker", "dockerd", "orbstack",
    ]
    for step in steps {
      let text = (step.run?.text ?? step.body["uses"]?.text ?? "").lowercased()
      if words.contains(where: { Array(text.utf8)[...].holds($0) }) { return nil }
    }
    let scripts = workflow.scripts(of: self, holding: ["docker "])
    for (position, step) in steps.enumerated() where step.body["if"] == nil {
      if let action = step.action?.lowercased() {
        // A builder elsewhere needs no daemon here.
        if action == "docker/setup-buildx-action" {
          let driver = step.input("driver")?.text ?? "docker-container"
          if driver != "docker-container" && driver != "docker" { return nil }
          return step.named
        }
        if action.hasPrefix("docker://") || action == "docker/setup-qemu-action" {
          return step.named
        }
        if action == "docker/build-push-action" || action == "docker/bake-action" {
          return step.named
        }
        continue
      }
      for script in scripts where script.position == position {
        let verbs = ["build", "run", "pull", "push", "compose", "ps", "info", "create", "exec"]
        let needs = script.commands.contains { command in
          command.name == "docker" && !command.isConditional && command.words.count > 1
            && verbs.contains(command.words[1].text.text ?? "")
        }
        if needs { return script.node }
      }
    }
    return nil
  }
}
