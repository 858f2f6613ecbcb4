import SourceText
import YAML

/// Something that a step does with the token of the run, and what it needs for that.
struct PermissionNeed {
  /// One scope and how far the token must reach in it.
  struct Grant: Hashable {
    /// The scope.
    var scope: String
    /// How far.
    var access: EffectivePermissions.Access

    static func write(_ scope: String) -> Grant { Grant(scope: scope, access: .write) }
  }

  /// What needs it, for messages.
  var what: String
  /// Where that is.
  var range: SourceRange
  /// Sets of grants of which any one suffices.
  var alternatives: [[Grant]]

  /// What the steps of a job need, each once.
  static func all(in job: Job, of file: WorkflowFile) -> [PermissionNeed] {
    if let uses = job.body["uses"], let text = uses.text {
      return PermissionNeed.called(text).map {
        [PermissionNeed(what: "'\(text)'", range: uses.range, alternatives: [$0])]
      } ?? []
    }
    var needs: [PermissionNeed] = []
    for step in job.steps {
      guard let action = step.action, let uses = step.body["uses"] else { continue }
      let grants = ofAction(action.lowercased(), step, job, file)
      if !grants.isEmpty {
        needs.append(
          PermissionNeed(what: "'\(action)'", range: uses.range, alternatives: grants))
      }
    }
    return needs + ofScripts(in: job, of: file)
  }

  /// What workflows of others need, which are called by their path.
  private static func called(_ uses: String) -> [Grant]? {
    let path = uses.prefix { $0 != "@" }.lowercased()
    switch path {
    case "docker/github-builder/.github/workflows/build.yml",
      "docker/github-builder/.github/workflows/bake.yml":
      return [.write("id-token")]
    case "slsa-framework/slsa-github-generator/.github/workflows/generator_container_slsa3.yml",
      "slsa-framework/slsa-github-generator/.github/workflows/generator_generic_slsa3.yml":
      return [Grant(scope: "actions", access: .read), .write("id-token")]
    default: return nil
    }
  }

  /// What a well-known action needs, after its README; empty when it gets a token of another kind.
  private static func ofAction(
    _ action: String, _ step: Step, _ job: Job, _ file: WorkflowFile
  ) -> [[Grant]] {
    func token(_ inputs: String..., env: [String] = []) -> Bool {
      step.usesRunToken(inputs: inputs)
        && env.allSatisfy { file.environment($0, of: step, in: job)?.isRunToken ?? true }
    }
    switch action {
    case "actions/attest-build-provenance", "actions/attest-sbom", "actions/attest":
      guard token("github-token") else { return [[.write("id-token")]] }
      return [[.write("id-token"), .write("attestations")]]
    case "actions/deploy-pages":
      return token("token") ? [[.write("pages"), .write("id-token")]] : [[.write("id-token")]]
    case "github/codeql-action/upload-sarif":
      return token("token") ? [[.write("security-events")]] : []
    case "github/codeql-action/analyze":
      let isUploaded = step.input("upload")?.plainText ?? "always"
      return token("token") && ["true", "always"].contains(isUploaded)
        ? [[.write("security-events")]] : []
    case "softprops/action-gh-release", "ncipollo/release-action", "actions/create-release",
      "actions/upload-release-asset", "svenstaro/upload-release-action":
      return token("token", "repo_token", env: ["GITHUB_TOKEN"]) ? [[.write("contents")]] : []
    case "stefanzweifel/git-auto-commit-action":
      return job.pushesWithRunToken(before: step) ? [[.write("contents")]] : []
    case "peaceiris/actions-gh-pages":
      let usesOther = step.input("deploy_key") ?? step.input("personal_token")
      return usesOther == nil && step.input("github_token")?.isRunToken == true
        ? [[.write("contents")]] : []
    case "jamesives/github-pages-deploy-action":
      return token("token") && step.input("ssh-key") == nil && step.input("repository-name") == nil
        ? [[.write("contents")]] : []
    case "peter-evans/create-pull-request":
      return token("token", "branch-token")
        ? [[.write("contents"), .write("pull-requests")]] : []
    case "googleapis/release-please-action", "google-github-actions/release-please-action":
      return token("token") ? [[.write("contents"), .write("pull-requests")]] : []
    case "marocchino/sticky-pull-request-comment", "peter-evans/create-or-update-comment",
      "thollander/actions-comment-pull-request", "mshick/add-pr-comment":
      return token("token", "github-token", "github_token", "repo-token", "GITHUB_TOKEN")
        ? [[.write("pull-requests")], [.write("issues")]] : []
    case "actions/labeler":
      return token("repo-token") ? [[.write("pull-requests")], [.write("issues")]] : []
    case "actions/github-script":
      return token("github-token") ? ofGitHubScript(step) : []
    case "actions/delete-package-versions":
      return token("token") && step.input("owner") == nil ? [[.write("packages")]] : []
    case "google-github-actions/auth":
      return step.input("workload_identity_provider") != nil ? [[.write("id-token")]] : []
    case "azure/login":
      let usesKey = step.input("creds") != nil || step.input("auth-type") != nil
      return !usesKey && step.input("client-id") != nil ? [[.write("id-token")]] : []
    case "aws-actions/configure-aws-credentials":
      return needsTokenOfAmazon(step, job, file) ? [[.write("id-token")]] : []
    case "pypa/gh-action-pypi-publish":
      return step.input("password") == nil ? [[.write("id-token")]] : []
    default: return []
    }
  }

