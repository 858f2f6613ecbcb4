/// The variables that an expression can read at one point of a build.
struct Scope: Sendable {
  /// What is known about a variable.
  enum Entry: Sendable {
    /// It has this value; the arguments are those whose default values went into it.
    case value(Resolved<[UInt8]>, defaults: [String])
    /// An ARG names it, and nothing gives it a value.
    case valueless
  }

  /// The variables that the Dockerfile or the caller speaks of.
  var entries: [String: Entry] = [:]
  /// Whether a base image that nobody has read may set more of them.
  var isOpen = false

  /// What a name stands for; `nil` when it certainly stands for nothing.
  func entry(_ name: String) -> Entry? {
    if let entry = entries[name] { return entry }
    guard isOpen, let first = name.utf8.first, !first.isDigit, first.isNameByte else { return nil }
    return .value(.unknown(argument: name), defaults: [])
  }
}
