internal import BuildGraph

/// What GitHub's API says about the runs of a branch.
///
/// The requests are sent by http.sh: curl reads the token from its standard input, never from a
/// command line. An answer that forbids to ask for a while is kept to.
struct RunLookup {
  let scripts: ScriptFolder
  /// The repository, `owner/name`.
  let repository: String
  /// The branch whose runs count.
  let branch: String
  let token: String
  /// The API's address.
  let api: String
  /// The run that asks; `nil` outside of GitHub.
  let ownRun: Int?
  /// When GitHub answers again, in seconds since 1970; 0 when it does now.
  var silentUntil = 0.0

  /// What GitHub says.
  enum Answer {
    case runs([WorkflowRun])
    /// It says nothing, and why: a sentence without a full stop.
    case unknown(String)
  }

  /// - Parameter environment: `GITHUB_TOKEN`, without which nothing is asked, `GITHUB_API_URL` and
  ///   `GITHUB_RUN_ID`.
  init?(
    _ scripts: ScriptFolder, repository: String, branch: String, environment: [String: String]
  ) {
    guard let token = environment["GITHUB_TOKEN"], !token.isEmpty else { return nil }
    self.scripts = scripts
    self.repository = repository
    self.branch = branch
    self.token = token
    ownRun = environment["GITHUB_RUN_ID"].flatMap { Int($0) }
    let stated = environment["GITHUB_API_URL"] ?? ""
    api = stated.isEmpty ? "https://api.github.com" : stated
  }

  /// The latest runs of the branch, whatever their state: one request.
  mutating func latest(at date: Double) async throws -> Answer {
    try await ask(["latest": page(1)], at: date).answer
  }

  /// All runs of the branch that are not over: a request for each state in which a run waits or
  /// works, and for each further hundred.
  mutating func active(at date: Double) async throws -> Answer {
    let states = ["queued", "in_progress", "pending", "requested", "waiting"]
    let first = try await ask(
      Dictionary(states.map { ($0, page(1, status: $0)) }, uniquingKeysWith: { $1 }), at: date)
    guard case .runs(let runs) = first.answer else { return first.answer }
    var more: [String: String] = [:]
    for (state, total) in first.totals where total > Self.pageSize {
      // GitHub gives no more than a thousand.
      for number in 2...min(10, (total + Self.pageSize - 1) / Self.pageSize) {
        more["\(state)-\(number)"] = page(number, status: state)
      }
    }
    guard !more.isEmpty else { return first.answer }
    let rest = try await ask(more, at: date).answer
    guard case .runs(let others) = rest else { return rest }
    return .runs(runs + others)
  }

  private static let pageSize = 100

  private func page(_ number: Int, status: String? = nil) -> String {
    let filter = status.map { "&status=\($0)" } ?? ""
    return "\(api)/repos/\(repository)/actions/runs?branch=\(Self.escaped(branch))\(filter)"
      + "&per_page=\(Self.pageSize)&page=\(number)"
  }

  /// A text as it stands in a query.
  private static func escaped(_ text: String) -> String {
    text.utf8.map { byte in
      switch byte {
      case 48...57, 65...90, 97...122, 45, 46, 95, 126: String(UnicodeScalar(byte))
      default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }.joined()
  }
}
