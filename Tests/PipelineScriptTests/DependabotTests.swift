import Testing

@Suite(
  "Merges by Dependabot", .serialized,
  .enabled(if: installed("docker-registry", "curl", "jq", "git", "python3")))
struct DependabotTests {
  private static let merge = ["GITHUB_ACTOR": "dependabot[bot]", "REGISTRY_PASSWORD": ""]

  @Test func aMissingPasswordIsOneOfTheDependabotSecrets() async throws {
    try await Project.with { project in
      let outcome = try await project.plan("base", Self.merge)
      #expect(outcome.status == 1)
      #expect(outcome.output.contains("::error::there is no password for \(project.host)"))
      #expect(outcome.output.contains("Dependabot secrets"))
    }
  }

  /// Nothing is to be pushed, or the password is there, or somebody else's run lacks it.
  @Test func nothingIsSaidWhereItDoesNotMatter() async throws {
    try await Project.with { project in
      let others = [
        Self.merge.merging(["REGISTRY_PASSWORD": "there"]) { $1 },
        Self.merge.merging(["GITHUB_ACTOR": "octo"]) { $1 },
        Self.merge.merging(["EVENT": "workflow_run"]) { $1 },
        ["GITHUB_ACTOR": "dependabot[bot]"],
      ]
      for environment in others {
        #expect(try await project.plan("base", environment).status == 0)
      }
      try await project.build("base")
      let promotion = try await project.box.step(
        "promote.sh",
        [
          "WFGEN_STAGE": "base", "SHA": try await project.head(), "RUN_ATTEMPT": "1",
          "ERRORS": "[]",
        ])
      #expect(promotion.status == 0)
      #expect(try await project.plan("base", Self.merge).status == 0)
    }
  }

  /// Only where the image has to be built.
  @Test func aMissingSecretOfABuildIsOneOfThem() async throws {
    try await Project.with { project in
      let lacking = Self.merge.merging(["REGISTRY_PASSWORD": "x", "LACKING": "NPM_TOKEN "]) { $1 }
      let outcome = try await project.look("base", lacking)
      #expect(outcome.status == 1)
      #expect(outcome.output.contains("::error::the build of base would lack NPM_TOKEN: GitHub"))
      let other = lacking.merging(["GITHUB_ACTOR": "octo"]) { $1 }
      #expect(try await project.look("base", other).outputs["build"] == "true")
      try await project.build("base")
      #expect(try await project.look("base", lacking).outputs["build"] == "false")
    }
  }
}
