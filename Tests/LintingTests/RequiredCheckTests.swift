import SourceText
import Testing

@testable import Linting

@Suite("Checks that a branch requires")
struct RequiredCheckTests {
  private func found(
    _ required: String, job: String = "test: {name: Unit tests, runs-on: x}",
    settings: String = "branches: [{protection: {required_status_checks: {contexts: [$]}}}]"
  ) -> Int {
    let files = [
      SourceFile(
        name: ".github/settings.yml", text: settings.replacing("$", with: required) + "\n"),
      SourceFile(
        name: ".github/workflows/test.yml", text: "on: pull_request\njobs:\n  \(job)\n"),
    ]
    return lint(RepositoryView(files: files), rules: [.unknownCheck])
      .count { $0.rule == "unknown-check" }
  }

  @Test func areComparedLetterForLetter() {
    #expect(found("Unit tests") == 0)
    #expect(found("unit tests") == 1)
    #expect(found("Unit test") == 1)
  }

  @Test func mayBeThoseOfOtherServices() {
    #expect(found("codecov/patch, 'ci/circleci: build', license") == 0)
  }

  @Test(arguments: [
    "test: {name: 'Unit ${{ matrix.os }}', strategy: {}, runs-on: x}",
    "'Unit test': {uses: ./.github/workflows/x.yml}",
  ])
  func mayBeNamedInTheRun(_ job: String) {
    #expect(found("Unit test / a", job: job) == 0)
    #expect(found("Unit test (x)", job: "'Unit test': {strategy: {matrix: {a: [x]}}}") == 0)
  }

  @Test(arguments: [
    "repository: {}\nrulesets: [{rules: [{parameters: {required_status_checks: [{context: $}]}}]}]",
    "branches: [{protection: {required_status_checks: {checks: [{context: $}, {app_id: 1}]}}}]",
  ])
  func standInRulesToo(_ settings: String) {
    #expect(found("Unit test", settings: settings) == 1)
    #expect(found("Unit tests", settings: settings) == 0)
  }

  @Test func areUnknownWhileAWorkflowCannotBeRead() {
    #expect(found("Unit test", job: "test: [") == 0)
    #expect(found("Unit test", settings: "branches: [") == 0)
  }
}
