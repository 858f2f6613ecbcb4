/// One workflow file, as it is written.
public struct Workflow: Sendable {
  /// The name by which `workflow_run` finds it.
  public var name: String
  /// What starts it.
  public var triggers = Triggers()
  /// What the token may do in jobs that say nothing; empty grants nothing.
  public var permissions = Permissions()
  /// Which runs may not overlap.
  public var concurrency: Concurrency?
  /// The jobs, in the order in which they are written.
  public var jobs: [Job] = []

  /// Creates a workflow without triggers and jobs.
  public init(name: String) {
    self.name = name
  }
}

/// What the token of a workflow or a job may do: scope -> access.
///
/// GitHub adds scopes, so they are strings.
public struct Permissions: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  /// Scope and access, such as `packages: write`, ordered by scope.
  public private(set) var entries: [(scope: String, access: String)] = []

  /// Creates permissions from pairs.
  public init(dictionaryLiteral elements: (String, String)...) {
    for (scope, access) in elements { grant(access, to: scope) }
  }

  /// Adds a scope, or raises its access: `none`, `read`, `write`.
  public mutating func grant(_ access: String, to scope: String) {
    if let index = entries.firstIndex(where: { $0.scope == scope }) {
      if access == "write" || entries[index].access == "none" { entries[index].access = access }
    } else {
      entries.append((scope, access))
      entries.sort { $0.scope < $1.scope }
    }
  }

  public static func == (left: Permissions, right: Permissions) -> Bool {
    left.entries.elementsEqual(right.entries, by: ==)
  }

  public func hash(into hasher: inout Hasher) {
    for entry in entries {
      hasher.combine(entry.scope)
      hasher.combine(entry.access)
    }
  }
}

/// A concurrency group: at most one run or job of it at a time, in the whole repository.
public struct Concurrency: Sendable, Hashable {
  /// The name of the group; case does not count.
  public var group: String
  /// Whether a newcomer ends the one that runs.
  public var cancelInProgress: Bool

  /// Creates a group.
  public init(group: String, cancelInProgress: Bool) {
    self.group = group
    self.cancelInProgress = cancelInProgress
  }
}
