import SourceText

extension Rule {
  /// Finds commands whose failure the next command of a pipe hides.
  static let pipeWithoutPipefail = Rule(
    id: "pipe-without-pipefail",
    summary: "A command on which a publication relies is piped into one that always succeeds.",
    rationale: """
      The result of a pipe is that of its last command. Without a 'shell:' the runner starts \
      'bash -e', which does not set 'pipefail': a test that fails in front of 'tee' leaves a green \
      check. 'shell: bash' sets it.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell",
    severity: .warning,
    category: .result,
    fixes: .never,
    example: Example(
      "a log of a test",
      bad: """
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps: [{run: '⟦make test⟧ | tee test.log'}]
          release:
            needs: test
            runs-on: ubuntu-24.04
            steps: [{run: make publish}]
        """,
      good: """
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps: [{run: 'make test | tee test.log', shell: bash}]
          release:
            needs: test
            runs-on: ubuntu-24.04
            steps: [{run: make publish}]
        """),
    check: .repository { repository in
      repository.work.hidden.compactMap { failure in
        guard case .pipe = failure.mask, let follower = repository.follower(of: failure.place)
        else { return nil }
        let help =
          failure.isNested
          ? "write 'set -o pipefail' in front of it, or start 'bash -o pipefail -c'"
          : failure.namesShell
            ? "write 'set -o pipefail' in front of it, or use 'shell: bash'"
            : "add 'shell: bash' to the step, which sets 'pipefail'"
        return Finding(
          "the result of this pipe is that of its last command, as 'pipefail' is not set: the step "
            + "succeeds when this fails, and \(follower) publishes all the same",
          at: SourceLocation(
            repository.workflows[failure.place.workflow].file, failure.range), help: help)
      }
    })
}
