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

  /// The same variables when the values of some arguments are not known beforehand.
  ///
  /// Whatever was made of their default values is unknown then as well.
  func withoutValues(of arguments: Set<String>) -> Scope {
    guard !arguments.isEmpty else { return self }
    var scope = self
    for (name, entry) in entries {
      guard let argument = entry.argument(among: arguments, name: name) else { continue }
      scope.entries[name] = .value(.unknown(argument: argument), defaults: [])
    }
    return scope
  }
}

extension Scope.Entry {
  /// One of some arguments that the variable of a name got its value from.
  func argument(among arguments: Set<String>, name: String) -> String? {
    switch self {
    case .value(_, let defaults): defaults.first(where: arguments.contains)
    case .valueless: arguments.contains(name) ? name : nil
    }
  }
}
