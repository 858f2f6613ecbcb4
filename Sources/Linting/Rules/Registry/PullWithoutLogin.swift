import SourceText
import YAML

extension Rule {
  /// Finds jobs that may read packages and never use that right for the image that they take.
  static let pullWithoutLogin = Rule(
    id: "pull-without-login",
    summary: "A job takes a package of its repository without having logged in.",
    rationale: """
      The token of a job reaches a registry by a login alone: `packages: read` by itself changes \
      nothing. Packages of ghcr.io are private unless somebody publishes them, so the pull of an \
      image that this repository publishes, or of a base that stands on it, ends in 'denied'.
      """,
    source:
      "https://docs.github.com/en/packages/working-with-a-github-packages-registry/working-with-the-container-registry",
    severity: .warning,
    category: .registry,
    fixes: .never,
    example: Example(
      "a build on a private base",
      bad: [
        ".github/workflows/check.yml": """
        on: push
        jobs:
          base:
            runs-on: ubuntu-24.04
            permissions: {contents: read, packages: write}
            steps:
              - uses: docker/login-action@v4.6.0
                with: {registry: ghcr.io, username: a, password: '${{ github.token }}'}
              - run: docker build --push -t ghcr.io/acme/base:1 base
          check:
            needs: base
            runs-on: ubuntu-24.04
            permissions: {contents: read, packages: read}
            steps:
              - run: ⟦docker build relay⟧
        """,
        "base/Dockerfile": "FROM debian:13\n",
        "relay/Dockerfile": "FROM ghcr.io/acme/base:1\n",
      ],
      good: [
        ".github/workflows/check.yml": """
        on: push
        jobs:
          base:
            runs-on: ubuntu-24.04
            permissions: {contents: read, packages: write}
            steps:
              - uses: docker/login-action@v4.6.0
                with: {registry: ghcr.io, username: a, password: '${{ github.token }}'}
              - run: docker build --push -t ghcr.io/acme/base:1 base
          check:
            needs: base
            runs-on: ubuntu-24.04
            permissions: {contents: read, packages: read}
            steps:
              - uses: docker/login-action@v4.6.0
                with: {registry: ghcr.io, username: a, password: '${{ github.token }}'}
              - run: docker build relay
        """,
        "base/Dockerfile": "FROM debian:13\n",
        "relay/Dockerfile": "FROM ghcr.io/acme/base:1\n",
      ]),
    check: .repository { repository in
      var seen: Set<[Int]> = []
      return repository.flow.uses.compactMap { use in
        let place = use.place
        guard use.purpose != .container, use.name.repository.hasPrefix("ghcr.io/"),
          repository.flow.publishers[use.name.repository] != nil,
          !repository.flow.isOnRunner(use), repository.grantsReadingForImages(at: place),
          !repository.logsIn(before: use), !repository.mayLogInUnseen(upTo: place),
          seen.insert([place.workflow, place.job]).inserted
        else { return nil }
        let job = repository.workflows[place.workflow].jobs[place.job].id
        return Finding(
          "job '\(job)' may read packages and takes '\(use.title)', but it never logs in to "
            + "ghcr.io: unless the package is public, the pull is refused",
          at: SourceLocation(repository.workflows[place.workflow].file, use.range),
          help: "log in to ghcr.io before this, with the token of the job")
      }
    })
}

extension Repository {
  /// Whether a job on a fresh machine asks for reading packages, which can only be for the images
  /// that its steps take: a container or a service has credentials of its own, and packages of other
  /// kinds have other hosts.
  fileprivate func grantsReadingForImages(at place: Place) -> Bool {
    let (workflow, job) = innermostJob(at: place)
    guard let (access, _, node) = packagesAccess(at: place), access == .read,
      node.kind == .mapping
    else { return false }
    return hostedLinux(at: place) != nil && job.body["services"] == nil
      && !workflow.file.text.contains("pkg.github.com")
  }

  /// Whether an earlier step has logged in to ghcr.io, or to a registry that is not known.
  fileprivate func logsIn(before use: ImageUse) -> Bool {
    let effects = effects.effects(ofJob: use.place.job, in: use.place.workflow)
    return Effects.sameRunner(as: use.position, in: effects).contains { position in
      guard position < use.position, case .login(let address) = effects[position].kind else {
        return false
      }
      let host = RegistryHost.ofAddress(address)
      return host == nil || host == "ghcr.io"
    }
  }
}
