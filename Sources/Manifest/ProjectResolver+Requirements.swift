internal import Dockerfiles
internal import SourceText

extension ProjectResolver {
  /// Reports a secret that a RUN cannot do without and that the generated build does not pass.
  mutating func checkRequirements(of image: ResolvedImage, _ resolutions: [Resolution]) {
    guard image.isBuiltHere else { return }
    let passed = Set(image.image.extras.secrets.map(\.id.value))
    for requirement in resolutions.flatMap(\.requirements) {
      let isPassed =
        switch requirement.kind {
        // The action that builds passes tokens for git by itself.
        case .secret:
          passed.contains(requirement.id) || requirement.id.hasPrefix("GIT_AUTH_")
        case .ssh: image.image.extras.ssh.map { Self.passes($0.value, requirement.id) } ?? false
        }
      guard !isPassed else { continue }
      let name =
        requirement.kind == .secret
        ? "the secret '\(requirement.id)'" : "the SSH agent '\(requirement.id)'"
      diagnostics.appendOnce(
        Diagnostic(
          "missing-build-secret", .error,
          "the build fails without \(name), and image '\(image.name)' passes none",
          at: requirement.location,
          help: requirement.kind == .secret
            ? "state it in the manifest: secrets: {\(requirement.id): NAME_OF_THE_SECRET}"
            : "state it in the manifest: ssh: \(requirement.id)"))
    }
  }

  /// Whether the `ssh` input of the build, `id` or `id=path` each on its own line or behind a comma,
  /// passes an agent; what holds an expression may.
  private static func passes(_ input: String, _ id: String) -> Bool {
    input.contains("${{")
      || input.split(whereSeparator: { $0 == "," || $0.isNewline }).contains { part in
        part.prefix { $0 != "=" }.filter { !$0.isWhitespace } == id
      }
  }
}
