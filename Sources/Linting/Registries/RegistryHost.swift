/// The registry that an image name or the address of a login means.
enum RegistryHost {
  /// The registry of an image name; `nil` when it is not known.
  ///
  /// A name whose first part holds neither a dot nor a colon is one of Docker Hub.
  static func of(_ name: PartialText) -> String? {
    let text = name.pattern
    guard let slash = text.firstIndex(of: "/") else { return name.isKnown ? hub : nil }
    let host = PartialText(pattern: String(text[..<slash]))
    guard let known = host.text else { return nil }
    guard known.contains(".") || known.contains(":") || known == "localhost" else { return hub }
    return canonical(known)
  }

  /// The registry of the address that somebody logs in to; `nil` when it is not known.
  static func ofAddress(_ address: PartialText) -> String? {
    var text = address.pattern[...]
    for scheme in ["https://", "http://"] where text.hasPrefix(scheme) {
      text = text.dropFirst(scheme.count)
    }
    let host = PartialText(pattern: String(text.prefix { $0 != "/" }))
    return host.text.map { $0.isEmpty ? hub : canonical($0) }
  }

  /// Docker Hub.
  static let hub = "docker.io"

  /// Whether it is a public service that nobody may push to unless they log in.
  static func asksForLogin(_ host: String) -> Bool {
    [hub, "ghcr.io", "quay.io", "gcr.io", "registry.gitlab.com", "public.ecr.aws"].contains(host)
      || [".azurecr.io", ".amazonaws.com", ".gcr.io", ".pkg.dev"].contains { host.hasSuffix($0) }
  }

  private static func canonical(_ host: String) -> String {
    let names = ["index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"]
    let host = host.lowercased()
    return names.contains(host) ? hub : host
  }
}
