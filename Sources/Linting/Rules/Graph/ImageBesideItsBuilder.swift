import SourceText

extension Rule {
  /// Finds jobs that run or pull an image of their own run without waiting for its build.
  static let imageBesideItsBuilder = Rule(
    id: "image-beside-its-builder",
    summary: "A job takes an image without waiting for the job that builds it.",
    rationale: """
      Jobs without `needs` start together, and the runner pulls the image of `container` and of \
      `services` before the first step. A job that does not need the job which publishes that \
      image runs in the one of the last run; in the first run there is none, and the job fails.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idcontainer",
    severity: .error,
    category: .graph,
    fixes: .sometimes,
    example: Example(
      "a job in a container that another job builds",
      bad: [
        ".github/workflows/ci.yml": """
        on: push
        jobs:
          tools:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7
                with:
                  context: tools
                  push: true
                  tags: ghcr.io/acme/tools:latest
          test:
            runs-on: ubuntu-24.04
            container: ⟦ghcr.io/acme/tools:latest⟧
            steps:
              - run: pytest
        """
      ],
      good: [
        ".github/workflows/ci.yml": """
        on: push
        jobs:
          tools:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7
                with:
                  context: tools
                  push: true
                  tags: ghcr.io/acme/tools:latest
          test:
            needs: tools
            runs-on: ubuntu-24.04
            container: ghcr.io/acme/tools:latest
            steps:
              - run: pytest
        """
      ]),
    check: .repository { repository in
      let pairs = MisorderedUses(of: repository).inOneRun
      return repository.findings(about: pairs.filter { $0.use.purpose != .parent })
    })
}
