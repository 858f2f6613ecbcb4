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
        // Which agents a value of the `ssh` input names is left to the builder.
        case .ssh: image.image.extras.ssh != nil
        }
      guard !isPassed else { continue }
      let name = requirement.kind == .secret ? "the secret '\(requirement.id)'" : "an SSH agent"
      diagnostics.appendOnce(
        Diagnostic(
          "missing-build-secret", .error,
          "the build fails without \(name), and image '\(image.name)' passes none",
          at: requirement.location,
          help: requirement.kind == .secret
            ? "state it in the manifest: secrets: {\(requirement.id): NAME_OF_THE_SECRET}"
            : "state it in the manifest: ssh: default"))
    }
  }
}
