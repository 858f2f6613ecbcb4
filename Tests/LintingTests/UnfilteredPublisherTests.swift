import Testing

@testable import Linting

@Suite("Tags that every branch moves")
struct UnfilteredPublisherTests {
  private func findings(
    _ trigger: String, condition: String = "", tag: String = "latest"
  ) -> [String] {
    lintLines(
      [
        ".github/workflows/a.yml": """
        on: \(trigger)
        jobs:
          a:
            runs-on: ubuntu-24.04
            \(condition)
            steps:
              - run: |
                  docker build -t ghcr.io/acme/a:\(tag) .
                  docker push ghcr.io/acme/a:\(tag)
        """
      ], rules: [.unfilteredPublisher])
  }

  @Test(arguments: [
    "push", "[push, workflow_dispatch]", "{push: {paths: [web/**]}}", "{push: }",
  ])
  func areSeen(_ trigger: String) {
    #expect(findings(trigger).count == 1)
    #expect(findings(trigger, condition: "if: github.actor != 'bot'").count == 1)
  }

  @Test(arguments: [
    "{push: {branches: [main]}}", "{push: {branches-ignore: [wip/**]}}", "{push: {tags: ['v*']}}",
    "{schedule: [{cron: '1 2 * * *'}]}", "pull_request",
  ])
  func areNotSeenWhereBranchesAreNamed(_ trigger: String) {
    #expect(findings(trigger).isEmpty)
  }

  @Test(arguments: [
    "github.ref == 'refs/heads/main'", "github.ref_name == 'main'",
    "github.event.repository.default_branch == github.ref_name", "github.ref_protected",
    "startsWith(github.ref, 'refs/tags/')", "github.event_name == 'workflow_dispatch'",
    "github.ref == format('refs/heads/{0}', github.event.repository.default_branch)",
  ])
  func areNotSeenWhereAConditionAsks(_ condition: String) {
    #expect(findings("push", condition: "if: ${{ \(condition) }}").isEmpty)
  }

  @Test func areNotSeenWhereTheyDifferFromBranchToBranch() {
    #expect(findings("push", tag: "${{ github.ref_name }}").isEmpty)
    #expect(findings("push", tag: "${{ github.sha }}").isEmpty)
    #expect(findings("push", tag: "${{ inputs.tag }}").isEmpty)
  }
}
