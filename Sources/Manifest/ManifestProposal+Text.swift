internal import YAML

extension ManifestProposal {
  /// The text of the manifest.
  public var text: String {
    let repository = repository ?? Self.placeholder
    var pairs: [(String, YAMLValue)] = [
      ("version", 1),
      (
        "repository",
        .string(repository).commented(self.repository == nil ? "the repository on GitHub" : nil)
      ),
      ("registry", .string(registry ?? "ghcr.io/\(repository.lowercased())")),
    ]
    if let branch { pairs.append(("branch", .string(branch))) }
    if !tiers.isEmpty {
      pairs.append(("tiers", .mapping(tiers.map { ($0.name, value(of: $0)) }).afterBlankLine()))
    }
    let images = images.map { ($0.name, value(of: $0)) }
    pairs.append(("images", .mapping(images).afterBlankLine()))
    return YAMLWriter.write(.mapping(pairs), header: header)
  }

  private var header: [String] {
    let first =
      "What builds on what, the Dockerfiles say; this file says policy. See 'wfgen graph'."
    guard !publishers.isEmpty else { return [first] }
    return [first, "To be taken out once wfgen's workflows run, for they push the same images:"]
      + publishers
  }

  private func value(of tier: ProposedTier) -> YAMLValue {
    var keys: [(String, YAMLValue)] = [("title", .string(tier.title))]
    guard tier.isHeavy else { return .mapping(keys) }
    keys += [
      ("build-timeout", .int(120)), ("cleanup", .string(Cleanup.freeDisk.rawValue)),
      ("max-parallel", 2),
    ]
    return YAMLValue.mapping(keys).commented("they, or what they build on, name gigabytes")
  }

  private func value(of image: Image) -> YAMLValue {
    var keys: [(String, YAMLValue)] = [("dockerfile", .string(image.dockerfile))]
    if image.context != "." { keys.append(("context", .string(image.context))) }
    if let target = image.target { keys.append(("target", .string(target))) }
    if !image.arguments.isEmpty {
      let arguments = image.arguments.sorted { $0.key < $1.key }
      keys.append(("build-args", .mapping(arguments.map { ($0.key, .string($0.value)) })))
    }
    if !image.platforms.isEmpty {
      keys.append(("platforms", YAMLValue.strings(image.platforms).flow()))
    }
    if let tier = image.tier { keys.append(("tier", .string(tier))) }
    if let repository = image.repository { keys.append(("repository", .string(repository))) }
    if !image.tags.isEmpty { keys.append(("tags", YAMLValue.strings(image.tags).flow())) }
    return YAMLValue.mapping(keys).commented(image.origin.map { "as in \($0)" })
  }
}
