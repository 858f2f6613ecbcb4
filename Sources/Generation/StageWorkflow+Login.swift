internal import Manifest
internal import Workflows
internal import YAML

/// The steps that get into the registry.
extension StageWorkflow {
  private var access: RegistryAccess { manifest.access }

  /// The environment with which scripts reach the registry.
  var registryEnvironment: [(name: String, value: String)] {
    guard let credentials = pipeline.credentials else { return [] }
    return [("REGISTRY_USER", credentials.user), ("REGISTRY_PASSWORD", credentials.password)]
  }

  /// Makes what the scripts of the job sign in with; none where GitHub or a secret holds it.
  var credentialSteps: [Step] {
    switch access.login {
    case .nobody, .token: []
    case .secrets(let user, let password):
      access.kind == .ecr
        ? amazon([
          ("aws-access-key-id", .string("${{ vars.\(user) }}")),
          ("aws-secret-access-key", .string("${{ secrets.\(password) }}")),
        ]) : []
    case .aws(let role): amazon([("role-to-assume", .string(role))])
    case .google(let provider, let account): [google(provider, account)]
    case .azure(let client, let tenant, let subscription): azure(client, tenant, subscription)
    }
  }

  /// Signs docker in to the registry; a second attempt follows when the first fails.
  ///
  /// Only what is safe to repeat is tried again: signing in, asking, copying a manifest.
  var login: [Step] {
    guard let credentials = pipeline.credentials else { return [] }
    // What makes Amazon's credentials signs docker in as well.
    if access.kind == .ecr { return [] }
    var inputs: [(name: String, value: YAMLValue)] = []
    // Without a registry the action signs in to Docker Hub, under the name that docker looks for.
    if access.kind != .dockerHub { inputs.append(("registry", .string(access.host))) }
    inputs += [
      ("username", .string(credentials.user)), ("password", .string(credentials.password)),
    ]
    return twice(.login, with: inputs)
  }

  private func twice(
    _ pin: ActionPin, with inputs: [(name: String, value: YAMLValue)], secondID: String? = nil
  ) -> [Step] {
    var first = Step(
      "Sign in to \(access.host)", id: "login", timeout: Minutes.login, .uses(pin, with: inputs))
    first.continueOnError = true
    let second = Step(
      "Sign in again", id: secondID, if: "steps.login.outcome == 'failure'",
      timeout: Minutes.login, .uses(pin, with: inputs))
    return [first, second]
  }

  private func amazon(_ identity: [(name: String, value: YAMLValue)]) -> [Step] {
    guard let (account, region) = access.amazon else { return [] }
    return [
      Step(
        "Get credentials of AWS", timeout: Minutes.login,
        .uses(.awsCredentials, with: identity + [("aws-region", .string(region))]))
    ]
      + twice(
        .ecrLogin, with: [("registries", YAMLValue.string(account))], secondID: "login-again")
  }

  /// Neither a file in the workspace, which would be in the build's context, nor variables for the
  /// steps behind it: the token alone.
  private func google(_ provider: String, _ account: String) -> Step {
    Step(
      "Get a token of Google Cloud", id: "cloud", timeout: Minutes.login,
      .uses(
        .googleAuth,
        with: [
          ("token_format", .string("access_token")),
          ("workload_identity_provider", .string(provider)),
          ("service_account", .string(account)),
          ("create_credentials_file", .bool(false)),
          ("export_environment_variables", .bool(false)),
        ]))
  }

  private func azure(_ client: String, _ tenant: String, _ subscription: String?) -> [Step] {
    let place: (name: String, value: YAMLValue) =
      subscription.map { ("subscription-id", .string($0)) }
      ?? ("allow-no-subscriptions", .bool(true))
    return [
      Step(
        "Sign in to Azure", timeout: Minutes.login,
        .uses(
          .azureLogin,
          with: [("client-id", .string(client)), ("tenant-id", .string(tenant)), place])),
      script(
        "Get a token of the registry", "azure", id: "registry-token", timeout: Minutes.login,
        env: []),
    ]
  }

  /// Has docker trust the authority that vouches for the registry.
  var trust: [Step] {
    guard let authority = access.authority else { return [] }
    return [
      Step(
        "Trust the registry's authority", timeout: Minutes.summary,
        env: [("AUTHORITY", authority.value), ("FILE", Self.authorityFile(access))],
        .run("sudo install -D -m 644 \"$AUTHORITY\" \"$FILE\""))
    ]
  }

  /// Where docker looks for the authority of a host: docs "Verify repository client with
  /// certificates".
  static func authorityFile(_ access: RegistryAccess) -> String {
    "/etc/docker/certs.d/\(access.host)/ca.crt"
  }

  /// Creates the repositories that the build pushes to.
  var creation: [Step] {
    guard access.createsRepositories else { return [] }
    return [
      script(
        "Create the repositories", "create", if: "steps.look.outputs.build == 'true'",
        timeout: Minutes.login, env: [("IMAGE", "${{ matrix.image }}")])
    ]
  }

  /// What a job needs whose steps reach the registry.
  func permissions(packages: String, _ more: Permissions = [:]) -> Permissions {
    var permissions = permissionsWithoutSteps(packages: packages, more)
    if access.login.usesIdentityToken { permissions.grant("write", to: "id-token") }
    return permissions
  }

  /// What a job needs whose container alone comes from the registry: nothing in it signs in to a
  /// cloud.
  func permissionsWithoutSteps(packages: String, _ more: Permissions) -> Permissions {
    var permissions: Permissions = ["contents": "read"]
    for (scope, access) in more.entries { permissions.grant(access, to: scope) }
    if pipeline.usesToken { permissions.grant(packages, to: "packages") }
    return permissions
  }
}
