/// Decides, look after look, whether to go on waiting for the images of a commit.
///
/// Pure: who uses it looks, lets the time pass that it asks for, and looks again.
public struct Watch: Sendable {
  /// What to do after a look.
  public enum Step: Equatable, Sendable {
    /// Everything is fresh.
    case done
    /// This will not come: the image, and what stands in its way.
    case failed([Failure])
    /// The registry has given no usable answer several times in a row.
    case unclear
    /// The time is up.
    case timedOut
    /// Look again after so many seconds.
    case again(after: Double)
  }

  /// Why an image will not come.
  public struct Failure: Equatable, Sendable {
    /// The image.
    public var image: String
    /// The run that failed; `nil` when there is none that could build it.
    public var run: WorkflowRun?
    /// The workflow that somebody has to start.
    public var workflow: String

    /// Creates a reason.
    public init(image: String, run: WorkflowRun?, workflow: String) {
      self.image = image
      self.run = run
      self.workflow = workflow
    }
  }

  /// The pause after the first look, in seconds. It doubles with every look that shows nothing new.
  public static let firstPause = 5.0
  /// The longest pause, in seconds.
  public static let longestPause = 30.0
  /// How long nothing may be on its way before it counts as never coming, in seconds: several times
  /// what GitHub takes from a push, or from the end of a run, to the run that follows.
  public static let patience = 120.0
  /// How many looks in a row may end without a usable answer.
  public static let doubts = 3

  private let commit: String
  private let deadline: Double
  private var lastSign: Double
  private var pause = Watch.firstPause
  private var doubts = 0
  /// The attempts of runs that were there at the first look at them; `nil` before.
  private var known: [Int: Int]?
  /// Whether at the last look something seemed not to come.
  private var wasInVain = false
  private var before: [String: CommitStatus.Image.State]?

  /// Begins to wait.
  ///
  /// - Parameters:
  ///   - commit: the commit, 40 digits.
  ///   - start: the time now, in seconds.
  ///   - limit: how long to wait at most, in seconds.
  public init(commit: String, start: Double, limit: Double) {
    self.commit = commit
    deadline = start + limit
    lastSign = start
  }

  /// Takes a look into account.
  ///
  /// - Parameters:
  ///   - images: what is waited for, with all that it is built on.
  ///   - runs: what GitHub says; `nil` when it says nothing, and then nobody knows what will come.
  ///   - now: the time of the look, in seconds.
  public mutating func step(
    _ status: CommitStatus, images: Set<String>, runs: RunHistory?, at now: Double
  ) -> Step {
    let left = status.images.filter { images.contains($0.name) && $0.state != .fresh }
    guard !left.isEmpty else { return .done }
    if left.contains(where: { $0.state == .unknown }) {
      doubts += 1
      if doubts >= Self.doubts { return .unclear }
    } else {
      doubts = 0
    }
    let states = Dictionary(left.map { ($0.name, $0.state) }, uniquingKeysWith: { $1 })
    let isChanged = before.map { $0 != states } ?? false
    before = states
    if isChanged { lastSign = now }
    let failures = runs.map { self.failures(among: left, status, $0, at: now) } ?? []
    if !failures.isEmpty {
      // GitHub shows a run that somebody has just started a few seconds late.
      let isCertain = wasInVain || now >= deadline || failures.contains { $0.run == nil }
      guard !isCertain else { return .failed(failures) }
      wasInVain = true
      return .again(after: min(Self.firstPause, deadline - now))
    }
    wasInVain = false
    // Without runs nobody knows what is on its way.
    if runs == nil { lastSign = now }
    guard now < deadline else { return .timedOut }
    if isChanged { pause = Self.firstPause }
    defer { pause = min(2 * pause, Self.longestPause) }
    // A last look is taken when the time is up.
    return .again(after: min(pause, deadline - now))
  }

  private mutating func failures(
    among left: [CommitStatus.Image], _ status: CommitStatus, _ runs: RunHistory, at now: Double
  ) -> [Failure] {
    let known =
      known ?? Dictionary(runs.runs.map { ($0.id, $0.attempt) }, uniquingKeysWith: { $1 })
    self.known = known
    let prospects = left.filter { $0.state != .unknown }.map { image in
      let prospect = status.prospect(of: image, in: runs, commit: commit) {
        known[$0.id] != $0.attempt
      }
      return (image: image, prospect: prospect)
    }
    let stopped = prospects.compactMap { image, prospect -> Failure? in
      guard case .stopped(let run) = prospect else { return nil }
      return Failure(image: image.name, run: run, workflow: image.next)
    }
    if !stopped.isEmpty { return stopped }
    if prospects.contains(where: { if case .coming = $0.prospect { true } else { false } }) {
      lastSign = now
    }
    guard now - lastSign >= Self.patience else { return [] }
    return prospects.map { Failure(image: $0.image.name, run: nil, workflow: $0.image.next) }
  }
}
