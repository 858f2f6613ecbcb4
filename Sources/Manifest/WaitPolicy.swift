internal import YAML

/// How people and CI wait for the images of a commit.
public struct WaitPolicy: Sendable, Hashable {
  /// Whether `status` waits until everything is there, or looks once.
  public enum Mode: String, Sendable, CaseIterable {
    /// It waits.
    case sync
    /// It looks once.
    case async
  }

  /// What the manifest says of it; `nil` leaves it to the environment.
  public var mode: Mode?
  /// Whether the last workflows of a chain set a commit status.
  public var setsCommitStatus = false

  /// Creates a policy; by default the environment decides, and no status is set.
  public init(mode: Mode? = nil, setsCommitStatus: Bool = false) {
    self.mode = mode
    self.setsCommitStatus = setsCommitStatus
  }
}

extension ManifestSection {
  /// `wait:`.
  public static let wait = ManifestSection(
    title: "wait",
    about: "How `wfgen status` waits, and what GitHub shows at a commit. `wait: sync` is short for "
      + "`wait: {mode: sync}`.",
    keys: [
      .works(
        "mode", words(WaitPolicy.Mode.allCases.map(\.rawValue)),
        absent: "what `WFGEN_SYNC` says, or else `sync` in CI and `async` elsewhere",
        "whether `wfgen status` waits as `wfgen wait` does, or looks once. `--sync` and `--no-sync` "
          + "go before it"),
      .works(
        "status", "`true` or `false`", absent: "`false`",
        "whether the last workflows of a chain, those that start no other, set a commit status "
          + "named `wfgen/` and what stands in their file's name: `success` when their images are up "
          + "to date or their task has run, `pending` while they wait, `failure` otherwise. The job "
          + "that sets it is given `statuses: write`"),
    ])
}

extension ManifestReader {
  /// The policy; a word alone is its mode.
  mutating func waitPolicy(_ node: Node?) -> WaitPolicy {
    guard let node, node.value != .null else { return WaitPolicy() }
    guard node.kind == .mapping else { return WaitPolicy(mode: mode(node, "wait")) }
    let values = section(node, .wait)
    let setsStatus = choice(values["status"], "status", of: ["true", "false"]) {
      ["true": true, "false": false][$0]
    }
    return WaitPolicy(mode: mode(values["mode"], "mode"), setsCommitStatus: setsStatus ?? false)
  }

  private mutating func mode(_ node: Node?, _ what: String) -> WaitPolicy.Mode? {
    choice(node, what, of: WaitPolicy.Mode.allCases.map(\.rawValue), WaitPolicy.Mode.init)
  }
}
