internal import Dockerfiles
public import SourceText
internal import Workflows
internal import YAML

extension Manifest {
  /// Reads a manifest. Returns `nil` for it when the file holds no mapping; problems are returned in
  /// either case.
  public static func read(_ file: SourceFile) -> (manifest: Manifest?, diagnostics: [Diagnostic]) {
    let document = YAMLDocument(parsing: file)
    var reader = ManifestReader(file)
    reader.diagnostics = document.diagnostics
    guard let root = document.root, root.value != .null else {
      if reader.diagnostics.isEmpty {
        reader.report("empty-manifest", "the manifest is empty", at: SourceRange.at(0))
      }
      return (nil, reader.diagnostics)
    }
    let manifest = reader.manifest(root)
    return (manifest, reader.diagnostics)
  }
}

extension ManifestReader {
  fileprivate mutating func manifest(_ root: Node) -> Manifest? {
    let values = section(root, .root)
    guard root.kind == .mapping else { return nil }
    readVersion(required("version", values, root, help: "write 'version: 1'"))
    let repository = validRepository(required("repository", values, root))
    let registry = required("registry", values, root).flatMap { self.registry($0) }
    // With a word in their place, everything else is looked at as well.
    let nowhere = SourceRange.at(0)
    var manifest = Manifest(
      file: file, repository: repository ?? Located(ManifestProposal.placeholder, nowhere),
      registry: registry?.place ?? Located("ghcr.io/\(ManifestProposal.placeholder)", nowhere))
    if let access = registry?.access { manifest.access = access }
    manifest.isRepositoryKnown = repository != nil
    manifest.isRegistryKnown = registry != nil
    manifest.places = values.mapValues(\.range)
    readPolicies(values, into: &manifest)
    manifest.tiers = named(values["tiers"], "tiers").map { tier($0, $1) }
    manifest.images = named(values["images"], "images").flatMap { images($0, $1) }
    manifest.tasks = named(values["tasks"], "tasks").compactMap { task($0, $1) }
    if let expect = values["expect"] {
      let known = section(expect, .expect)
      manifest.expectations = named(expect, "expect").filter { known[$0.name.value] != nil }
        .map { Expectation(subject: $0.name, value: $0.value) }
      for key in ["total", "sequential"] { _ = minutes(known[key], key) }
    }
    if manifest.images.isEmpty {
      report("no-images", "the manifest names no image", at: (values["images"] ?? root).range)
    }
    return manifest
  }

  /// The value of a key that has to be there.
  private mutating func required(
    _ key: String, _ values: [String: Node], _ root: Node, help: String? = nil
  ) -> Node? {
    guard let node = values[key] else {
      report("missing-key", "the manifest states no '\(key)'", at: SourceRange.at(0), help: help)
      return nil
    }
    guard node.value != .null else {
      report("missing-key", "the manifest states no value for '\(key)'", at: node.range, help: help)
      return nil
    }
    return node
  }

  private mutating func readVersion(_ node: Node?) {
    guard let node, node.value != .int(1) else { return }
    if case .string("1") = node.value {
      report(
        "unknown-version", "'version' is a text, and wfgen reads the number 1", at: node.range,
        help: "write 'version: 1', without quotes",
        fixes: [Fix("Write '1'", .safe, [Edit(node.range, "1")])])
      return
    }
    report(
      "unknown-version",
      "'version' is \(node.text.map { "'\($0)'" } ?? "no number"), and this wfgen reads version 1",
      at: node.range)
  }

