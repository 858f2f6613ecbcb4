import FoundationEssentials

/// A repository whose Dockerfiles name files in all the ways that buildah's and BuildKit's readings
/// agree on: the whole context, patterns, other contexts with ignore files of their own, bind mounts,
/// stages, other images, symbolic links on the way to a source, and ignore files that take something
/// back in.
///
/// Of another image everything is copied: a tag counts the whole of a parent. The two readings agree
/// on more than this list, but not on mounted directories, where buildah shows what
/// the ignore file excludes.
enum WaysToCopy {
  /// Writes the repository into a new directory.
  static func write(to root: String) throws {
    for (path, target) in links {
      let link = URL(filePath: "\(root)/\(path)")
      try FileManager.default.createDirectory(
        at: link.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: link.path(), withDestinationPath: target)
    }
    for (path, text) in configuration.merging(files, uniquingKeysWith: { $1 }) {
      let file = URL(filePath: "\(root)/\(path)")
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
  }

  private static let configuration = [
    "wfgen.yml": """
    version: 1
    repository: example/copies
    registry: ghcr.io/example/copies
    tiers:
      all: {build-timeout: 5}
    images:
      everything: {dockerfile: images/everything.Dockerfile, tier: all}
      links: {dockerfile: images/links.Dockerfile, tier: all}
      own: {dockerfile: images/own.Dockerfile, tier: all}
      part: {dockerfile: part/Dockerfile, context: part, tier: all}
      patterns: {dockerfile: images/patterns.Dockerfile, tier: all}
      stages: {dockerfile: images/stages.Dockerfile, tier: all}

    """,
    ".dockerignore": """
    .git
    .github
    docs
    !docs/kept.md
    **/*.log
    **/__pycache__
    /images

    """,
    "images/everything.Dockerfile": """
    FROM python:3.12-slim
    COPY . /all

    """,
    "images/links.Dockerfile": """
    FROM python:3.12-slim
    COPY links/file /links/file
    COPY links/folder /links/folder
    COPY links/way/two.py links/way/a*.txt /links/way/

    """,
    "images/own.Dockerfile": """
    FROM python:3.12-slim
    COPY . /own

    """,
    "images/own.Dockerfile.dockerignore": """
    *
    !other
    other/deep
    **/__pycache__

    """,
    "images/patterns.Dockerfile": """
    FROM python:3.12-slim
    ARG NAME=lib
    COPY src/*.py src/?.txt /patterns/
    COPY ["src/with space.txt", "/patterns/"]
    ADD src/${NAME}/ /lib/
    COPY s[gh]ared /shared

    """,
    "images/stages.Dockerfile": """
    FROM python:3.12-slim AS first
    WORKDIR /app
    COPY src/one.py .
    RUN --mount=type=bind,source=src/two.py,target=/opt/two.py pip install

    FROM first AS unused
    COPY top.txt /top

    FROM ghcr.io/example/copies/patterns:latest
    COPY --from=first /usr/local/lib/python3.11 /stages
    COPY --from=ghcr.io/example/copies/part:latest / /part

    """,
    "part/Dockerfile": """
    FROM python:3.12-slim
    COPY . /part

    """,
    "part/.dockerignore": """
    *
    !data
    data/*.tmp
    **/__pycache__

    """,
  ]

  /// What each symbolic link says. `elsewhere`, which changes let them say, must have what the
  /// Dockerfile wants of any of them.
  private static let links = [
    "links/file": "../shared/s.txt", "links/folder": "../linked", "links/way": "chain",
    "links/chain": "../src",
  ]

  private static let files = Dictionary(
    uniqueKeysWithValues: [
      "docs/kept.md", "docs/left.md", "linked/deep/l.txt", "linked/t.txt",
      "links/elsewhere/a1.txt", "links/elsewhere/two.py", "other/deep/d.txt", "other/o.txt",
      "part/data/d.txt", "part/data/e.tmp", "part/f.txt", "shared/s.txt", "src/a.txt",
      "src/ab.txt", "src/lib/.hidden", "src/lib/täglich.txt", "src/lib/x.txt", "src/lib/y.log",
      "src/one.py", "src/two.py", "src/with space.txt", "top.txt",
    ].map { ($0, "This is \($0).\n") })
}
