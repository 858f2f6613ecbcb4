internal import Workflows

/// An action that a generated file uses at another commit than wfgen would write.
public struct PinUpdate: Sendable, Hashable {
  /// The action, `owner/name`.
  public var action: String
  /// The release that the comment names, as it stands in the file.
  public var version: String

  /// Creates an update.
  public init(action: String, version: String) {
    self.action = action
    self.version = version
  }
}

/// The new text with the pins of the old one, where somebody has moved them.
///
/// Dependabot and Renovate change the commit and the version comment of `uses:` lines. Such a
/// change of an action that wfgen pins is no drift: it is kept, unless it names an older release,
/// which an older wfgen wrote. What the manifest's own steps use is the manifest's alone.
func keepingPins(of old: String, in new: String) -> (text: String, pins: [PinUpdate]) {
  guard old != new else { return (new, []) }
  var moved = PinnedUses(old)
  guard !moved.isEmpty else { return (new, []) }
  let places = PinnedUses(new)
  var pins: [PinUpdate] = []
  let lines = new.utf8.split(separator: .newline, omittingEmptySubsequences: false).map { line in
    let line = Substring(line)
    guard let use = PinnedUse(line) else { return line }
    let kept = moved.next(of: use.action, among: places.count(of: use.action))
    guard use.isOwn, let kept, kept.reference != use.reference, !use.isNewer(than: kept) else {
      return line
    }
    let update = PinUpdate(action: use.action, version: kept.version)
    if !pins.contains(update) { pins.append(update) }
    return use.prefix + kept.action[...] + "@" + kept.reference
  }
  return (lines.joined(separator: "\n"), pins)
}

/// The pinned uses of a text, action by action, in their order.
private struct PinnedUses {
  private var uses: [String: [PinnedUse]] = [:]
  private var taken: [String: Int] = [:]

  init(_ text: String) {
    for line in text.utf8.split(separator: .newline) {
      if let use = PinnedUse(Substring(line)) { uses[use.action, default: []].append(use) }
    }
  }

  var isEmpty: Bool { uses.isEmpty }

  func count(of action: String) -> Int { uses[action]?.count ?? 0 }

  /// What stands for the next place of an action, of which there are `count` now: the only pin that
  /// it has, or the one in the same place. Nothing says which it is when pins differ and places have
  /// come or gone.
  mutating func next(of action: String, among count: Int) -> PinnedUse? {
    guard let all = uses[action], let first = all.first else { return nil }
    let place = taken[action, default: 0]
    taken[action] = place + 1
    if all.allSatisfy({ $0.reference == first.reference }) { return first }
    return all.count == count ? all[place] : nil
  }
}

/// A line such as `uses: actions/checkout@<40 hex digits> # v7.0.1`.
private struct PinnedUse {
  /// What stands before the action.
  let prefix: Substring
  /// The action.
  let action: String
  /// The commit with everything behind it.
  let reference: Substring
  /// The commit.
  let commit: Substring
  /// What the comment says.
  let version: String

  /// Whether wfgen itself writes this action at this commit.
  var isOwn: Bool {
    ActionPin.all.contains { $0.action == action && $0.commit[...] == commit }
  }

  /// Whether both name a release, and this one's is the later.
  func isNewer(than other: PinnedUse) -> Bool {
    guard let own = release, let others = other.release else { return false }
    return others.lexicographicallyPrecedes(own)
  }

  /// The numbers of a version such as `v4.2.0`; `nil` when it is none.
  private var release: [Int]? {
    let parts = version.drop { $0 == "v" }.split(
      separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Int($0) }
    return numbers.count == parts.count ? numbers : nil
  }

  init?(_ line: Substring) {
    // A file that git has given the line ends of Windows says the same.
    let line = line.utf8.last == UInt8(ascii: "\r") ? Substring(line.utf8.dropLast()) : line
    // Bytes, because hardly a line of a workflow is one of these.
    let key = line.utf8.drop { $0 == .space || $0 == .dash }
    guard key.starts(with: "uses: ".utf8), let at = key.firstIndex(of: .at) else { return nil }
    let name = key.index(key.startIndex, offsetBy: 6)
    guard name < at else { return nil }
    prefix = line[..<name]
    action = String(line[name..<at])
    reference = line[line.index(after: at)...]
    let parts = reference.split(separator: "#", maxSplits: 1)
    guard let first = parts.first else { return nil }
    commit = first.prefix { $0 != " " }
    guard commit.utf8.count == 40,
      commit.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }),
      first.dropFirst(40).allSatisfy({ $0 == " " })
    else { return nil }
    version = parts.count == 2 ? parts[1].drop { $0 == " " }.description : String(commit.prefix(7))
  }
}

extension UInt8 {
  fileprivate static let newline = UInt8(ascii: "\n")
  fileprivate static let space = UInt8(ascii: " ")
  fileprivate static let dash = UInt8(ascii: "-")
  fileprivate static let at = UInt8(ascii: "@")
}
