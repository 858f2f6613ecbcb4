/// How the registry of the images is reached, and how its answers are read.
public struct RegistryAccess: Sendable, Hashable {
  /// What runs the registry.
  public enum Kind: String, Sendable, CaseIterable {
    /// GitHub's.
    case ghcr
    /// Docker Hub.
    case dockerHub = "docker-hub"
    /// Amazon Elastic Container Registry, a private one.
    case ecr
    /// Google Artifact Registry, also behind the older names of Container Registry.
    case gar
    /// Azure Container Registry.
    case acr
    /// Any other one.
    case generic
  }

  /// How a job signs in.
  public enum Login: Sendable, Hashable {
    /// It does not: the registry takes everybody.
    case nobody
    /// With GitHub's own token.
    case token
    /// With the value of a variable and that of a secret, by their names.
    case secrets(user: String, password: String)
    /// With a role of AWS, by its ARN, that trusts GitHub's identity token.
    case aws(role: String)
    /// With a workload identity provider of Google Cloud, as a service account.
    case google(provider: String, serviceAccount: String)
    /// With a federated identity of Microsoft Entra.
    case azure(client: String, tenant: String, subscription: String?)

    /// Whether the job trades GitHub's identity token for a credential of a cloud.
    public var usesIdentityToken: Bool {
      switch self {
      case .nobody, .token, .secrets: false
      case .aws, .google, .azure: true
      }
    }
  }

  /// The host, with its port.
  public var host: String
  /// What runs it.
  public var kind: Kind
  /// How a job signs in.
  public var login: Login
  /// Certificates of the authority that vouches for the host: a file of the repository in PEM form;
  /// `nil` where the runner trusts the host already.
  public var authority: Located<String>?
  /// Whether builds create the repositories that they push to.
  public var createsRepositories = false
  /// The statuses of HTTP that mean "no such image", sorted.
  public var absent: [Int]
  /// Whether a tag that is there can never hold anything else.
  public var hasImmutableTags = false

  /// The statuses that may mean "no such image".
  public static let statuses = [401, 403, 404]
  /// The variable whose value is the user where none is named.
  public static let defaultUser = "REGISTRY_USERNAME"
  /// The secret whose value is the password where none is named.
  public static let defaultPassword = "REGISTRY_PASSWORD"

  /// The access to a host of which nothing else is stated.
  public init(host: String) {
    self.init(host: host, kind: Kind(host: host))
  }

  /// The access to a host of a kind of which nothing else is stated.
  init(host: String, kind: Kind) {
    self.host = host
    self.kind = kind
    let name = host.prefix { $0 != ":" }
    login =
      if kind == .ghcr {
        .token
      } else if name == "localhost" || name.hasPrefix("127.") {
        .nobody
      } else {
        .secrets(user: Self.defaultUser, password: Self.defaultPassword)
      }
    absent = kind.absent
  }

  /// The account and the region of a registry of Amazon's, from its host.
  public var amazon: (account: String, region: String)? { Self.amazon(host) }

  /// `ACCOUNT.dkr.ecr[-fips].REGION.amazonaws.com[.cn]`, or `ACCOUNT.dkr-ecr[-fips].REGION.on.aws`
  /// for both stacks of IP: AWS documentation "Amazon ECR endpoints and quotas".
  fileprivate static func amazon(_ host: String) -> (account: String, region: String)? {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard let account = parts.first, account.utf8.count == 12,
      account.utf8.allSatisfy({ (48...57).contains($0) }), parts.count > 4
    else { return nil }
    let (service, rest) =
      parts[1] == "dkr" ? (parts[2], Array(parts[3...])) : (parts[1], Array(parts[2...]))
    let isService = ["ecr", "ecr-fips", "dkr-ecr", "dkr-ecr-fips"].contains(service)
    let ends = [
      ["amazonaws", "com"], ["amazonaws", "com", "cn"], ["amazonaws", "eu"], ["on", "aws"],
    ]
    guard isService, let region = rest.first, !region.isEmpty,
      ends.contains(Array(rest.dropFirst()))
    else { return nil }
    return (account, region)
  }
}

extension RegistryAccess.Kind {
  /// The kind that a host's name tells; `generic` when it tells none.
  public init(host: String) {
    self =
      if host == "ghcr.io" {
        .ghcr
      } else if host == "docker.io" || host.hasSuffix(".docker.io") {
        .dockerHub
      } else if RegistryAccess.amazon(host) != nil {
        .ecr
      } else if host == "gcr.io" || host.hasSuffix(".gcr.io") || host.hasSuffix("-docker.pkg.dev") {
        .gar
      } else if [".azurecr.io", ".azurecr.cn", ".azurecr.us"].contains(where: host.hasSuffix) {
        .acr
      } else {
        .generic
      }
  }

  /// What the registry answers of an image that was never pushed.
  ///
  /// Docker Hub says 401 of a repository that does not exist yet, after it has granted a token.
  var absent: [Int] { self == .dockerHub ? [401, 404] : [404] }

  /// The host that stands for the kind where only one does.
  var onlyHost: String? {
    switch self {
    case .ghcr: "ghcr.io"
    case .dockerHub: "docker.io"
    case .ecr, .gar, .acr, .generic: nil
    }
  }

  /// The keys of `oidc` that are this kind's own; none for a kind that knows no identity tokens.
  var identityKeys: [String] {
    switch self {
    case .ecr: ["role"]
    case .gar: ["provider", "service-account"]
    case .acr: ["client", "tenant", "subscription"]
    case .ghcr, .dockerHub, .generic: []
    }
  }
}
