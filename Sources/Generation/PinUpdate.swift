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
/// change of the same action to another full commit is no drift: it is kept.
func keepingPins(of old: String, in new: String) -> (text: String, pins: [PinUpdate]) {
  guard old != new else { return (new, []) }
  var moved: [String: PinnedUse] = [:]
  for line in old.utf8.split(separator: .newline) {
    guard let use = PinnedUse(Substring(line)) else { continue }
    moved[use.action] = use
  }
  guard !moved.isEmpty else { return (new, []) }
  var pins: [PinUpdate] = []
  let lines = new.utf8.split(separator: .newline, omittingEmptySubsequences: false).map { line in
    let line = Substring(line)
    guard let use = PinnedUse(line), let kept = moved[use.action], kept.reference != use.reference
    else { return line }
    let update = PinUpdate(action: use.action, version: kept.version)
    if !pins.contains(update) { pins.append(update) }
    return use.prefix + kept.action[...] + "@" + kept.reference
  }
  return (lines.joined(separator: "\n"), pins)
}

/// A line such as `uses: actions/checkout@<40 hex digits> # v7.0.1`.
private struct PinnedUse {
  /// What stands before the action.
  let prefix: Substring
  /// The action.
  let action: String
  /// The commit with everything behind it.
  let reference: Substring
  /// What the comment says.
  let version: String

  init?(_ line: Substring) {
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
    let commit = first.prefix { $0 != " " }
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
