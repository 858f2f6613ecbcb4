internal import Manifest
internal import SourceText

extension Pipeline {
  /// Permissions that the manifest takes away and the job cannot do without.
  ///
  /// What a job is given beyond `none` only adds to what wfgen grants; a stated `none` would be
  /// raised without a word.
  var deniedPermissions: [Diagnostic] {
    let builds = project.images.filter(\.isBuiltHere).map {
      (extras: $0.image.extras, access: "write", use: "pushes its image")
    }
    let tasks = project.manifest.tasks.map {
      (extras: $0.extras, access: "read", use: "pulls its image")
    }
    var reported: Set<SourceRange> = []
    return (builds + tasks).flatMap { job in
      var needs = ["contents": ("read", "checks the repository out")]
      if usesToken { needs["packages"] = (job.access, job.use) }
      if access.login.usesIdentityToken, job.access == "write" {
        needs["id-token"] = ("write", "signs in to the registry")
      }
      return job.extras.permissions.compactMap { scope, access -> Diagnostic? in
        guard access.value == "none", let (need, use) = needs[scope.value],
          // Variants share the permissions of their entry.
          reported.insert(access.range).inserted
        else { return nil }
        return Diagnostic(
          "needed-permission", .error,
          "the job \(use), so it needs '\(scope.value): \(need)' and cannot be given 'none'",
          at: SourceLocation(project.manifest.file, access.range),
          help: "leave '\(scope.value)' out")
      }
    }
  }
}
