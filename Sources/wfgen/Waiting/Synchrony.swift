internal import Manifest

/// Whether `status` waits, and what says so.
struct Synchrony {
  /// Whether it waits.
  var waits: Bool
  /// Who decided, for a sentence.
  var source: String

  /// Asks, in this order: the flag, the manifest, `WFGEN_SYNC`, `CI`; without any of them nothing is
  /// waited for.
  ///
  /// Throws a `CommandError` for a `WFGEN_SYNC` that says neither yes nor no. A `CI` that says
  /// anything but no counts: services put `true`, `1` or their own name there.
  init(flag: Bool?, policy: WaitPolicy, environment: [String: String]) throws(CommandError) {
    if let flag {
      (waits, source) = (flag, flag ? "--sync" : "--no-sync")
    } else if let mode = policy.mode {
      (waits, source) = (mode == .sync, "'wait: \(mode.rawValue)' in the manifest")
    } else if let text = environment["WFGEN_SYNC"], !text.isEmpty {
      guard let stated = Self.answer(text) else {
        throw CommandError(
          "WFGEN_SYNC is '\(text)', which says neither yes nor no", help: "write 1 or 0")
      }
      (waits, source) = (stated, "WFGEN_SYNC")
    } else if let text = environment["CI"], !text.isEmpty, Self.answer(text) != false {
      (waits, source) = (true, "CI")
    } else {
      (waits, source) = (false, "nothing")
    }
  }

  private static func answer(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "1", "true", "yes", "on": true
    case "0", "false", "no", "off": false
    default: nil
    }
  }
}
