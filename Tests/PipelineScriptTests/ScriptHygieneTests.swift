import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite("The scripts as they are shipped")
struct ScriptHygieneTests {
  private static let shell =
    (try? FileManager.default.contentsOfDirectory(atPath: scriptFolder))?
    .filter { $0.hasSuffix(".sh") }.sorted() ?? []

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: scriptFolder + "/" + name, encoding: .utf8)
  }

  @Test(.enabled(if: installed("shellcheck"))) func shellcheckFindsNothing() async throws {
    let result = try await withSandbox {
      try await $0.bash(
        ["-c", #"cd "$1" && shift && exec shellcheck -x "$@""#, "bash", scriptFolder] + Self.shell)
    }
    #expect(result.output == "")
    #expect(result.status == 0)
  }

  @Test(arguments: shell) func silencesNoFinding(_ name: String) throws {
    #expect(!(try text(name).contains("shellcheck disable")))
  }

  /// macOS has bash 3.2: no associative arrays, `mapfile`, case changes, `wait -n` or name references.
  @Test(arguments: shell) func keepsToTheBashOfMacOS(_ name: String) throws {
    let newer = try Regex(
      #"declare -[A-Zn]|local -[An]|\b(mapfile|readarray|coproc)\b|\$\{\w+(,|\^|@)|wait -n|&>>|\|&|"#
        + #"\$\{\w+: -|EPOCHSECONDS|\[\[ -v "#)
    for line in try text(name).split(separator: "\n") where !line.hasPrefix("#") {
      #expect(line.firstMatch(of: newer) == nil, "\(line)")
    }
  }

  @Test(arguments: shell) func staysSmall(_ name: String) throws {
    let lines = try text(name).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 125)
    #expect(lines.allSatisfy { $0.utf8.count <= 100 })
  }
}
