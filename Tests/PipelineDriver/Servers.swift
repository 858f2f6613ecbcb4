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

/// Starts a registry on a free loopback port. The body gets the host and the port at which it is
/// reached as `access` says, and those at which the driver reaches it, whatever is before it.
package func withRegistry<T: Sendable>(
  _ access: Access, in folder: Folder, _ body: (String, String) async throws -> T
) async throws -> T {
  let isLocked = access == .token || access == .basic
  let lock = "auth: {htpasswd: {realm: packages, path: \(folder.path)/users}}"
  try folder.write(
    """
    version: 0.1
    storage: {filesystem: {rootdirectory: \(folder.path)/data}}
    http: {addr: '127.0.0.1:0', secret: none}
    \(isLocked ? lock : "")
    """, to: "config.yml")
  // The user and the password of `Registry.credentials`.
  try folder.write(
    "octo:$2y$05$abcdefghijklmnopqrstuuLK7U1u6pVRmL7L1BBM2aS35PSZnDXlK\n", to: "users")
  func address() -> String? {
    let log = folder.read("log")
    guard let start = log.firstRange(of: "listening on ") else { return nil }
    return String(log[start.upperBound...].prefix { $0 != "\"" && $0 != " " })
  }
  return try await serving(
    ["docker-registry", "serve", folder.path + "/config.yml"], log: folder.path + "/log",
    address: address,
    { host in
      guard access == .bearer else { return try await body(host, host) }
      return try await withServer("gate.py", in: folder.folder("gate"), host) { gate in
        try await body(gate, host)
      }
    })
}

/// Starts the model of GitHub's API on a free loopback port. The body gets its URL.
func withAPI<T: Sendable>(
  in folder: Folder, _ body: (String) async throws -> T
) async throws -> T {
  try await withServer("api.py", in: folder) { try await body("http://" + $0) }
}

/// Starts a server that is beside this file and says its port in a file. The body gets host and port.
private func withServer<T: Sendable>(
  _ name: String, in folder: Folder, _ arguments: String..., body: (String) async throws -> T
) async throws -> T {
  try folder.create()
  let place = "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/")
  return try await serving(
    ["python3", "\(place)/\(name)", folder.path] + arguments, log: folder.path + "/log",
    address: {
      let port = folder.read("port")
      return port.isEmpty ? nil : "127.0.0.1:" + port
    }, body)
}
