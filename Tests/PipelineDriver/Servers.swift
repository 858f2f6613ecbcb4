import Subprocess

/// A server did not say in time where it listens.
package struct ServerDidNotStart: Error {
  let log: String
}

/// Starts a server, and ends it by its process after the body.
package func serving<T: Sendable>(
  _ command: [String], log: String, address: () -> String?,
  _ body: (String) async throws -> T
) async throws -> T {
  let script = #"log=$1; shift; exec "$@" >"$log" 2>&1"#
  let result = try await run(
    .name("sh"), arguments: Arguments(["-c", script, "sh", log] + command),
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
      throw ServerDidNotStart(log: log)
    } catch {
      try? execution.send(signal: .kill)
      throw error
    }
  }
  return result.closureResult
}

/// Starts a registry on a free loopback port. The body gets host and port.
/// - Parameter isOpen: whether it does not want to know who asks.
package func withRegistry<T: Sendable>(
  in folder: Folder, isOpen: Bool = false, _ body: (String) async throws -> T
) async throws -> T {
  let users = "auth: {htpasswd: {realm: packages, path: \(folder.path)/users}}"
  try folder.write(
    """
    version: 0.1
    storage: {filesystem: {rootdirectory: \(folder.path)/data}}
    http: {addr: '127.0.0.1:0', secret: none}
    \(isOpen ? "" : users)
    """, to: "config.yml")
  // The user and the password of `Registry.credentials`.
  try folder.write(
    "octo:$2y$05$abcdefghijklmnopqrstuuLK7U1u6pVRmL7L1BBM2aS35PSZnDXlK\n", to: "users")
  return try await serving(
    ["docker-registry", "serve", folder.path + "/config.yml"], log: folder.path + "/log",
    address: {
      let log = folder.read("log")
      guard let start = log.firstRange(of: "listening on ") else { return nil }
      return String(log[start.upperBound...].prefix { $0 != "\"" && $0 != " " })
    }, body)
}

/// Starts the model of GitHub's API on a free loopback port. The body gets its URL.
func withAPI<T: Sendable>(
  in folder: Folder, _ body: (String) async throws -> T
) async throws -> T {
  try folder.create()
  let script = "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/") + "/api.py"
  return try await serving(
    ["python3", script, folder.path], log: folder.path + "/log",
    address: {
      let port = folder.read("port")
      return port.isEmpty ? nil : "http://127.0.0.1:" + port
    }, body)
}
