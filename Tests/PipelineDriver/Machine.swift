/// Runs jobs: a machine that is new for each of them.
///
/// A class, because what it has built is asked for afterwards.
public final class Machine {
  /// Everything that is written is in here.
  let folder: Folder
  let origin: Origin
  let apiURL: String
  /// What builds images.
  let builder: any ImageBuilder
  /// Where they are pushed.
  let registry: Registry
  /// How the registry wants to be reached.
  let access: Access
  /// Seconds that stand for a minute of a step's `timeout-minutes`.
  public var minute = 10
  /// All builds so far that were pushed.
  public internal(set) var builds: [Build] = []
  /// All builds so far by a command that did not fail.
  public internal(set) var trials: [Trial] = []
  /// What the builds left in GitHub's cache and among a run's artifacts.
  public internal(set) var leftovers: [String] = []
  /// Actions whose next uses fail, by name, as networks and services do at times.
  public var hiccups: [String: Int] = [:]
  /// Actions whose first use fails in every job.
  public var unsteady: Set<String> = []
  /// What happens elsewhere after an image, by its name, was looked at and before it is built; once.
  public var beforeBuild: [String: () async throws -> Void] = [:]
  /// What happens elsewhere between the second look at any image and its build.
  public var meanwhile: (() async throws -> Void)?
  /// The images, by name, in whose next build the machine is lost.
  public var losses: [String: Loss] = [:]
  private var count = 0
  private var releases = 0

  init(
    folder: Folder, origin: Origin, apiURL: String, builder: any ImageBuilder,
    registry: Registry, access: Access
  ) {
    self.folder = folder
    self.origin = origin
    self.apiURL = apiURL
    self.builder = builder
    self.registry = registry
    self.access = access
  }

  /// The newest release of a tool, which is another one each time.
  func newest(_ tool: String) -> String {
    releases += 1
    return "\(tool) of day \(releases)"
  }

  /// When a machine is lost, with all that it had still to do.
  public enum Loss: Sendable, CaseIterable {
    /// When the image is built, and the registry knows nothing of it.
    case beforePush
    /// When the image is pushed, and nobody has seen that it is there.
    case afterPush
  }

  /// A job with all that it can see.
  struct Place {
    let job: WorkflowFile.Job
    let run: Run
    let repository: String
    let permissions: [String: String]
    var scope: Scope
  }

  /// Runs one job, or one leg of it.
  func execute(_ place: Place) async throws -> Leg {
    count += 1
    let root = try folder.folder("machine-\(count)").create()
    defer { root.remove() }
    for name in ["work", "temp", "home", "bin"] { try root.folder(name).create() }
    let session = try Session(place, root: root, machine: self)
    return try await session.execute()
  }
}