  private mutating func validRepository(_ node: Node?) -> Located<String>? {
    guard let text = string(node, "repository") else { return nil }
    let parts = text.value.split(separator: "/", omittingEmptySubsequences: false)
    let plain = parts.allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { $0.isNameByte || $0 == UInt8(ascii: ".") }
    }
    guard parts.count == 2, plain else {
      report(
        "invalid-repository", "'repository' is '\(text.value)', not an owner and a name",
        at: text.range, help: "write it as on GitHub: owner/name")
      return nil
    }
    if text.value == ManifestProposal.placeholder {
      report(
        "placeholder-repository", "'repository' is still the placeholder '\(text.value)'",
        at: text.range, help: "write the repository's name on GitHub, here and in 'registry'")
    }
    return text
  }

  private mutating func readPolicies(_ values: [String: Node], into manifest: inout Manifest) {
    if let branch = string(values["branch"], "branch") {
      if branch.value.utf8.allSatisfy({ $0.isNameByte || "./+".utf8.contains($0) }) {
        manifest.branch = branch.value
      } else {
        report(
          "invalid-branch",
          "'branch' is '\(branch.value)'; letters, digits and . _ - / + are accepted",
          at: branch.range)
      }
    }
    manifest.prefix = title(values["prefix"], "prefix") ?? manifest.prefix
    manifest.runner = runner(values["runner"])?.value ?? manifest.runner
    let platforms = platforms(values["platforms"])
    if !platforms.isEmpty { manifest.platforms = platforms }
    manifest.layout =
      choice(values["layout"], "layout", of: Layout.allCases.map(\.rawValue), Layout.init)
      ?? manifest.layout
    manifest.cache =
      choice(values["cache"], "cache", of: CachePolicy.allCases.map(\.rawValue), CachePolicy.init)
      ?? manifest.cache
    manifest.pullRequest =
      choice(
        values["pull-request"], "pull-request", of: PullRequestPolicy.allCases.map(\.rawValue),
        PullRequestPolicy.init) ?? manifest.pullRequest
    if let node = values["triggers"], let push = section(node, .triggers)["push"] {
      manifest.pushPaths = choice(push, "push", of: ["paths", "every"]) {
        ["paths": true, "every": false][$0]
      }
    }
    if let schedule = string(values["schedule"], "schedule") {
      if schedule.value == "none" {
        manifest.schedule = nil
      } else if let fault = CronLine.fault(of: schedule.value) {
        report(
          "invalid-schedule", "'schedule' is '\(schedule.value)', \(fault)",
          at: schedule.range, help: "such as '\(Manifest.defaultSchedule)', in UTC")
      } else {
        manifest.schedule = schedule.value
      }
    }
    manifest.wait = waitPolicy(values["wait"])
    manifest.lint = lintPolicy(values["lint"])
    manifest.hostNetwork =
      choice(values["network"], "network", of: ["default", "host"]) {
        ["default": false, "host": true][$0]
      } ?? false
  }

  private mutating func tier(_ name: Located<String>, _ node: Node) -> Tier {
    let values = section(node, .tier)
    var tier = Tier(
      name: name, title: title(values["title"], "title") ?? name.value.asTitle)
    tier.jobTimeout = integer(values["job-timeout"], "job-timeout", in: Tier.timeouts)
    tier.statedBuildTimeout = integer(values["build-timeout"], "build-timeout", in: Tier.timeouts)
    tier.cleanup =
      choice(values["cleanup"], "cleanup", of: Cleanup.words, Cleanup.init(word:)) ?? tier.cleanup
    tier.maxParallel = integer(values["max-parallel"], "max-parallel", in: Tier.widths)
    tier.minimumFreeDisk =
      integer(values["minimum-free-disk"], "minimum-free-disk", in: Tier.diskSizes)?.value
      ?? tier.minimumFreeDisk
    tier.cacheGroup = string(values["cache-group"], "cache-group")
    tier.afterManualUpstream = afterManualUpstream(values) ?? tier.afterManualUpstream
    return tier
  }
}

extension UInt8 {
  /// Whether it is an ASCII letter, a digit, `-` or `_`.
  var isNameByte: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}

extension StringProtocol {
  /// Without the characters at the end that match.
  func trimmingSuffix(while matches: (Character) -> Bool) -> SubSequence {
    var end = endIndex
    while end > startIndex, matches(self[index(before: end)]) { end = index(before: end) }
    return self[..<end]
  }
}

extension String {
  /// The words of a name as a title: `tier-1` as `Tier 1`.
  public var asTitle: String {
    let words = split(whereSeparator: { "-_".contains($0) }).joined(separator: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }
}
