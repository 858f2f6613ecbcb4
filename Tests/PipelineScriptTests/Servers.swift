import Subprocess

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A server did not say in time where it listens.
struct ServerDidNotStart: Error {
  let log: String
}

extension Sandbox {
  /// Starts a registry on a free loopback port and ends it after the body.
  /// - Parameter locked: whether it asks for the name `octo` and the password `s3cret`.
  func withRegistry<T: Sendable>(
    locked: Bool = false, _ body: (String) async throws -> T
  ) async throws -> T {
    let name = "registry-" + UUID().uuidString
    let access = """
      auth: {htpasswd: {realm: test, path: \(path)/\(name)/users}}
      """
    try write(
      "octo:$2y$05$abcdefghijklmnopqrstuuLK7U1u6pVRmL7L1BBM2aS35PSZnDXlK\n", to: name + "/users")
    try write(
      """
      version: 0.1
      storage: {filesystem: {rootdirectory: \(path)/\(name)/data}}
      http: {addr: '127.0.0.1:0', secret: none}
      \(locked ? access : "")
      """, to: name + "/config.yml")
    return try await serving(
      ["docker-registry", "serve", "\(path)/\(name)/config.yml"], log: name + "/log",
      address: {
        let log = read(name + "/log")
        guard let start = log.firstRange(of: "listening on ") else { return nil }
        return String(log[start.upperBound...].prefix { $0 != "\"" && $0 != " " })
      }, body)
  }

  /// Starts a server that answers by the rules of `server.py` and ends it after the body.
  /// What it was asked is in `server/requests` afterwards.
  func withServer<T: Sendable>(
    rules: String, latency: Double = 0, _ body: (String) async throws -> T
  ) async throws -> T {
    try? FileManager.default.removeItem(atPath: path + "/server")
    try write(rules, to: "server/rules.json")
    try write("\(latency)", to: "server/latency")
    return try await serving(
      ["python3", fixtureFolder + "/server.py", path + "/server"], log: "server/log",
      address: {
        let port = read("server/port")
        return port.isEmpty ? nil : "127.0.0.1:" + port
      }, body)
  }

  private func serving<T: Sendable>(
    _ command: [String], log: String, address: () -> String?, _ body: (String) async throws -> T
  ) async throws -> T {
    let script = #"log=$1; shift; exec "$@" >"$log" 2>&1"#
    let result = try await run(
      .name("sh"), arguments: Arguments(["-c", script, "sh", path + "/" + log] + command),
      input: .none, output: .discarded, error: .discarded
    ) { execution in
      do {
        for _ in 0..<1000 {
          if let found = address() {
            let value = try await body(found)
            try execution.send(signal: .kill)
            return value
          }
          try await Task.sleep(for: .milliseconds(10))
        }
        throw ServerDidNotStart(log: read(log))
      } catch {
        try? execution.send(signal: .kill)
        throw error
      }
    }
    return result.closureResult
  }
}
