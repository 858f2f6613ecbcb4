import SourceText
import YAML

extension Rule {
  /// Finds logins that cannot succeed with what they are given.
  static let incompleteLogin = Rule(
    id: "incomplete-login",
    summary: "A login lacks what the registry asks for.",
    rationale: """
      `docker/login-action` logs in to Docker Hub unless `registry` says otherwise, and wants both a \
      username and a password. `GITHUB_TOKEN` is a password for GitHub's own registries alone; every \
      other one refuses it.
      """,
    source: "https://github.com/docker/login-action#readme",
    severity: .error,
    category: .registry,
    fixes: .never,
    example: Example(
      "the token of GitHub for Docker Hub",
      bad: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: ⟦docker/login-action@v4.6.0⟧
                with:
                  username: ${{ github.actor }}
                  password: ${{ secrets.GITHUB_TOKEN }}
        """,
      good: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/login-action@v4.6.0
                with:
                  registry: ghcr.io
                  username: ${{ github.actor }}
                  password: ${{ secrets.GITHUB_TOKEN }}
        """),
    check: .repository { repository in
      var seen: Set<SourceLocation> = []
      return repository.effects.all.compactMap { effect -> Finding? in
        guard case .login(let address) = effect.kind, let step = effect.step,
          step.action == "docker/login-action", let uses = step.body["uses"],
          let problem = problem(of: step, host: RegistryHost.ofAddress(address)),
          // Without a password the action may ask for a token of OpenID Connect.
          !repository.file(at: effect.place).bytes[...].holds("OIDC")
        else { return nil }
        let file = effect.detail?.file ?? repository.file(at: effect.place)
        let location = SourceLocation(file, uses.range)
        guard seen.insert(location).inserted else { return nil }
        return Finding(problem.message, at: location, help: problem.help)
      }
    })
}

private func problem(of step: Step, host: String?) -> (message: String, help: String)? {
  let known = ["registry", "username", "password", "ecr", "logout", "scope"]
  guard let inputs = step.body["with"] else {
    return (
      "the login has neither username nor password, so the step fails",
      "state 'registry', 'username' and 'password' under 'with'"
    )
  }
  guard inputs.kind == .mapping,
    inputs.entries.allSatisfy({ $0.key.text.map { known.contains($0.lowercased()) } ?? false }),
    step.input("ecr") == nil, let host, !host.contains("amazonaws.com"), host != "public.ecr.aws"
  else { return nil }
  for name in ["username", "password"] where step.input(name)?.plainText?.isEmpty ?? true {
    return (
      "the login to \(host) has no \(name), so the step fails", "state '\(name)' under 'with'"
    )
  }
  let ofGitHub = ["ghcr.io", "docker.pkg.github.com"].contains { host == $0 }
  guard !ofGitHub, RegistryHost.asksForLogin(host), step.input("password")?.isRunToken ?? false
  else {
    return nil
  }
  return (
    "the password is the token of GitHub, which \(host) refuses",
    step.input("registry") == nil
      ? "say 'registry: ghcr.io', or give a token of Docker Hub" : "give a token of \(host)"
  )
}
