/// What one run has to do.
///
/// Two kinds of trouble are kept apart. An unknown answer **halts** the plan: its job fails, and
/// nothing is built or promoted on a guess. An image that **fails**, because a parent is missing
/// that no run will build, stops nobody but its own descendants: the plan job ends well, the
/// siblings are built and promoted, and the promote job ends red with the same
/// `errors`. So a run ends red in both cases, and in the second one nothing is left undone.
public struct Readiness: Equatable, Sendable {
  /// How an image stands, for one commit.
  public enum State: String, Hashable, Sendable, CaseIterable {
    /// Its content tag is there, built on what its parents are now.
    case fresh
    /// Its content tag is there, built on something else.
    case outdated
    /// Its content tag is not there.
    case missing
    /// A registry gave no usable answer.
    case unknown
  }

  /// What happens with an image.
  public enum Action: String, Hashable, Sendable, CaseIterable {
    /// It is built.
    case build
    /// Nothing, because there is nothing to do.
    case none
    /// Nothing yet: a run is about to build a parent, and its completion starts this stage again.
    case leave
    /// Nothing, and nothing will: a person has to start something.
    case fail
  }

  /// The decision about one image.
  public struct Image: Hashable, Sendable {
    /// The name of the image.
    public var name: String
    /// How it stands.
    public var state: State
    /// What happens with it.
    public var action: Action
    /// Why; lower case, no full stop.
    public var reason: String
    /// Whether it is built although it is fresh.
    public var isForced = false
    /// The digest that its content tag has now, when it is forced: it is built only while the tag
    /// still has it. Empty otherwise.
    public var seen = ""
    /// The workflow that is waited for, or that a person has to start; empty when there is none.
    public var workflow = ""
  }

  /// One image that a job builds.
  public struct Build: Hashable, Sendable {
    /// The name of the image.
    public var image: String
    /// Its content tag.
    public var tag: String
    /// As in `Image`.
    public var seen: String
  }

  /// What one job builds.
  public struct Job: Hashable, Sendable {
    /// The job's id.
    public var id: String
    /// The images, in the order in which they are started.
    public var builds: [Build]
  }

  /// An image that is not built, and the workflow that it takes.
  public struct Obstacle: Hashable, Sendable {
    /// The name of the image.
    public var image: String
    /// The workflow's file; empty when none would help.
    public var workflow: String

    /// Creates an obstacle.
    public init(image: String, workflow: String) {
      self.image = image
      self.workflow = workflow
    }
  }

  /// The decision about a task.
  public struct Task: Hashable, Sendable {
    /// The exact image to run in, `repository@digest`; `nil` when it does not run.
    public var image: String?
    /// Why; lower case, no full stop. Empty when no task was asked about.
    public var reason: String
  }

  /// The images of the stage, parents before children.
  public var images: [Image] = []
  /// The jobs of the stage.
  public var jobs: [Job] = []
  /// What makes the run end red.
  public var errors: [String] = []
  /// What a person should know although the run ends green.
  public var warnings: [String] = []
  /// What is waited for.
  public var waits: [Obstacle] = []
  /// What a person has to start.
  public var fails: [Obstacle] = []
  /// Whether the plan itself fails, since an answer is unknown.
  public var halts = false
  /// Whether it matters which workflows are active; when not, that need not be found out.
  public var dependsOnActive = false
  /// Whether the promote job has something to do: something is built, a mutable tag holds something
  /// else than its content tag, or there are errors to end in.
  public var promotes = false
  /// The task.
  public var task = Task(image: nil, reason: "")

  /// The decision about the image of a name.
  public func image(named name: String) -> Image? { images.first { $0.name == name } }
}
