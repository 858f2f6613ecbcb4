import SourceText

/// Repositories as careful people write them, which no rule has anything to say of.
enum HandWritten {
  /// Three workflows, each of which starts the next one.
  static let chain: [String: String] = [
    ".github/workflows/system.yml": """
    name: System
    on:
      push:
        branches: [main]
        paths:
          - system/**
          - python/**
          - service/**
          - .github/workflows/system.yml
      workflow_dispatch:
    permissions:
      contents: read
    concurrency:
      group: system-publish
      cancel-in-progress: false
    jobs:
      system:
        runs-on: ubuntu-24.04
        timeout-minutes: 20
        permissions:
          contents: read
          packages: write
        steps:
    \(publish("system", ref: nil))
    """,
    ".github/workflows/python.yml": """
    name: Python
    on:
      workflow_run:
        workflows: [System]
        types: [completed]
        branches: [main]
    permissions:
      contents: read
    concurrency:
      group: python-publish
      cancel-in-progress: false
    jobs:
      python:
        if: ${{ github.event.workflow_run.conclusion == 'success' }}
        runs-on: ubuntu-24.04
        timeout-minutes: 20
        permissions:
          contents: read
          packages: write
        steps:
    \(publish("python", ref: "${{ github.event.workflow_run.head_sha }}"))
    """,
    ".github/workflows/service.yml": """
    name: Service
    on:
      workflow_run:
        workflows: [Python]
        types: [completed]
        branches: [main]
    permissions:
      contents: read
    concurrency:
      group: service-publish
      cancel-in-progress: false
    jobs:
      service:
        if: ${{ github.event.workflow_run.conclusion == 'success' }}
        runs-on: ubuntu-24.04
        timeout-minutes: 20
        permissions:
          contents: read
          packages: write
        steps:
    \(publish("service", ref: "${{ github.event.workflow_run.head_sha }}"))
    """,
    "system/Dockerfile": "FROM debian:12\nCOPY packages.txt /\n",
    "system/packages.txt": "",
    "python/Dockerfile": "FROM ghcr.io/acme/system:main\n",
    "service/Dockerfile": "FROM ghcr.io/acme/python:main\nCOPY app.py /\n",
    "service/app.py": "",
  ]

  /// One workflow whose jobs wait for each other, with a test in one of its images.
  static let jobs: [String: String] = [
    ".github/workflows/images.yml": """
    name: Images
    on:
      push:
        branches: [main]
        paths:
          - base/**
          - tools/**
          - web/**
          - worker/**
          - .github/workflows/images.yml
    permissions:
      contents: read
    concurrency:
      group: images
      cancel-in-progress: false
    jobs:
      base:
        runs-on: ubuntu-24.04
        timeout-minutes: 20
        permissions:
          contents: read
          packages: write
        steps:
    \(publish("base", ref: nil))
      tools:
        needs: base
        runs-on: ubuntu-24.04
        timeout-minutes: 20
        permissions:
          contents: read
          packages: write
        steps:
    \(publish("tools", ref: nil))
      services:
        needs: [base, tools]
        runs-on: ubuntu-24.04
        timeout-minutes: 20
        permissions:
          contents: read
          packages: write
        strategy:
          fail-fast: false
          max-parallel: 2
          matrix:
            image: [web, worker]
        steps:
    \(publish("${{ matrix.image }}", ref: nil))
      test:
        needs: tools
        runs-on: ubuntu-24.04
        timeout-minutes: 10
        permissions:
          contents: read
          packages: read
        container:
          image: ghcr.io/acme/tools:main
          credentials:
            username: ${{ github.actor }}
            password: ${{ github.token }}
        steps:
          - uses: actions/checkout@v7.0.1
            with:
              persist-credentials: false
          - run: ./tools/check.sh
    """,
    "base/Dockerfile": "FROM debian:12\n",
    "tools/Dockerfile": "FROM ghcr.io/acme/base:main\nCOPY check.sh /\n",
    "tools/check.sh": "#!/bin/sh\n",
    "web/Dockerfile":
      "FROM ghcr.io/acme/base:main\nCOPY --from=ghcr.io/acme/tools:main /check.sh /\n",
    "worker/Dockerfile": "FROM ghcr.io/acme/tools:main\n",
  ]

  /// The steps that build an image and push it.
  private static func publish(_ image: String, ref: String?) -> String {
    """
          - uses: actions/checkout@v7.0.1
            with:
    \(ref.map { "          ref: \($0)\n" } ?? "")          persist-credentials: false
          - uses: docker/setup-buildx-action@v4.3.0
          - uses: docker/login-action@v4.6.0
            with:
              registry: ghcr.io
              username: ${{ github.actor }}
              password: ${{ github.token }}
          - uses: docker/build-push-action@v7.4.0
            timeout-minutes: 15
            with:
              context: \(image)
              push: true
              tags: ghcr.io/acme/\(image):main
              cache-from: type=registry,ref=ghcr.io/acme/\(image):buildcache
              cache-to: type=registry,ref=ghcr.io/acme/\(image):buildcache,mode=max
    """
  }
}
