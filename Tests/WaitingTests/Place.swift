import Fixtures
import FoundationEssentials
import PipelineDriver
import Synchronization

@testable import wfgen

/// A repository with one commit, a registry and GitHub's API, all on this machine.
struct Place {
  /// The repository.
  let repository: Folder
  let registry: Registry
  /// Where the rules and the requests of the API's server are.
  let server: Folder
  let api: String

  static let token = "ghs_0123456789"

  /// The tools that this takes.
  static let isPossible = ["docker-registry", "python3", "git", "bash", "curl", "jq", "awk"]
    .allSatisfy { tool in
      searchPath.split(separator: ":").contains {
        FileManager.default.isExecutableFile(atPath: $0 + "/" + tool)
      }
    }

  /// - Parameter policy: what stands at the end of the manifest.
  static func with<T: Sendable>(
    policy: String = "", _ body: (Place) async throws -> T
  ) async throws -> T {
    let folder = try Folder.temporary()
    defer { folder.remove() }
    let server = try folder.folder("api").create()
    let script = "\(Repositories.packageRoot)/Tests/PipelineScriptTests/Fixtures/server.py"
    return try await withRegistry(.token, in: folder.folder("registry")) { host, _ in
      try await serving(
        ["python3", script, server.path], log: server.path + "/log",
        address: {
          let port = server.read("port")
          return port.isEmpty ? nil : "http://127.0.0.1:" + port
        }
      ) { api in
        let place = Place(
          repository: folder.folder("repository"), registry: Registry(host: host), server: server,
          api: api)
        try await place.create(policy)
        return try await body(place)
      }
    }
  }

  /// The chain of document 001, published in this registry.
  private func create(_ policy: String) async throws {
    let source = Folder("\(Repositories.packageRoot)/fixtures/documents/001-workflow-chain")
    for name in try source.files() where !name.hasPrefix(".github/") {
      let text = source.read(name).replacing("ghcr.io", with: registry.host)
      try repository.write(name == "wfgen.yml" ? text + policy + "\n" : text, to: name)
    }
    try await git("init", "--quiet", "--initial-branch", "main")
    let generated = await wfgen("generate")
    guard generated.status == .clean else { throw Unexpected(text: generated.errors) }
    try await commit()
  }

  struct Unexpected: Error {
    let text: String
  }

  @discardableResult
  func git(_ arguments: String...) async throws -> String {
    try await tool(["git", "-C", repository.path] + arguments)
  }

  func commit() async throws {
    try await git("add", "--all")
    try await git("commit", "--quiet", "--message", "change")
  }

  func head() async throws -> String { String(try await git("rev-parse", "HEAD").dropLast()) }
}

/// What a command said and how it ended.
struct Answer {
  var status: Outcome
  var output: String
  var errors: String
  /// The seconds that it let pass, pause by pause.
  var pauses: [Double]

  /// The result of `--format json`.
  var json: Value { (try? Value(json: output)) ?? .null }

  /// A field of every image, or of every task, by name.
  func fields(_ key: String, of list: String = "images") -> [String: String] {
    guard case .array(let items) = json[list] else { return [:] }
    return Dictionary(items.map { ($0["name"].text, $0[key].text) }, uniquingKeysWith: { $1 })
  }
}

extension Place {
  /// Runs a command in the repository with a clock that nobody has to wait for.
  ///
  /// - Parameters:
  ///   - environment: what is set besides a path and the credentials of the registry.
  ///   - pause: what happens in the world during each pause; it is given its number, from 1.
  func wfgen(
    _ arguments: String..., environment: [String: String] = [:],
    during pause: @escaping @Sendable (Int) async throws -> Void = { _ in }
  ) async -> Answer {
    let log = Log()
    var variables = [
      "PATH": searchPath, "HOME": repository.path, "WFGEN_BACKOFF": "0",
      "REGISTRY_USER": Registry.credentials.user, "REGISTRY_PASSWORD": Registry.credentials.token,
      "GITHUB_API_URL": api,
    ]
    variables.merge(environment) { $1 }
    let console = Console(
      output: { text in log.state.withLock { $0.output += text } },
      error: { text in log.state.withLock { $0.errors += text } },
      environment: variables, outputHasColor: false, errorHasColor: false,
      pace: Pace(
        now: { log.state.withLock(\.time) },
        date: { log.state.withLock { Self.date + $0.time } },
        pause: { seconds in
          let number = log.state.withLock { state in
            state.time += seconds
            state.pauses.append(seconds)
            return state.pauses.count
          }
          try await pause(number)
        }))
    let status = await Wfgen.run(arguments + ["-C", repository.path], console)
    return log.state.withLock {
      Answer(status: status, output: $0.output, errors: $0.errors, pauses: $0.pauses)
    }
  }

  /// The second since 1970 at which every command begins: 08:00 UTC.
  static let date = 1_767_254_400.0

  /// A class, because a lock does not move.
  private final class Log: Sendable {
    struct State {
      var output = ""
      var errors = ""
      var time = 0.0
      var pauses: [Double] = []
    }
    let state = Mutex(State())
  }
}
