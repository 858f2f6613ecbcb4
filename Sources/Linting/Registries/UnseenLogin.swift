import SourceText
import YAML

extension Repository {
  /// Whether steps of a job up to one may bring credentials by means that effects do not show.
  func mayLogInUnseen(upTo place: Place) -> Bool {
    let (workflow, job) = innermostJob(at: place)
    let whole = [workflow.document.root?["env"], job.body["env"]].compactMap { $0 }
    if whole.contains(where: { $0.mentions(["DOCKER_CONFIG", "DOCKER_AUTH_CONFIG"], in: workflow) })
    {
      return true
    }
    return steps(upTo: place).contains { step in
      step.action.map { mayLogIn(String($0)) } ?? step.run.map { mayLogIn($0) } ?? true
    }
  }

  private func mayLogIn(_ action: String) -> Bool {
    let name = action.lowercased()
    if name.hasPrefix("./") || name.hasPrefix("$/") { return true }
    let known = [
      "docker/setup-buildx-action", "docker/setup-qemu-action", "docker/metadata-action",
      "docker/build-push-action", "docker/login-action", "docker/setup-docker-action",
    ]
    if name.hasPrefix("actions/") || name.hasPrefix("docker://") || known.contains(name) {
      return false
    }
    let words = [
      "acr", "auth", "blacksmith", "buildah", "buildx", "cloud", "container", "cosign", "crane",
      "credential", "depot", "devcontainer", "docker", "ecr", "gcr", "goreleaser", "harbor", "helm",
      "image", "k8s", "kube", "login", "namespace", "nix", "oras", "podman", "publish", "push",
      "quay",
      "registry", "release", "retry", "setup-", "skopeo",
    ]
    return words.contains { name.contains($0) }
  }

  /// Whether a script may log in; what is read as a login does not count.
  private func mayLogIn(_ script: Node) -> Bool {
    guard let text = script.text else { return true }
    let lower = text.lowercased()
    let words = [
      "docker-credential", "configure-docker", "config.json", "docker_config", "login-password",
      "registry-auth", "source ", "make ", "just ", "task ", "github_env",
    ]
    if lower.holdsScriptName(or: words) { return true }
    let scope = ValueScope(environments: [], leg: MatrixLeg(values: nil), slug: nil)
    let logins = ShellReader.commands(in: text, scope: scope).count { command in
      if case .login? = DockerCommand(command) { true } else { false }
    }
    return lower.ranges(of: "login").count > logins
  }
}

extension Node {
  /// Whether its text in the file holds one of some words.
  fileprivate func mentions(_ words: [String], in workflow: WorkflowFile) -> Bool {
    let text = workflow.file[range]
    return words.contains { text.contains($0) }
  }
}
