import SourceText
import YAML

extension Repository {
  /// Whether a workflow may publish into a repository of a registry in a way that is not read.
  ///
  /// This is asked only when a rule is about to say that nobody publishes something.
  func mayPublishUnseen(into repository: String) -> Bool {
    if effects.unreadWrites.contains(where: { $0 == nil || $0?.repository == repository }) {
      return true
    }
    // Such a build may have any name.
    if effects.builds.contains(where: { $0.dockerfile == nil && $0.names.isEmpty }) { return true }
    let files = Set(workflows.map(\.file.name))
    return workflows.contains { workflow in
      workflow.jobs.contains { job in
        if let uses = job.body["uses"] {
          let path = uses.text.flatMap { LocalFiles.Use($0)?.path }
          if !(path.map(files.contains) ?? false) { return true }
        }
        return job.steps.contains { mayPublishUnseen($0, job, workflow) }
      }
    }
  }

  private func mayPublishUnseen(_ step: Step, _ job: Job, _ workflow: WorkflowFile) -> Bool {
    if let action = step.action?.lowercased() {
      let isHarmless = Self.harmlessActions.contains { action.hasPrefix($0) }
      return !isHarmless && Self.signs.contains { action.contains($0) }
    }
    guard let script = step.run?.text else { return false }
    let environments = [step.body["env"], job.body["env"], workflow.document.root?["env"]]
    let scope = ValueScope(
      environments: environments.compactMap { $0 }, leg: MatrixLeg(values: nil), slug: view.slug)
    return ShellReader.commands(in: script, scope: scope).contains { mayPublishUnseen($0) }
  }

  private func mayPublishUnseen(_ command: ShellCommand) -> Bool {
    guard let name = command.words.first?.text.text else { return true }
    let words = command.words.compactMap(\.text.text)
    switch name {
    case "docker":
      // Names with values of a matrix are read for each of its combinations.
      if case .build(let build) = DockerCommand(command) { return build.isOpaque }
      if case .bake = DockerCommand(command) { return false }
      guard DockerCommand(command) == nil else { return false }
      return words.contains { ["push", "bake", "imagetools", "--push"].contains($0) }
    case "crane", "skopeo", "regctl", "buildah", "podman", "ko", "nerdctl", "earthly", "dagger",
      "pack", "bazel", "nix", "depot", "eval", "xargs", "act", "img", "apko", "jib":
      return true
    case "make", "just", "task", "mage", "rake", "nox", "tox", "invoke":
      return reads(["Makefile", "justfile", "Taskfile.yml", "Rakefile"], sign: "push") != false
    case "bash", "sh", "source", ".", "python", "python3", "node":
      guard let path = words.dropFirst().first(where: { !$0.hasPrefix("-") }) else { return true }
      if words.contains("-m") { return false }
      return reads([path], sign: "docker") != false
    default:
      if name.contains("/") || name.hasSuffix(".sh") {
        return reads([name], sign: "docker") != false
      }
      return words.contains { word in Self.verbs.contains { word.contains($0) } }
        && name != "echo" && name != "git"
    }
  }

  /// Whether one of some files holds a text; `nil` when none of them can be read.
  private func reads(_ paths: [String], sign: String) -> Bool? {
    let files = paths.compactMap { RepositoryPath.join("", $0).flatMap(view.read) }
    return files.isEmpty ? nil : files.contains { $0.text.contains(sign) }
  }

  /// Actions that publish nothing, or whose publishing is read.
  private static let harmlessActions = [
    "actions/", "github/", "docker/login-action", "docker/setup-", "docker/metadata-action",
    "docker/build-push-action", "depot/build-push-action", "depot/setup-action",
    "useblacksmith/build-push-action", "aquasecurity/", "sigstore/", "anchore/", "hadolint/",
    "nick-fields/retry", "nick-invision/retry", "jlumbroso/", "docker/bake-action",
  ]

  /// Words in the names of actions that may publish images.
  private static let signs = [
    "./", "docker", "image", "bake", "buildx", "kaniko", "build", "publish", "push", "release",
    "container", "oci", "crane", "skopeo", "deploy", "ko-",
  ]

  /// Words in the names of commands' targets that may publish images.
  private static let verbs = ["push", "publish", "docker", "image:"]
}
