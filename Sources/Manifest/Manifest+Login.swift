internal import SourceText
internal import YAML

/// Reads what a registry's mapping says beside the place: how to get in, and what answers mean.
extension ManifestReader {
  /// The access with what is stated of it.
  mutating func access(_ values: [String: Node], _ base: RegistryAccess) -> RegistryAccess {
    var access = base
    if let node = values["login"], node.value != .null {
      access.login = login(node, base) ?? base.login
    }
    if let path = string(values["ca"], "ca").flatMap({ checkedPath($0, "ca") }) {
      access.authority = path
    }
    if let node = values["create"], flag(node, "create") == true {
      if base.kind == .ecr {
        access.createsRepositories = true
      } else {
        reportMismatch(
          "'create' is for 'ecr': a registry of kind '\(base.kind.rawValue)' has repositories that "
            + "a push creates, or that a person does", at: node.range, help: "leave it out")
      }
    }
    access.absent = absent(values["absent"]) ?? base.absent
    access.hasImmutableTags =
      choice(values["tags"], "tags", of: ["mutable", "immutable"]) {
        ["mutable": false, "immutable": true][$0]
      } ?? false
    return access
  }

  private mutating func reportMismatch(_ text: String, at range: SourceRange, help: String?) {
    report("registry-mismatch", text, at: range, help: help)
  }

  private mutating func flag(_ node: Node, _ what: String) -> Bool? {
    if node.value == .null { return nil }
    if case .bool(let value) = node.value { return value }
    reportType(of: node, in: "'\(what)'", expected: "true or false")
    return nil
  }

  /// The statuses that mean absence.
  private mutating func absent(_ node: Node?) -> [Int]? {
    guard let node, node.value != .null else { return nil }
    var codes: Set<Int> = []
    for item in node.kind == .sequence ? node.items.map({ $0 }) : [node] {
      guard case .int(let code) = item.value, RegistryAccess.statuses.contains(code) else {
        report(
          "invalid-absent",
          "\(item.text.map { "'\($0)'" } ?? "this") never means that an image is "
            + "not there", at: item.range, help: "list some of 401, 403, 404")
        return nil
      }
      codes.insert(code)
    }
    guard codes.contains(404) else {
      report(
        "invalid-absent", "'absent' leaves 404 out, by which every registry means it",
        at: node.range, help: "add 404")
      return nil
    }
    return codes.sorted()
  }

  private mutating func login(_ node: Node, _ base: RegistryAccess) -> RegistryAccess.Login? {
    guard node.kind == .mapping else {
      let words = ["token", "none", "secrets", "oidc"]
      let word = choice(node, "login", of: words) { words.contains($0) ? $0 : nil }
      switch word {
      case "token" where base.kind == .ghcr: return .token
      case "token":
        reportMismatch(
          "GitHub's token opens 'ghcr', and this registry is '\(base.kind.rawValue)'",
          at: node.range,
          help: base.kind.identityKeys.isEmpty
            ? "state 'secrets', or leave 'login' out" : "state 'secrets' or 'oidc'")
      case "none" where base.kind != .generic:
        reportMismatch(
          "'\(base.host)' lets nobody push who has not signed in", at: node.range,
          help: base.kind == .ghcr ? "leave 'login' out" : "state 'secrets', or leave 'login' out")
      case "none": return .nobody
      case let word?:
        report(
          "missing-key", "'login: \(word)' does not say which", at: node.range,
          help: word == "oidc"
            ? "write a mapping, 'oidc: {…}', with its keys"
            : "write a mapping, 'secrets: {user: …, password: …}'")
      case nil: break
      }
      return nil
    }
    let ways = section(node, .login)
    switch (ways["secrets"], ways["oidc"]) {
    case (let secrets?, nil): return self.secrets(of: secrets)
    case (nil, let identity?): return self.identity(identity, base)
    case (_?, let identity?):
      reportMismatch(
        "'login' states both 'secrets' and 'oidc', and a job signs in once", at: identity.range,
        help: "leave one of them out")
    case (nil, nil):
      if ways.isEmpty, node.entries.isEmpty {
        report(
          "empty-value", "'login' is empty", at: node.range, help: "state 'secrets' or 'oidc'")
      }
    }
    return nil
  }

  private mutating func secrets(of node: Node) -> RegistryAccess.Login? {
    let values = section(node, .loginSecrets)
    let user = required("user", in: "secrets", values, node)
    let password = required("password", in: "secrets", values, node)
    for name in [user, password].compactMap(\.self) { checkSecret(name) }
    guard let user, let password else { return nil }
    return .secrets(user: user.value, password: password.value)
  }

  private mutating func identity(
    _ node: Node, _ base: RegistryAccess
  ) -> RegistryAccess.Login? {
    let own = base.kind.identityKeys
    guard !own.isEmpty else {
      reportMismatch(
        "a registry of kind '\(base.kind.rawValue)' takes no identity token that scripts could use",
        at: node.range,
        help: base.kind == .ghcr ? "leave 'login' out: GitHub's token opens it" : "state 'secrets'")
      return nil
    }
    let values = section(node, .identity)
    for entry in node.entries {
      guard let key = entry.key.text, values[key] != nil, !own.contains(key) else { continue }
      reportMismatch(
        "'\(key)' belongs to another cloud than the registry, which is '\(base.kind.rawValue)'",
        at: entry.key.range,
        help: "its keys are \(own.map { "'\($0)'" }.joined(separator: ", "))")
      return nil
    }
    checkExpressions(node)
    func value(_ key: String) -> String? { required(key, in: "oidc", values, node)?.value }
    switch base.kind {
    case .ecr: return role(in: values, node)
    case .gar:
      let (provider, account) = (value("provider"), value("service-account"))
      guard let provider, let account else { return nil }
      return .google(provider: provider, serviceAccount: account)
    default:
      let (client, tenant) = (value("client"), value("tenant"))
      guard let client, let tenant else { return nil }
      // The token is asked for by the registry's name, which a host of one's own does not tell, and
      // elsewhere than in the public cloud Azure signs in in another way.
      guard base.host.hasSuffix(".azurecr.io") else {
        reportMismatch(
          "'oidc' gets a token for a registry NAME.azurecr.io, and '\(base.host)' is none",
          at: node.range, help: "state 'secrets'")
        return nil
      }
      let subscription = string(values["subscription"], "subscription")?.value
      return .azure(client: client, tenant: tenant, subscription: subscription)
    }
  }

  /// The role to assume. Its name alone would do within one account, which nobody says to be the
  /// registry's: an ARN is `arn:PARTITION:iam::ACCOUNT:role/NAME`, AWS documentation "IAM identifiers".
  private mutating func role(in values: [String: Node], _ node: Node) -> RegistryAccess.Login? {
    guard let role = required("role", in: "oidc", values, node) else { return nil }
    let parts = role.value.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    let isName =
      parts.count == 6 && parts[0] == "arn" && parts[2] == "iam" && parts[3].isEmpty
      && parts[5].hasPrefix("role/")
    guard role.value.contains("${{") || isName else {
      reportMismatch(
        "'\(role.value)' is no role", at: role.range,
        help: "write its ARN, such as 'arn:aws:iam::123456789012:role/push'")
      return nil
    }
    return .aws(role: role.value)
  }

  private mutating func required(
    _ key: String, in section: String, _ values: [String: Node], _ node: Node
  ) -> Located<String>? {
    if let value = string(values[key], key) { return value }
    // Of another type or empty is reported as that.
    if values[key] == nil || values[key]?.value == .null {
      report("missing-key", "'\(section)' has no '\(key)'", at: node.range)
    }
    return nil
  }
}
