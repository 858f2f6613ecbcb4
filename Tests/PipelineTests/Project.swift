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

  private func adapted(_ text: String, of name: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var line = line.replacing("ghcr.io/", with: "\(registry.host)/")
      if name.contains("Dockerfile") {
        line = line.replacing("FROM python:", with: "FROM \(registry.host)/library/python:")
        if line.hasPrefix("RUN pip install") {
          line =
            "RUN cat"
            + line.dropFirst("RUN pip install".count).replacing(" --requirement", with: "")
            + " >> /installed"
        }
      }
      // A task has nothing but a shell in its image.
      if line.hasPrefix("      - run: ") { line = "      - run: cat /installed" }
      return line
    }
    return lines.joined(separator: "\n")
  }

  /// Writes the workflows.
  func generate() async throws {
    try await command(wfgen, "generate")
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
