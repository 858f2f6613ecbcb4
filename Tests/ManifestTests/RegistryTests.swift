import Manifest
import SourceText
import Testing

@Suite("The registry of a manifest")
struct RegistryTests {
  private func read(_ registry: String) -> (manifest: Manifest?, diagnostics: [Diagnostic]) {
    let text = "version: 1\nrepository: o/r\nimages: {base: {}}\nregistry: \(registry)\n"
    return Manifest.read(SourceFile(name: "wfgen.yml", text: text))
  }

  private func access(_ registry: String) throws -> RegistryAccess {
    let (manifest, diagnostics) = read(registry)
    #expect(diagnostics == [], "\(registry)")
    return try #require(manifest).access
  }

  @Test func isTakenForWhatItsHostTells() throws {
    let defaults = RegistryAccess.Login.secrets(
      user: "REGISTRY_USERNAME", password: "REGISTRY_PASSWORD")
    for (text, kind, login) in [
      ("ghcr.io/Owner/Name", RegistryAccess.Kind.ghcr, RegistryAccess.Login.token),
      ("docker.io/owner", .dockerHub, defaults),
      ("123456789012.dkr.ecr.eu-central-1.amazonaws.com", .ecr, defaults),
      ("123456789012.dkr.ecr-fips.us-east-1.amazonaws.com/team", .ecr, defaults),
      ("123456789012.dkr-ecr.eu-west-1.on.aws", .ecr, defaults),
      ("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", .ecr, defaults),
      ("europe-docker.pkg.dev/project/images", .gar, defaults),
      ("eu.gcr.io/project", .gar, defaults), ("example.azurecr.io", .acr, defaults),
      ("registry.example.com:5000/team", .generic, defaults),
      ("public.ecr.aws/alias", .generic, defaults), ("quay.io/owner", .generic, defaults),
      ("localhost:5000", .generic, .nobody), ("127.0.0.1:5000/x", .generic, .nobody),
    ] {
      let access = try access(text)
      #expect(access.kind == kind, "\(text)")
      #expect(access.login == login, "\(text)")
      #expect(access.absent == (kind == .dockerHub ? [401, 404] : [404]), "\(text)")
      #expect(!access.hasImmutableTags && !access.createsRepositories, "\(text)")
    }
  }

  @Test func saysAsAMappingWhatATextSays() throws {
    let (manifest, diagnostics) = read("{kind: ghcr, namespace: Owner/Name}")
    #expect(diagnostics == [])
    #expect(manifest?.registry.value == "ghcr.io/owner/name")
    #expect(manifest?.access == RegistryAccess(host: "ghcr.io"))
    #expect(
      read("{host: 'registry.example.com:5000'}").manifest?.registry.value
        == "registry.example.com:5000")
  }

  @Test func readsWhatEachKindIsSignedInWith() throws {
    let amazon = "123456789012.dkr.ecr.eu-central-1.amazonaws.com"
    #expect(
      try access("{host: \(amazon), create: true, login: {oidc: {role: 'arn:aws:iam::1:role/x'}}}")
        .login == .aws(role: "arn:aws:iam::1:role/x"))
    #expect(try access(amazon).amazon?.account == "123456789012")
    #expect(try access(amazon).amazon?.region == "eu-central-1")
    let google = "{provider: projects/1/p, service-account: x@example.com}"
    #expect(
      try access("{host: eu-docker.pkg.dev, namespace: p/r, login: {oidc: \(google)}}").login
        == .google(provider: "projects/1/p", serviceAccount: "x@example.com"))
    #expect(
      try access("{host: x.azurecr.io, login: {oidc: {client: '${{ vars.ID }}', tenant: t}}}").login
        == .azure(client: "${{ vars.ID }}", tenant: "t", subscription: nil))
    #expect(
      try access("{host: registry.example.com, login: {secrets: {user: U, password: P}}}").login
        == .secrets(user: "U", password: "P"))
    #expect(try access("{host: registry.example.com, login: none}").login == .nobody)
    #expect(
      try access("{kind: ghcr, host: containers.example.ghe.com, namespace: o}").login == .token)
  }

  @Test func readsHowAnswersAndTagsAreMeant() throws {
    let access = try access(
      "{host: registry.example.com, absent: [404, 403], tags: immutable, ca: certs//ca.pem}")
    #expect(access.absent == [403, 404])
    #expect(access.hasImmutableTags)
    #expect(access.authority?.value == "certs/ca.pem")
    #expect(try self.access("{host: registry.example.com, absent: 404}").absent == [404])
  }

  @Test func asksWhetherAnotherWordWasMeant() {
    func help(_ registry: String) -> String? {
      let (_, diagnostics) = read(registry)
      #expect(diagnostics.count == 1, "\(diagnostics)")
      return diagnostics.first?.help
    }
    #expect(help("{kind: ecr, host: ghcr.io, namespace: o/r}") == "did you mean 'ghcr'?")
    #expect(help("{kind: dockerhub, namespace: o}") == "did you mean 'docker-hub'?")
    #expect(help("{host: ghcr.io, namespace: o, logn: token}") == "did you mean 'login'?")
    #expect(help("index.docker.io/owner") == "did you mean 'docker.io'?")
    #expect(
      help("{kind: docker-hub, host: index.docker.io, namespace: o}")
        == "did you mean 'docker.io'?")
    #expect(help("{kind: ghcr, namespace: o/r, login: none}") == "leave 'login' out")
    let amazon = "123456789012.dkr.ecr.eu-central-1.amazonaws.com"
    #expect(
      help("{host: \(amazon), login: {oidc: {role: push}}}")
        == "write its ARN, such as 'arn:aws:iam::123456789012:role/push'")
    #expect(
      help("{host: x.azurecr.io, login: {oidc: {role: arn}}}")
        == "its keys are 'client', 'tenant', 'subscription'")
  }
}
