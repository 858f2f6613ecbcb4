import PipelineDriver

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Whether the tools are installed that pipelines are run with.
let canRunPipelines = [
  "docker-registry", "buildah", "skopeo", "jq", "git", "curl", "python3", "timeout", "ldd",
].allSatisfy { tool in
  (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
    FileManager.default.isExecutableFile(atPath: $0 + "/" + tool)
  }
}

/// Whether everything is asked for, however long it takes.
let isFull = ProcessInfo.processInfo.environment["WFGEN_FULL"] == "1"

/// Where the package is.
private let package =
  "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

/// The freshly built tool, which is beside the tests.
private let wfgen: String = {
  let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? ""
  let folder = bundle.split(separator: "/").prefix { !$0.hasSuffix(".xctest") }
  return "/" + folder.joined(separator: "/") + "/wfgen"
}()

extension World {
  /// Fills the clone with a fixture whose images can be built here: its registry is this one, its
  /// public bases are small, and what would be downloaded is only noted.
  func take(fixture: String) throws {
    let source = Folder("\(package)/fixtures/\(fixture)")
    for name in try source.files() where !name.hasPrefix(".github/") {
      try clone.write(adapted(source.read(name), of: name), to: name)
    }
  }

  /// Fills the clone with files, by path; `REGISTRY` stands for this registry, and `PUBLIC` for the
  /// one that everybody may read.
  func take(_ files: [String: String]) throws {
    for (name, text) in files {
      try clone.write(
        text.replacing("REGISTRY", with: registry.host)
          .replacing("PUBLIC", with: publicHost ?? registry.host), to: name)
    }
  }

  private func adapted(_ text: String, of name: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var line = String(line)
      if name.contains("Dockerfile") {
        line = line.replacing("FROM python:", with: "FROM \(registry.host)/library/python:")
        if line.hasPrefix("RUN pip install") {
          line =
            "RUN cat"
            + line.dropFirst("RUN pip install".count).replacing(" --requirement", with: "")
            + " > /installed"
        }
      }
      // A task has nothing but a shell in its image.
      if line.hasPrefix("      - run: ") { line = "      - run: cat /installed" }
      return line
    }
    return lines.joined(separator: "\n")
  }

  /// Writes the workflows, and puts this registry in the place of ghcr.io in all that was written.
  ///
  /// They are not generated for a registry on the machine itself, because nobody has to sign in
  /// there: those workflows would be shorter than a user's.
  func generate() async throws {
    try stateRegistry()
    try await command(wfgen, "generate")
    for name in try clone.files() where !name.hasPrefix(".git/") && name != "wfgen.yml" {
      let text = clone.read(name)
      guard text.contains("ghcr.io") else { continue }
      try clone.write(text.replacing("ghcr.io", with: registry.host), to: name)
    }
    // With that, the Dockerfiles have another structure than wfgen saw.
    let script = """
      cd .github/wfgen
      for file in $(jq -r '.images[].dockerfile' images.json); do
        structure=$(LC_ALL=C awk -f structure.awk "../../$file" | sha256sum)
        jq --arg file "$file" --arg structure "${structure%% *}" '(.images[]
          | select(.dockerfile == $file) | .structure) = $structure' images.json >new
        mv new images.json
      done
      """
    try await command("bash", "-euc", script)
  }

  /// Puts this registry in the place of ghcr.io before anything is written, unless it is to be taken
  /// for that.
  private func stateRegistry() throws {
    let before = "registry: ghcr.io/"
    for name in try clone.files() where !name.hasPrefix(".git/") {
      let lines = clone.read(name).split(separator: "\n", omittingEmptySubsequences: false)
      let text = lines.map { line in
        guard name == "wfgen.yml", line.hasPrefix(before) else { return String(line) }
        let namespace = String(line.dropFirst(before.count))
        let stated = access.manifest(host: registry.host, namespace: namespace)
        return stated.map { "registry: " + $0 } ?? String(line)
      }.joined(separator: "\n")
      guard access != .token, text.contains("ghcr.io") || name == "wfgen.yml" else { continue }
      try clone.write(text.replacing("ghcr.io", with: registry.host), to: name)
    }
  }

  /// The content tags of the clone's commit, by image.
  func contentTags(of commit: String = "HEAD") async throws -> [String: String] {
    let script =
      "source .github/wfgen/content.sh; content_tags .github/wfgen/images.json \(commit)"
    var tags: [String: String] = [:]
    for line in try await command("bash", "-c", script).split(separator: "\n") {
      let parts = line.split(separator: "\t").map(String.init)
      tags[parts[0]] = parts[1]
    }
    return tags
  }
}
