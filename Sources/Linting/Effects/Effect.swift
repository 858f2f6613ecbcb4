import SourceText

/// One thing that a step does to images, registries or the runner.
struct Effect: Sendable {
  /// What is done.
  enum Kind: Sendable {
    /// An image is built: its position among the builds.
    case build(Int)
    /// A tag is written: its position among the writes.
    case write(Int)
    /// The runner gets the credentials of a registry; `docker.io` for Docker Hub.
    case login(PartialText)
    /// Files of a repository come onto the runner.
    case checkOut(Checkout)
    /// A builder of its own is made, with a driver; `docker-container` when none is named.
    case setUpBuilder(driver: PartialText)
    /// An image is pulled.
    case pull(PartialText)
    /// An image is run.
    case run(PartialText)
  }

  /// Where it is done.
  var place: Place
  /// What names it best in the file of the workflow.
  var range: SourceRange
  /// Where a called workflow or an action says so, when that is in another file.
  var detail: SourceLocation?
  /// What decides whether it is done.
  var conditions: Conditions
  /// What is done.
  var kind: Kind

  /// The same effect among those of a whole repository.
  func moved(builds: Int, writes: Int) -> Effect {
    var moved = self
    switch kind {
    case .build(let position): moved.kind = .build(position + builds)
    case .write(let position): moved.kind = .write(position + writes)
    default: break
    }
    return moved
  }
}

/// What `actions/checkout` brings onto the runner.
struct Checkout: Sendable {
  /// The repository; `nil` for the workflow's own.
  var repository: PartialText?
  /// The branch, tag or commit; `nil` for what started the run.
  var ref: PartialText?
  /// The directory, from where the runner starts; `nil` for that itself.
  var path: PartialText?
}
