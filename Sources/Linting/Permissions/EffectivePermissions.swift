import YAML

/// What the token of a job may do, as far as the files tell.
///
/// Source: GitHub docs, "Workflow syntax", `permissions`: a scope that a block does not name is
/// `none`, and a block of a job takes the place of the workflow's.
struct EffectivePermissions: Sendable {
  /// How far the token reaches in one scope.
  enum Access: Int, Comparable, Sendable {
    /// Not at all.
    case none
    /// It may look.
    case read
    /// It may change things, and look.
    case write

    static func < (one: Access, other: Access) -> Bool { one.rawValue < other.rawValue }

    /// The word that stands for it in a workflow.
    var word: String {
      switch self {
      case .none: "none"
      case .read: "read"
      case .write: "write"
      }
    }

    init?(word: String?) {
      switch word {
      case "none": self = .none
      case "read": self = .read
      case "write": self = .write
      default: return nil
      }
    }
  }

  /// The scopes that are named.
  private(set) var named: [String: Access] = [:]
  /// What all others have; `nil` when the settings of the repository decide.
  private(set) var others: Access?

  /// What a token has when no file says anything: the settings of the repository decide.
  static let unstated = EffectivePermissions(isUnknown: false)
  /// What a token has that somebody else gives, such as a caller in another repository.
  static let unknown = EffectivePermissions(isUnknown: true)

  /// Whether nothing at all is known, not even what the settings of a repository never give.
  private let isUnknown: Bool

  private init(isUnknown: Bool) { self.isUnknown = isUnknown }

  /// Reads the value of `permissions`; `nil` for one that GitHub would refuse.
  init?(_ node: Node) {
    isUnknown = false
    switch node.kind {
    case .mapping:
      others = Access.none
      for entry in node.entries {
        guard let scope = entry.key.text, let access = Access(word: entry.value.text) else {
          return nil
        }
        named[scope] = access
      }
    case .scalar:
      switch node.text {
      case "read-all": others = .read
      case "write-all": others = .write
      default: return nil
      }
    case .sequence: return nil
    }
  }

  /// What the token may do in a scope; `nil` when the settings of the repository decide.
  ///
  /// Those settings never give a token for other services.
  func access(_ scope: String) -> Access? {
    if isUnknown { return nil }
    if let access = named[scope] { return access }
    if scope == "id-token", others != .write { return Access.none }
    return others
  }

  /// Whether it is certain that the token may not do something.
  func lacks(_ access: Access, _ scope: String) -> Bool {
    self.access(scope).map { $0 < access } ?? false
  }

  /// The scopes that are asked for beyond some others, with what those have.
  ///
  /// Nothing is beyond the settings of the repository, which may allow anything. Nor is reading
  /// `contents` beyond an empty block: public repositories call such workflows with success.
  func excess(over allowed: EffectivePermissions) -> [(scope: String, wanted: Access, has: Access)]
  {
    guard allowed.others != nil else { return [] }
    var scopes = Set(named.keys)
    if others == .write || others == .read { scopes.formUnion(["contents", "packages"]) }
    return scopes.sorted().compactMap { scope in
      guard let wanted = access(scope), let has = allowed.access(scope), has < wanted else {
        return nil
      }
      let isTolerated = allowed.isEmpty && scope == "contents" && wanted == .read
      return isTolerated ? nil : (scope, wanted, has)
    }
  }

  /// Whether it is a block that names nothing.
  private var isEmpty: Bool { named.isEmpty && others == Access.none }

  /// The scopes that either of two tokens has: what a job gets that several callers start.
  func union(_ other: EffectivePermissions) -> EffectivePermissions {
    var result = EffectivePermissions(isUnknown: isUnknown || other.isUnknown)
    let scopes = Set(named.keys).union(other.named.keys)
    result.others = others.flatMap { one in other.others.map { max(one, $0) } }
    for scope in scopes {
      if let one = access(scope), let two = other.access(scope) {
        result.named[scope] = max(one, two)
      }
    }
    // A scope that only one side knows may be anything.
    let isKnown = scopes.allSatisfy { result.named[$0] != nil }
    return isKnown ? result : .unknown
  }
}

extension WorkflowFile {
  /// What a job's own file says about its token, and where; `nil` when it says nothing readable.
  func statedPermissions(of job: Job) -> (value: EffectivePermissions, node: Node)? {
    guard let node = job.body["permissions"] ?? document.root?["permissions"] else { return nil }
    return EffectivePermissions(node).map { ($0, node) }
  }

  /// Whether its file says anything about the token of a job, readable or not.
  func statesPermissions(of job: Job) -> Bool {
    job.body["permissions"] != nil || document.root?["permissions"] != nil
  }
}

extension Repository {
  /// What the token of a job may do.
  ///
  /// A called workflow that says nothing gets what its callers have; with several the most of it.
  func permissions(ofJob job: Int, in workflow: Int) -> EffectivePermissions {
    permissions(ofJob: job, in: workflow, depth: 0)
  }

  private func permissions(ofJob job: Int, in workflow: Int, depth: Int) -> EffectivePermissions {
    let file = workflows[workflow]
    if let stated = file.statedPermissions(of: file.jobs[job]) { return stated.value }
    // GitHub nests ten workflows.
    guard !file.statesPermissions(of: file.jobs[job]), depth < 10 else { return .unknown }
    guard file.isOnlyCalled else { return .unstated }
    let callers = calls.filter { $0.callee == workflow }
    guard let first = callers.first else { return .unknown }
    return callers.dropFirst().reduce(
      permissions(ofJob: first.job, in: first.caller, depth: depth + 1)
    ) { sum, call in
      sum.union(permissions(ofJob: call.job, in: call.caller, depth: depth + 1))
    }
  }
}
