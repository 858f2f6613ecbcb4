extension ManifestSection {
  /// `registry:` as a mapping.
  public static let registry = ManifestSection(
    title: "registry",
    about: "A text, such as `ghcr.io/owner/name`, states the host and the namespace, and the rest "
      + "follows from the host as said below. A mapping states more.",
    keys: [
      .works(
        "kind", words(RegistryAccess.Kind.allCases.map(\.rawValue)),
        absent:
          "`ghcr` for `ghcr.io`, `docker-hub` for `docker.io`, `ecr` for `….dkr.ecr.….amazonaws.com`,"
          + " `gar` for `…-docker.pkg.dev` and `gcr.io`, `acr` for `….azurecr.io`; `generic` for "
          + "every other host",
        "what runs the registry, where its host does not tell"),
      .works(
        "host", "a host, with its port if it has one",
        absent: "`ghcr.io` or `docker.io` where that is the `kind`", "where it is"),
      .works(
        "namespace", "a path, such as `owner/name`",
        "what every image's name begins with. Docker Hub knows one part and an image's name has no "
          + "`/` there; Artifact Registry wants a project and a repository"),
      .works(
        "login", "`token`, `none`, or see [login](#login)",
        absent:
          "`token` for `ghcr`, `none` on the machine itself; otherwise the variable "
          + "\(code(RegistryAccess.defaultUser)) and the secret \(code(RegistryAccess.defaultPassword))",
        "how jobs sign in: with GitHub's own token, which `ghcr` alone takes; not at all; or with "
          + "what the mapping names"),
      .works(
        "ca", "a file with certificates in PEM form",
        "the authority that vouches for the host, where runners do not know it. A task's container "
          + "is pulled before any step: its runner has to trust the host by itself"),
      .works(
        "create", "`true` or `false`", absent: "`false`",
        "whether a build creates the repositories of its image and of its cache, which `ecr` alone "
          + "needs. The role has to be allowed `ecr:CreateRepository`"),
      .works(
        "absent", "a list of `401`, `403`, `404`, of which `404` is one",
        absent: "`[404, 401]` for `docker-hub`, `[404]` otherwise",
        "which answers mean that an image is not there. Any other answer is unknown, and the plan "
          + "fails. Virtual repositories of Artifactory say 403 of what they do not hold, Quay and "
          + "Harbor 401. An answer that means it also hides a lost right: the build then fails when it "
          + "pushes. 401 counts only when the registry has granted a token before"),
      .works(
        "tags", words(["mutable", "immutable"]), absent: "`mutable`",
        "whether a tag can be pushed again. Where it cannot, an image that is built anew for the "
          + "same content gets a counter, `src-….2`, and the highest one counts; and no tag follows "
          + "the branch but those that an image states under `tags`, which the registry's rule has to "
          + "leave out, as it has to leave out the cache"),
    ])

  /// `login:` as a mapping.
  public static let login = ManifestSection(
    title: "login",
    about: "One of the two.",
    keys: [
      .works(
        "secrets", "see [secrets](#secrets)",
        "a user and a password. For `ecr` they are an access key's id and the key"),
      .works(
        "oidc", "see [oidc](#oidc)",
        "GitHub's identity token, which `ecr`, `gar` and `acr` trade for a credential of their own. "
          + "The jobs get `id-token: write`. A task's container is pulled before any step can sign in: "
          + "its image has to be readable without"),
    ])

  /// `secrets:` of a login.
  public static let loginSecrets = ManifestSection(
    title: "secrets",
    about:
      "Both are required. GitHub drops every output of a job that holds the value of a secret, "
      + "and names of images often hold that of a user: the user is therefore a variable.",
    keys: [
      .works("user", "a name of a variable", "the variable whose value is the user"),
      .works("password", "a name of a secret", "the secret whose value is the password"),
    ])

  /// `oidc:` of a login.
  public static let identity = ManifestSection(
    title: "oidc",
    about: "Each kind of registry has its own keys. Values may be expressions of variables, "
      + "`${{ vars.NAME }}`.",
    keys: [
      .works("role", "an ARN", "for `ecr`, required: the role that trusts this repository"),
      .works(
        "provider", "`projects/…/providers/…`",
        "for `gar`, required: the workload identity provider"),
      .works("service-account", "an address", "for `gar`, required: the service account"),
      .works("client", "an id", "for `acr`, required: the application or managed identity"),
      .works("tenant", "an id", "for `acr`, required: the directory"),
      .works(
        "subscription", "an id",
        "for `acr`: the subscription, where the identity has a role in one"),
    ])
}
