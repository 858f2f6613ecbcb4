/// One use of an action.
struct ActionCall: Sendable {
  /// `owner/name`.
  let action: String
  /// The inputs that the step states.
  let inputs: [String: String]
  let environment: [String: String]
  /// How long it may take.
  let seconds: Int

  /// Ends the test at an input that is not modelled.
  func allow(_ names: String...) throws {
    if let name = inputs.keys.sorted().first(where: { !names.contains($0) }) {
      throw Unsupported("the input '\(name)' of \(action)")
    }
  }

  /// An input that is not empty.
  subscript(name: String) -> String? {
    inputs[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// An input that is a list: lines, each of which may be quoted as in CSV.
  func list(_ name: String) -> [String] {
    (inputs[name] ?? "").split(separator: "\n").map { line in
      guard line.hasPrefix("\""), line.hasSuffix("\""), line.count > 1 else { return String(line) }
      return line.dropFirst().dropLast().split(separator: "\"\"", omittingEmptySubsequences: false)
        .joined(separator: "\"")
    }
  }
}

/// A step that fails, with what it says.
struct StepFailure: Error {
  let message: String

  init(_ message: String) {
    self.message = message
  }
}

/// The machine of a job is gone: the job has failed, and none of its later steps runs.
struct MachineLost: Error {
  /// What GitHub says of such a job.
  static let message = "The hosted runner lost communication with the server."
}

extension Session {
  /// Does what an action does: its outputs, and what it prints.
  func perform(_ call: ActionCall) async throws -> ([String: String], String) {
    if let left = machine.hiccups[call.action], left > 0 {
      machine.hiccups[call.action] = left - 1
      throw StepFailure("connection reset by peer")
    }
    if used.insert(call.action).inserted, machine.unsteady.contains(call.action) {
      throw StepFailure("connection reset by peer")
    }
    return switch call.action {
    case "actions/checkout": try await checkOut(call)
    case "docker/login-action": try await signIn(call)
    case "docker/setup-qemu-action": try setUpEmulation(call)
    case "docker/setup-buildx-action": try setUpBuildx(call)
    case "docker/build-push-action": try await buildAndPush(call)
    default: throw Unsupported("the action \(call.action)")
    }
  }

  private func checkOut(_ call: ActionCall) async throws -> ([String: String], String) {
    try call.allow("ref", "persist-credentials", "fetch-depth", "path")
    guard place.permissions["contents"] != nil else {
      throw StepFailure("the token may not read the repository")
    }
    let ref = call["ref"] ?? place.run.sha
    let hasGit = try await containerHasGit()
    let work = call["path"].map(work.folder) ?? work
    try work.create()
    if !hasGit {
      work.remove()
      try work.create()
    }
    let script = """
      git init -q && git fetch -q --depth="$DEPTH" "file://$ORIGIN" "$REF" &&
        git checkout -q --detach FETCH_HEAD && git rev-parse HEAD
      """
    let variables = [
      "ORIGIN": machine.origin.path, "REF": ref, "DEPTH": call["fetch-depth"] ?? "1",
      "PATH": searchPath, "HOME": root.path + "/home",
    ]
    let result = try await launch(["sh", "-c", script], in: work.path, environment: variables)
    guard result.status == 0 else { throw StepFailure("checkout of \(ref): \(result.errors)") }
    // The action keeps the token for later git commands unless it is told not to.
    if call["persist-credentials"] != "false" {
      try temp.write(
        "[http]\n\textraheader = basic \(place.run.token)\n", to: "credentials.config")
      let included =
        work.read(".git/config") + "[include]\n\tpath = \(temp.path)/credentials.config\n"
      try work.write(included, to: ".git/config")
    }
    // Without git in the job's container the action downloads an archive, and names no commit.
    guard hasGit else {
      work.folder(".git").remove()
      return (["ref": ref], "downloaded \(ref)")
    }
    return (["commit": String(result.output.dropLast()), "ref": ref], "checked out \(ref)")
  }

  private func containerHasGit() async throws -> Bool {
    guard let container else { return true }
    let found = try await machine.builder.run(
      ["sh", "-c", "command -v git"], in: container, work, [:], seconds: 60)
    return found.status == 0
  }

  private func signIn(_ call: ActionCall) async throws -> ([String: String], String) {
    try call.allow("registry", "username", "password")
    guard let registry = call["registry"] else { throw StepFailure("docker.io: unauthorized") }
    let script =
      #"printf %s "$PASSWORD" | skopeo login --tls-verify=false --authfile "$FILE" "#
      + #"--username "$USER" --password-stdin "$REGISTRY""#
    let variables = [
      "PATH": searchPath, "HOME": root.path + "/home", "FILE": authenticationFile,
      "USER": call["username"] ?? "", "PASSWORD": call["password"] ?? "",
      "REGISTRY": registry,
    ]
    let result = try await launch(["sh", "-c", script], in: root.path, environment: variables)
    guard result.status == 0 else { throw StepFailure(result.errors) }
    return ([:], result.output)
  }

  /// Where signing in leaves what it was told.
  var authenticationFile: String { root.path + "/home/auth.json" }

  private func setUpEmulation(_ call: ActionCall) throws -> ([String: String], String) {
    try call.allow()
    hasEmulation = true
    try root.write("", to: "emulation")
    return ([:], "")
  }

  private func setUpBuildx(_ call: ActionCall) throws -> ([String: String], String) {
    try call.allow("version", "driver-opts", "cache-binary")
    // What is not pinned is what is newest at this time: another one the next time.
    let version = call["version"] ?? machine.newest("buildx")
    let options = call["driver-opts"] ?? "image=" + machine.newest("buildkit")
    buildx = "\(version), \(options)"
    if call["cache-binary"] != "false" { machine.leftovers.append("buildx in GitHub's cache") }
    // Answers as much of `docker` as the scripts ask.
    let here = "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/")
    try root.write(
      """
      #!/usr/bin/env bash
      root=\(root.path)
      \(machine.builder.shell(authenticationFile))
      source \(here)/docker.sh
      """, to: "bin/docker")
    try root.allowExecution(of: "bin/docker")
    return ([:], "")
  }
}
