internal import BuildGraph
internal import Manifest
internal import SourceText

/// What a registry's login or its tags keep a pipeline from.
extension Pipeline {
  /// All of it.
  var registryLimits: [Diagnostic] {
    unreadableTasks + outlivedLogins + tasksWithoutPrevious + immutableCaches
  }

  /// Tasks whose container nothing signs in for: GitHub pulls it before any step.
  private var unreadableTasks: [Diagnostic] {
    guard credentialsWithoutSteps == nil, access.login != .nobody else { return [] }
    return project.manifest.tasks.map { task in
      Diagnostic(
        "login-before-steps", .warning,
        "GitHub pulls the container of task '\(task.name.value)' before any step signs in to "
          + "\(access.host): the image has to be readable without",
        at: SourceLocation(project.manifest.file, task.name.range),
        help: access.kind == .ecr
          ? "no login of 'ecr' can be had without a step: let a step of the task run the image"
          : "state 'secrets' as the registry's 'login' where it is not")
    }
  }

  /// Tasks that may run in the previous image, where no tag says which that is.
  private var tasksWithoutPrevious: [Diagnostic] {
    stages.compactMap { stage in
      guard case .task(let task, let image) = stage.work, image.isBuiltHere,
        task.onPush == .atOnce || task.upstreamFailed == .usePrevious,
        movedTags(of: image).isEmpty
      else { return nil }
      return Diagnostic(
        "no-previous-image", .warning,
        "task '\(task.name.value)' may run in the previous image of '\(image.name)', and with "
          + "immutable tags nothing says which that is: it waits for the image of its commit",
        at: SourceLocation(project.manifest.file, task.name.range),
        help: "state a tag of the image under 'tags' that the registry's rule leaves out")
    }
  }

  /// Builds that may be longer than the life of what they sign in with: Google's access tokens end
  /// after 3600 seconds (google-github-actions/auth, `access_token_lifetime`), and an image is pushed
  /// at the end of its build.
  private var outlivedLogins: [Diagnostic] {
    guard case .google = access.login else { return [] }
    return project.manifest.tiers.compactMap { tier in
      guard let stated = tier.statedBuildTimeout, stated.value > 60 else { return nil }
      return Diagnostic(
        "short-lived-login", .warning,
        "a build of this tier may take \(stated.value) minutes, and the token that it pushes with "
          + "lives 60: the registry refuses what takes longer",
        at: SourceLocation(project.manifest.file, stated.range),
        help: "state less, or a login with 'secrets', whose key does not end")
    }
  }
}
