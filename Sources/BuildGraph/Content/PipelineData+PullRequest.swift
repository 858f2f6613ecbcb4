internal import SourceText

extension PipelineData {
  /// What runs for pull requests have to know beside the images.
  public struct PullRequest: Equatable, Sendable {
    /// What holds for an image when it is built without being published.
    public struct Image: Equatable, Sendable {
      /// The image.
      public var name: String
      /// How many minutes its build is expected to take, 1 or more.
      public var expected: Int
      /// The minutes after which its build is ended.
      public var timeout: Int
      /// The minutes that it adds to the limit of its job.
      public var needs: Int
      /// The clean-up policy.
      public var cleanup: String
      /// Below how many GB of free disk that acts.
      public var minimumFreeDisk: Int
      /// The label of the runner.
      public var runner: String
      /// Whether that has to emulate one of its platforms.
      public var needsEmulation: Bool
      /// Why it is not built; `nil` for one that is.
      public var omission: String?

      /// Creates the policy of an image.
      public init(
        name: String, expected: Int, timeout: Int, needs: Int, cleanup: String,
        minimumFreeDisk: Int, runner: String, needsEmulation: Bool, omission: String? = nil
      ) {
        self.name = name
        self.expected = expected
        self.timeout = timeout
        self.needs = needs
        self.cleanup = cleanup
        self.minimumFreeDisk = minimumFreeDisk
        self.runner = runner
        self.needsEmulation = needsEmulation
        self.omission = omission
      }
    }

    /// The minutes of a job beside its images.
    public var overhead: Int
    /// The images that are built, parents first, the longest remaining path first; none where tasks
    /// alone run.
    public var images: [Image]
    /// The names of the tasks that run.
    public var tasks: [String]

    /// Creates a description.
    public init(overhead: Int, images: [Image], tasks: [String]) {
      self.overhead = overhead
      self.images = images
      self.tasks = tasks
    }
  }
}

extension PipelineData.PullRequest {
  /// How it stands in the data file.
  var json: JSONValue {
    [
      "overhead": .integer(overhead), "images": .array(images.map(\.json)),
      "tasks": .strings(tasks),
    ]
  }
}

extension PipelineData.PullRequest.Image {
  fileprivate var json: JSONValue {
    let members: [JSONValue.Member] = [
      .init("name", .string(name)), .init("expected", .integer(expected)),
      .init("timeout", .integer(timeout)), .init("needs", .integer(needs)),
      .init("cleanup", .string(cleanup)), .init("minimum-free-disk", .integer(minimumFreeDisk)),
      .init("runner", .string(runner)), .init("emulate", .bool(needsEmulation)),
    ]
    return .object(members + (omission.map { [.init("left", .string($0))] } ?? []))
  }
}
