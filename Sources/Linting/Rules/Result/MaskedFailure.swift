import SourceText

extension Rule {
  /// Finds commands whose failure a script throws away before something is published.
  static let maskedFailure = Rule(
    id: "masked-failure",
    summary: "A script hides the failure of a command on which a publication relies.",
    rationale: """
      A step fails when its script does. What stands behind '||' and succeeds, a shell without \
      '-e', a command before '&&' in the middle of a script and one that nobody waits for let the \
      script succeed after a failure: the check is green, and what failed is published.
      """,
    source: "https://www.gnu.org/software/bash/manual/html_node/The-Set-Builtin.html",
    severity: .warning,
    category: .result,
    fixes: .never,
    example: Example(
      "a test whose result does not count",
      bad: """
        on: push
        jobs:
          release:
            runs-on: ubuntu-24.04
            steps:
              - run: ⟦docker run --rm ghcr.io/acme/app:next pytest⟧ || true
              - run: docker push ghcr.io/acme/app:latest
        """,
      good: """
        on: push
        jobs:
          release:
            runs-on: ubuntu-24.04
            steps:
              - run: docker run --rm ghcr.io/acme/app:next pytest
              - run: docker push ghcr.io/acme/app:latest
        """),
    more: [
      Example(
        "a script that goes on",
        bad: """
          on: push
          jobs:
            test:
              runs-on: ubuntu-24.04
              steps:
                - run: |
                    set +e
                    ⟦make test⟧
                    echo done
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
              steps:
                - run: |
                    make test
                    echo done
            release:
              needs: test
              runs-on: ubuntu-24.04
              steps: [{run: make publish}]
          """)
    ],
    check: .repository { repository in
      repository.work.hidden.compactMap { failure in
        guard let follower = repository.follower(of: failure.place),
          let (cause, help) = failure.explanation
        else { return nil }
        return Finding(
          "\(cause), so the step succeeds when this fails, and \(follower) publishes all the same",
          at: SourceLocation(
            repository.workflows[failure.place.workflow].file, failure.range), help: help)
      }
    })
}

extension Work.HiddenFailure {
  /// What hides it and how to mend that; `nil` for a pipe, of which another rule speaks.
  fileprivate var explanation: (cause: String, help: String)? {
    switch mask {
    case .pipe: nil
    case .alternative: ("what stands behind '||' succeeds", "leave the '||' out")
    case .list:
      (
        "a command before '&&' does not end the script",
        "write the commands on lines of their own, or add '|| exit 1'"
      )
    case .background:
      (
        "nothing takes the result of a command behind which '&' stands",
        "keep its number with 'id=$!' and take its result with 'wait \"$id\"', or leave the '&' out"
      )
    case .branch:
      (
        "the 'if' only says what came out",
        "end the branch of the failure with 'exit 1', or leave the 'if' out"
      )
    case .substitution:
      (
        "a command succeeds although one in its '$(…)' fails",
        "set a variable to the result first: NAME=$(…) fails with it"
      )
    case .laterCommand:
      (
        "the shell runs without '-e' here and goes on to the next command",
        isNested ? "join the commands with '&&'" : "leave 'set -e' on, or start the shell with '-e'"
      )
    }
  }
}
