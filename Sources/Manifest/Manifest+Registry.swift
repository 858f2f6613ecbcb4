internal import Dockerfiles
internal import SourceText
internal import YAML

extension ManifestReader {
  /// Where the images are pushed, with the registry's host in front, and how to get in there; `nil`
  /// when the place is not stated as it should be.
  mutating func registry(_ node: Node) -> (place: Located<String>, access: RegistryAccess)? {
    guard node.kind == .mapping else {
      guard let text = string(node, "registry"), let place = validRegistry(text) else { return nil }
      let access = RegistryAccess(host: String(place.value.prefix { $0 != "/" }))
      guard checkPlace(place, access) else { return nil }
      return (place, access)
    }
    let values = section(node, .registry)
    let kind = choice(
      values["kind"], "kind", of: RegistryAccess.Kind.allCases.map(\.rawValue),
      RegistryAccess.Kind.init)
    guard let host = host(values, kind, node) else {
      // What else is wrong shows in the same run.
      if let kind { _ = access(values, RegistryAccess(host: kind.onlyHost ?? "", kind: kind)) }
      return nil
    }
    let namespace = string(values["namespace"], "namespace")
    let text = Located(
      host.value + (namespace.map { "/" + $0.value } ?? ""), namespace?.range ?? host.range)
    guard let place = validRegistry(text) else { return nil }
    let known = RegistryAccess.Kind(host: host.value)
    if let kind, !fits(kind, known, host.value) {
      reportKind(kind, known, host, at: values["kind"]?.range ?? host.range)
      return nil
    }
    let access = access(values, RegistryAccess(host: host.value, kind: kind ?? known))
    guard checkPlace(place, access) else { return nil }
    return (place, access)
  }

  private mutating func host(
    _ values: [String: Node], _ kind: RegistryAccess.Kind?, _ node: Node
  ) -> Located<String>? {
    if let host = string(values["host"], "host") {
      let lower = host.value.lowercased()
      guard !lower.contains("/"), ImageReference(lower + "/x")?.registry == lower else {
        // Docker's own names for one host are mended where the kind is known.
        if lower == "index.docker.io" { return Located(lower, host.range) }
        report(
          "invalid-registry", "'host' is '\(host.value)', which is no registry's host",
          at: host.range,
          help: lower.contains("://")
            ? "leave the scheme out" : "write the host alone; the path is the 'namespace'")
        return nil
      }
      return Located(lower, host.range)
    }
    // A misspelt kind may have been one whose host is known.
    let isMisspelt = kind == nil && values["kind"] != nil
    if !isMisspelt, values["host"] == nil || values["host"]?.value == .null {
      if let host = kind?.onlyHost, let range = values["kind"]?.range {
        return Located(host, range)
      }
      report(
        "missing-key", "the registry has no 'host'", at: node.range,
        help: "'ghcr' and 'docker-hub' alone are one place")
    }
    return nil
  }

  /// The registry's host and a path as one name: its capitals are written small.
  private mutating func validRegistry(_ text: Located<String>) -> Located<String>? {
    // A name behind it makes a reference, which must then start with the registry as written.
    let lower = String(text.value.lowercased().trimmingSuffix(while: { $0 == "/" }))
    if lower == "index.docker.io" || lower.hasPrefix("index.docker.io/") {
      return Located(lower, text.range)
    }
    guard ImageReference(lower + "/x")?.repository == lower + "/x" else {
      report(
        "invalid-registry",
        "'registry' is '\(text.value)', not a registry host and a path of lower-case names",
        at: text.range, help: "such as ghcr.io/owner/name")
      return nil
    }
    // GitHub's owner names may have capitals, references may not: they are written in lower case.
    return Located(lower, text.range)
  }

  /// Whether the namespace is one that the kind of registry takes.
  private mutating func checkPlace(
    _ place: Located<String>, _ access: RegistryAccess
  ) -> Bool {
    let names = place.value.split(separator: "/").dropFirst()
    let (problem, help): (String?, String) =
      switch access.kind {
      case .dockerHub where access.host != "docker.io":
        (
          "Docker Hub's images are named by 'docker.io', not by '\(access.host)'",
          "did you mean 'docker.io'?"
        )
      case .dockerHub where names.count != 1:
        (
          "Docker Hub has one name before an image's own, not \(names.count)",
          "such as docker.io/owner"
        )
      case .ghcr where names.isEmpty:
        ("\(access.host) wants an owner", "such as \(access.host)/owner/name")
      case .gar where names.count < 2 && access.host.hasSuffix("-docker.pkg.dev"):
        (
          "Artifact Registry wants a project and a repository before an image's name",
          "such as \(access.host)/project/repository"
        )
      default: (nil, "")
      }
    guard let problem else { return true }
    report("invalid-registry", problem, at: place.range, help: help)
    return false
  }

  /// Whether a host of a known kind can be of the one that is stated.
  private func fits(
    _ kind: RegistryAccess.Kind, _ known: RegistryAccess.Kind, _ host: String
  ) -> Bool {
    switch kind {
    case known, .generic: true
    // GitHub and Azure have registries under names of their users' own.
    case .ghcr, .acr: known == .generic
    case .dockerHub, .ecr, .gar: false
    }
  }

  private mutating func reportKind(
    _ kind: RegistryAccess.Kind, _ known: RegistryAccess.Kind, _ host: Located<String>,
    at range: SourceRange
  ) {
    let forms: [RegistryAccess.Kind: String] = [
      .dockerHub: "docker.io", .ecr: "ACCOUNT.dkr.ecr.REGION.amazonaws.com",
      .gar: "LOCATION-docker.pkg.dev",
    ]
    report(
      "registry-mismatch",
      "'kind' is '\(kind.rawValue)', and '\(host.value)' is no host of that kind",
      at: range,
      help: known == .generic
        ? forms[kind].map { "its host is \($0)" } : "did you mean '\(known.rawValue)'?",
      fixes: known == .generic
        ? [] : [Fix("Write '\(known.rawValue)'", .suggestion, [Edit(range, known.rawValue)])])
  }
}
