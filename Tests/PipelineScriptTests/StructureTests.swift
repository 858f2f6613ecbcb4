import Testing

@Suite("The structure of a Dockerfile", .enabled(if: installed("awk")))
struct StructureTests {
  private func structure(_ dockerfile: String) async throws -> [String] {
    try await withSandbox { box in
      try box.write(dockerfile, to: "repository/Dockerfile")
      let outcome = try await box.bash(["-c", "awk -f .github/wfgen/structure.awk Dockerfile"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      return outcome.output.split(separator: "\n").map(String.init)
    }
  }

  @Test func holdsWhatDecidesOnParentsAndFiles() async throws {
    let text = """
      # syntax=docker/dockerfile:1
      ARG BASE=python:3.12
      from   ${BASE}  as build

      ARG VERSION=1
      ENV A=b
      RUN --mount=type=cache,target=/root/.cache --network=none \\
          # why
          --mount=from=tools,target=/t pip install --mount=x y
      COPY --from=tools /a \\
        b c
      ONBUILD ADD x y
      CMD ["FROM", "x"]
      """
    let expected = [
      "ARG BASE=python:3.12", "FROM ${BASE} as build",
      "RUN --mount=type=cache,target=/root/.cache", "RUN --mount=from=tools,target=/t",
      "COPY --from=tools /a b c", "ONBUILD ADD x y",
    ]
    #expect(try await structure(text) == expected)
    #expect(try await structure(text.replacing("\n", with: "\r\n")) == expected)
    #expect(try await structure("\u{FEFF}" + text.dropFirst(29)) == expected)
  }

  @Test func countsVariablesOnlyWhereTheyMatter() async throws {
    let build = "FROM a\nARG VERSION=1\nENV A=b\nRUN make $VERSION\n"
    #expect(try await structure(build + "COPY a b") == ["FROM a", "COPY a b"])
    #expect(
      try await structure(build + "COPY $A b") == [
        "FROM a", "ARG VERSION=1", "ENV A=b", "COPY $A b",
      ])
  }

  @Test func continuesLinesWithTheCharacterThatTheFileChooses() async throws {
    #expect(
      try await structure("# escape = `\nFROM a\nCOPY x `\n  y\nCOPY c:\\ d\\\nADD e f") == [
        "FROM a", "COPY x y", "COPY c:\\ d\\", "ADD e f",
      ])
    #expect(try await structure("FROM a\nCOPY x \\") == ["FROM a", "COPY x"])
    #expect(try await structure("") == [])
  }
}
