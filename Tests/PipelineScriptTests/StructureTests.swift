import Dockerfiles
import Testing

@Suite("The structure of a Dockerfile", .enabled(if: installed("awk")))
struct StructureTests {
  @Test(arguments: [
    "", "FROM", "FROM a\nRUN x\nCOPY  b\t c\n", "from a\r\ncopy b \\\r\n  # no\r\n\r\n  c\r\nrun x",
    "\u{FEFF}ARG A=1 \\\n\\\n B=2\n", "# escape=`\nFROM a `\n b\\\nARG x",
    "RUN --network=none --mount=a \\\n --mount=b x --mount=c", "RUN --mount=source=\"a b\" x",
    "RUN <<EOF\nCOPY odd\nEOF\nADD $(touch pwned) `touch pwned`", "WORKDIR /é\nCMD [\"FROM\"]",
  ])
  func isTheSameAsInTheGenerator(_ dockerfile: String) async throws {
    try await withSandbox { box in
      try box.write(dockerfile, to: "repository/Dockerfile")
      let outcome = try await box.bash([
        "-c", "LC_ALL=C awk -f .github/wfgen/structure.awk Dockerfile",
      ])
      #expect(outcome.status == 0)
      #expect(
        outcome.output
          == String(decoding: Dockerfile.structure(of: Array(dockerfile.utf8)), as: UTF8.self))
      #expect(!box.exists("repository/pwned"))
    }
  }
}
