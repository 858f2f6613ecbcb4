public import BuildGraph
public import YAML

/// A node that uses an image: a test, a lint, a deployment.
public struct TaskSpec: Sendable {
  /// The name of the node.
  public var name: Located<String>
  /// The name of its workflow, without the prefix.
  public var title: String
  /// The image it uses.
  public var uses: Located<String>
  /// The existing workflow that does its work; `nil` for one that wfgen writes.
  public var existing: ExistingWorkflow?
  /// The paths whose change starts it by itself.
  public var paths: [Located<String>] = []
  /// The steps, as they stand in the manifest.
  public var steps: Node?
  /// How long it takes.
  public var minutes: TimeRange?
  /// The time limit in minutes, 1–360, when it is stated.
  public var timeout: Located<Int>?
  /// What happens when a person started the upstream run.
  public var afterManualUpstream = PipelineData.Task.AfterManualUpstream.run
  /// What a push does while the image of its commit is still being built.
  public var onPush = PipelineData.Task.OnPush.wait
  /// What happens when the image of the commit could not be built.
  public var upstreamFailed = PipelineData.Task.UpstreamFailed.skip
  /// What happens on a pull request, when it is stated.
  public var onPullRequest: Located<OnPullRequest>?
  /// What the generated job passes through.
  public var extras = JobExtras()

  /// The time limit of a task that states none, in minutes.
  public static let defaultTimeout = 30

  /// What happens to a task on a pull request.
  public enum OnPullRequest: String, Sendable, CaseIterable {
    /// It does not run.
    case none
    /// It runs in the published image.
    case reuse
  }

  /// Whether it runs on pull requests.
  ///
  /// A task that may do more than read is a deployment as likely as not, and a pull request comes
  /// before anybody has looked at it: such a one has to say so.
  public var runsOnPullRequests: Bool {
    // Without steps there is nothing to run.
    guard steps != nil else { return false }
    return onPullRequest.map { $0.value == .reuse } ?? privileges.isEmpty
  }

  /// What lets it do more than read, for a sentence: an environment, permissions, secrets.
  public var privileges: [String] {
    let environment = extras.environment.map { ["the environment '\($0.value)'"] } ?? []
    let permissions = extras.permissions.filter { $0.access.value == "write" }.map {
      "the permission '\($0.scope.value): write'"
    }
    let texts = [steps, extras.env].compactMap { $0 }.flatMap(Self.texts)
    let names = texts.flatMap(\.secretNames).filter { $0.uppercased() != "GITHUB_TOKEN" }
    return environment + permissions
      + Set(names).sorted().map { $0 == "*" ? "all secrets" : "the secret '\($0)'" }
  }

  private static func texts(in node: Node) -> [String] {
    switch node.kind {
    case .scalar: [node.text ?? ""]
    case .sequence: node.items.flatMap(texts)
    case .mapping: node.entries.flatMap { texts(in: $0.value) }
    }
  }

  /// Creates a task.
  public init(name: Located<String>, title: String, uses: Located<String>) {
    self.name = name
    self.title = title
    self.uses = uses
  }
}

/// A workflow of other hands that does the work of a task.
public struct ExistingWorkflow: Sendable {
  /// The workflow's file name or its `name:`.
  public var stated: Located<String>
  /// The workflow's file name, without its folder; as stated until the repository has been read.
  public var file: String
  /// The workflow's `name:`, by which `workflow_run` finds it; likewise.
  public var name: String

  /// Creates what the manifest alone knows.
  public init(_ stated: Located<String>) {
    self.stated = stated
    file = stated.value
    name = stated.value
  }
}

/// A figure that the authors of the manifest expect.
public struct Expectation: Sendable {
  /// What is expected, such as `critical-path` or `total`.
  public var subject: Located<String>
  /// The expected value as stated.
  public var value: Node

  /// Creates an expectation.
  public init(subject: Located<String>, value: Node) {
    self.subject = subject
    self.value = value
  }
}
