import SourceText
import YAML

extension Rule {
  /// Finds jobs that run in an own image which their token may not read.
  static let containerWithoutPermission = Rule(
    id: "container-without-permission",
    summary: "A job runs in a package of ghcr.io that its token may not read.",
    rationale: """
      The image of a job is pulled before its first step, with the token of the job where nothing \
      else is given. Packages are private until somebody makes them public, so without \
      `packages: read` the pull is refused and no step runs.
      """,
    source:
      "https://docs.github.com/en/packages/working-with-a-github-packages-registry/working-with-the-container-registry",
    severity: .warning,
    category: .registry,
    fixes: .never,
    example: Example(
      "tests in an image of the same workflow",
      bad: """
        on: push
        permissions: {contents: read}
        jobs:
          toolbox:
            runs-on: ubuntu-24.04
            permissions: {contents: read, packages: write}
            steps:
              - run: docker login ghcr.io -u acme --password-stdin <<< '${{ github.token }}'
              - run: docker build -t ghcr.io/acme/toolbox:1 --push .
          tests:
            needs: toolbox
            runs-on: ubuntu-24.04
            container: ⟦ghcr.io/acme/toolbox:1⟧
            steps: [{run: make test}]
        """,
      good: """
        on: push
        permissions: {contents: read}
        jobs:
          toolbox:
            runs-on: ubuntu-24.04
            permissions: {contents: read, packages: write}
            steps:
              - run: docker login ghcr.io -u acme --password-stdin <<< '${{ github.token }}'
              - run: docker build -t ghcr.io/acme/toolbox:1 --push .
          tests:
            needs: toolbox
            runs-on: ubuntu-24.04
            permissions: {contents: read, packages: read}
            container: ghcr.io/acme/toolbox:1
            steps: [{run: make test}]
        """),
    check: .repository { repository in
      let own = Set(
        repository.effects.all.compactMap { effect -> String? in
          guard case .push(let name) = effect.kind else { return nil }
          return packageName(name)
        })
      guard !own.isEmpty else { return [] }
      return repository.workflows.flatMap { workflow in
        workflow.jobs.flatMap { findings(in: $0, of: workflow, repository, own) }
      }
    })
}

/// The name of a package of ghcr.io without its tag, as far as it is known.
private func packageName(_ name: PartialText) -> String? {
  let text = name.pattern
  guard text.hasPrefix("ghcr.io/") else { return nil }
  let path = text.dropFirst("ghcr.io/".count).prefix { $0 != ":" && $0 != "@" }
  // A name of which nothing is known is nobody's.
  guard path.unicodeScalars.contains(where: { $0 != PartialText.hole && $0 != "/" }) else {
    return nil
  }
  return String(path)
}

private func findings(
  in job: Job, of workflow: WorkflowFile, _ repository: Repository, _ own: Set<String>
) -> [Finding] {
  guard let (access, node) = workflow.packagesAccess(of: job), access == .none else { return [] }
  var containers = job.body["container"].map { [$0] } ?? []
  containers += job.body["services"]?.entries.map(\.value) ?? []
  return containers.compactMap { container in
    guard let image = container.kind == .mapping ? container["image"] : container else {
      return nil
    }
    if let password = container["credentials"]?["password"], !password.isRunToken { return nil }
    let environments = [workflow.document.root?["env"]].compactMap { $0 }
    let isOwn = MatrixLeg.all(of: job).contains { leg in
      let scope = ValueScope(environments: environments, leg: leg, slug: repository.view.slug)
      return packageName(scope.resolve(image).text).map(own.contains) ?? false
    }
    guard isOwn else { return nil }
    return Finding(
      "job '\(job.id)' needs a package of this repository, but its token may not read packages: "
        + "unless the package is public, the pull is refused and no step runs",
      at: workflow.location(image),
      labels: [Diagnostic.Label("these permissions count", at: workflow.location(node))],
      help: "give the job 'packages: read'")
  }
}
