import Dockerfiles
import SourceText

/// A place that a build takes layers from, or leaves them in: one value of `cache-from` or
/// `cache-to`.
///
/// Source: Docker docs, "Cache storage backends".
struct CacheEntry: Sendable {
  /// What keeps the layers.
  enum Backend: Hashable, Sendable {
    /// A reference in a registry.
    case registry
    /// The cache of GitHub Actions.
    case actions
    /// The image itself.
    case inline
    /// A directory of the runner.
    case directory
    /// Another service.
    case other
    /// It cannot be told, or there may be none.
    case unknown
  }

  /// What keeps the layers.
  var backend: Backend
  /// Where it is stated.
  var location: SourceLocation
  /// The options by name in lower case.
  ///
  /// Expressions that only a run can tell stand in them as written; other unknown parts are holes.
  private(set) var options: [String: String] = [:]

  /// Reads one value, as in `type=registry,ref=ghcr.io/acme/base:cache,mode=max`.
  ///
  /// A value without `=` is a reference in a registry.
  init(_ text: RunText, at location: SourceLocation) {
    self.location = location
    let fields = text.split(",")
    for field in fields {
      guard let equals = field.pattern.firstIndex(of: "="), !field.startsWithUnknown else {
        continue
      }
      let name = field.pattern[..<equals].trimmed.lowercased()
      options[name] = String(field.pattern[equals...].dropFirst().trimmed)
    }
    if fields.count == 1, let only = fields.first, options.isEmpty {
      options["ref"] = only.pattern
      backend = only.startsWithUnknown ? .unknown : .registry
      return
    }
    switch options["type"] {
    case "registry"?: backend = .registry
    case "gha"?: backend = .actions
    case "inline"?: backend = .inline
    case "local"?: backend = .directory
    case "s3"?, "azblob"?: backend = .other
    default: backend = .unknown
    }
    if fields.contains(where: \.startsWithUnknown) { backend = .unknown }
  }

  /// Whether layers of all stages are kept, not only those of the last one; `nil` when unknown.
  var keepsAllStages: Bool? {
    switch options["mode"] {
    // A computed option may bring the mode along.
    case nil: options.values.contains { RunText($0).names.contains(nil) } ? nil : false
    case "min"?: false
    case "max"?: true
    default: nil
    }
  }

  /// What tells one place from another: a reference in full, or the name of a scope; `nil` when it
  /// cannot be compared.
  var identity: String? {
    switch backend {
    case .registry:
      guard let ref = options["ref"], RunText(ref).isComparable else { return nil }
      return "registry " + (ImageReference(ref)?.description ?? ref)
    case .actions:
      // Docker docs, "GitHub Actions cache": the scope is `buildkit` unless stated.
      let scope = options["scope"] ?? "buildkit"
      return RunText(scope).isComparable ? "gha " + scope : nil
    default: return nil
    }
  }

  /// What messages call it.
  var title: String {
    switch backend {
    case .registry: "'\(options["ref"] ?? "")'"
    case .actions: options["scope"].map { "scope '\($0)'" } ?? "the default scope 'buildkit'"
    case .inline: "the image itself"
    case .directory: "'\(options["dest"] ?? options["src"] ?? "")'"
    case .other, .unknown: "a cache"
    }
  }
}

extension StringProtocol {
  /// The text without white space around.
  fileprivate var trimmed: SubSequence {
    let start = drop(while: \.isWhitespace)
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return start.prefix(0) }
    return start[...end]
  }
}
