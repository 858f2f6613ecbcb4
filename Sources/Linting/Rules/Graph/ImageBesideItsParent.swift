import SourceText

extension Rule {
  /// Finds images that are built at the same time as the image they are built on.
  static let imageBesideItsParent = Rule(
    id: "image-beside-its-parent",
    summary: "An image is built without waiting for the image it is built on.",
    rationale: """
      Jobs without `needs`, and the jobs of one matrix, start together. An image that is built \
      beside its parent takes the parent that the last run published; in the first run there is \
      none, and the build fails.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idneeds",
    severity: .error,
    category: .graph,
    fixes: .sometimes,
    example: Example(
      "a job that does not need the job of its base",
      bad: [
        ".github/workflows/images.yml": """
        on: push
        jobs:
          base:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7
                with:
                  context: base
                  push: true
                  tags: ghcr.io/acme/base:latest
          web:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7
                with:
                  context: ⟦web⟧
                  push: true
                  tags: ghcr.io/acme/web:latest
        """,
        "base/Dockerfile": "FROM debian:12\n",
        "web/Dockerfile": "FROM ghcr.io/acme/base\n",
      ],
      good: [
        ".github/workflows/images.yml": """
        on: push
        jobs:
          base:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7
                with:
                  context: base
                  push: true
                  tags: ghcr.io/acme/base:latest
          web:
            needs: base
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7
                with:
                  context: web
                  push: true
                  tags: ghcr.io/acme/web:latest
        """,
        "base/Dockerfile": "FROM debian:12\n",
        "web/Dockerfile": "FROM ghcr.io/acme/base\n",
      ]),
    more: [
      Example(
        "a matrix that holds an image and its base",
        bad: [
          ".github/workflows/images.yml": """
          on: push
          jobs:
            images:
              runs-on: ubuntu-24.04
              strategy:
                matrix:
                  image: [base, ⟦web⟧]
              steps:
                - run: |
                    docker build -t ghcr.io/acme/${{ matrix.image }} ${{ matrix.image }}
                    docker push ghcr.io/acme/${{ matrix.image }}
          """,
          "base/Dockerfile": "FROM debian:12\n",
          "web/Dockerfile": "FROM ghcr.io/acme/base\n",
        ],
        good: [
          ".github/workflows/images.yml": """
          on: push
          jobs:
            images:
              runs-on: ubuntu-24.04
              steps:
                - run: |
                    docker build -t ghcr.io/acme/base base
                    docker push ghcr.io/acme/base
                    docker build -t ghcr.io/acme/web web
                    docker push ghcr.io/acme/web
          """,
          "base/Dockerfile": "FROM debian:12\n",
          "web/Dockerfile": "FROM ghcr.io/acme/base\n",
        ])
    ],
    check: .repository { repository in
      let pairs = MisorderedUses(of: repository).inOneRun
      return repository.findings(about: pairs.filter { $0.use.purpose == .parent })
    })
}
