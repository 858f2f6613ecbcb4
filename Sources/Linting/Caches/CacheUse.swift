import SourceText
import YAML

/// A build that takes layers from a place, or leaves them there.
struct CacheUse: Sendable {
  /// The position among the builds.
  var build: Int
  /// The place.
  var entry: CacheEntry
}

/// Who takes layers from where, and who leaves them where.
struct CacheUses {
  /// Every export.
  private(set) var exports: [CacheUse] = []
  /// Every import of a build that does not ignore it.
  private(set) var imports: [CacheUse] = []
  /// Whether every place is known that these builds leave layers in.
  private(set) var knowsExports = true
  /// Whether every place is known that these builds take layers from.
  private(set) var knowsImports = true
  /// The references under which images carry their own layers.
  private(set) var inlineReferences: Set<String> = []

  init(of repository: Repository) {
    for (position, build) in repository.effects.builds.enumerated() {
      guard let options = build.options else {
        knowsExports = false
        knowsImports = false
        continue
      }
      exports += options.exports.map { CacheUse(build: position, entry: $0) }
      if options.ignoresCache != .always {
        imports += options.imports.map { CacheUse(build: position, entry: $0) }
      }
      if options.exports.contains(where: { $0.backend == .unknown }) { knowsExports = false }
      if options.imports.contains(where: { $0.backend == .unknown }) { knowsImports = false }
      let isInline =
        options.exports.contains { $0.backend == .inline }
        || build.arguments.map { $0["BUILDKIT_INLINE_CACHE"] != nil } ?? true
      if isInline { inlineReferences.formUnion(build.names.map(\.pattern)) }
    }
  }
}

extension Repository {
  /// Whether builds are made by nothing but what effects show: no bake files, no foreign workflows
  /// and no actions that build by themselves.
  var showsAllBuilds: Bool {
    workflows.allSatisfy { workflow in
      guard workflow.document.root != nil, !workflow.file.text.contains("bake") else {
        return false
      }
      return workflow.jobs.allSatisfy { job in
        if let uses = job.body["uses"]?.text { return uses.hasPrefix("./") || uses.hasPrefix("$/") }
        return job.steps.flatMap({ steps(within: $0) }).allSatisfy { step in
          guard let action = step.action?.lowercased() else {
            let script = step.run?.text ?? ""
            return !script.holdsScriptName(or: ["make ", "compose"])
              || !script.contains("build")
          }
          if action.hasPrefix("./") || action.hasPrefix("$/") { return false }
          return ["actions/", "docker/"].contains { action.hasPrefix($0) }
            || !["build", "docker", "image", "cache", "depot"].contains { action.contains($0) }
        }
      }
    }
  }
}