  /// A role without keys is assumed with a token of GitHub's, unless the machine has credentials or
  /// an earlier step has brought some.
  private static func needsTokenOfAmazon(_ step: Step, _ job: Job, _ file: WorkflowFile) -> Bool {
    guard step.input("role-to-assume") != nil,
      !["aws-access-key-id", "web-identity-token-file", "role-chaining"].contains(where: {
        step.input($0) != nil
      }),
      file.environment("AWS_ACCESS_KEY_ID", of: step, in: job) == nil,
      job.runsOnly(where: \.isHosted)
    else { return false }
    let first = job.steps.first {
      $0.action?.lowercased() == "aws-actions/configure-aws-credentials"
    }
    return first?.body.range == step.body.range
  }
}

extension Job {
  /// Whether `git push` of a step uses the token of the run: the only checkout before it leaves
  /// that, and nothing else.
  func pushesWithRunToken(before step: Step) -> Bool {
    guard let checkout = onlyCheckout(before: step) else { return false }
    return checkout.input("persist-credentials").map { $0.plainText == "true" } ?? true
  }

  /// Whether the only checkout before a step takes the credentials away again.
  func lacksCredentials(before step: Step) -> Bool {
    onlyCheckout(before: step)?.input("persist-credentials")?.plainText == "false"
  }

  /// The only checkout before a step, of this repository, when nothing else there sets what Git
  /// pushes with.
  private func onlyCheckout(before step: Step) -> Step? {
    guard step.body["working-directory"] == nil, body["defaults"] == nil else { return nil }
    let before = steps.prefix { $0.body.range.start < step.body.range.start }
    let checkouts = before.filter { $0.action == "actions/checkout" }
    guard checkouts.count == 1, let checkout = checkouts.first,
      checkout.usesRunToken(inputs: ["token"]),
      ["ssh-key", "repository", "path"].allSatisfy({ checkout.input($0) == nil })
    else { return nil }
    let isAlone = before.allSatisfy { step in
      // Whatever else logs in, or sets where to push, does it with something that is not seen.
      let uses = step.action?.lowercased() ?? ""
      let isOther = ["ssh", "token", "git-config", "./"].contains { uses.contains($0) }
      return !isOther && !(step.run?.text.map(Self.setsRemote) ?? false)
    }
    return isAlone ? checkout : nil
  }

  /// Whether a script may change with what, or to where, `git push` goes.
  static func setsRemote(_ script: String) -> Bool {
    [
      "git remote", "git clone", "x-access-token", "credential", "extraheader", "insteadOf",
      "setup-git", "ssh", "gh repo",
    ].contains { Array(script.utf8)[...].holds($0) }
  }
}
