import Dockerfiles
import SourceText
import YAML

extension Rule {
  /// Finds Dockerfiles beside those of a family of images that no workflow builds.
  static let unbuiltDockerfile = Rule(
    id: "unbuilt-dockerfile",
    summary: "A Dockerfile of a family of images is built by no workflow.",
    rationale: """
      The Dockerfiles beside this one are built, and it is based on an image of this repository or \
      a workflow starts with its files, but no workflow builds it. Changes of it reach nobody, and \
      what was once published under its name stays on an old base.
      """,
    source:
      "https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations",
    severity: .warning,
    category: .graph,
    fixes: .never,
    example: Example(
      "an image that the matrix forgot",
      bad: [
        ".github/workflows/images.yml": """
        on: push
        jobs:
          base:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7
                with:
                  context: images/base
                  push: true
                  tags: ghcr.io/acme/base:latest
          services:
            needs: base
            runs-on: ubuntu-24.04
            strategy:
              matrix:
                image: [api, web]
            steps:
              - uses: docker/build-push-action@v7
                with:
                  context: images/${{ matrix.image }}
                  push: true
                  tags: ghcr.io/acme/${{ matrix.image }}:latest
        """,
        "images/api/Dockerfile": "FROM ghcr.io/acme/base\n",
        "images/base/Dockerfile": "FROM debian:12\n",
        "images/mail/Dockerfile": "FROM ⟦ghcr.io/acme/base⟧\n",
        "images/web/Dockerfile": "FROM ghcr.io/acme/base\n",
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
                  context: images/base
                  push: true
                  tags: ghcr.io/acme/base:latest
          services:
            needs: base
            runs-on: ubuntu-24.04
            strategy:
              matrix:
                image: [api, web, mail]
            steps:
              - uses: docker/build-push-action@v7
                with:
                  context: images/${{ matrix.image }}
                  push: true
                  tags: ghcr.io/acme/${{ matrix.image }}:latest
        """,
        "images/api/Dockerfile": "FROM ghcr.io/acme/base\n",
        "images/base/Dockerfile": "FROM debian:12\n",
        "images/mail/Dockerfile": "FROM ghcr.io/acme/base\n",
        "images/web/Dockerfile": "FROM ghcr.io/acme/base\n",
      ]),
    check: .repository { repository in
      let built = Set(repository.effects.builds.compactMap(\.dockerfile))
      guard built.count > 1, repository.effects.builds.allSatisfy({ $0.dockerfile != nil }) else {
        return []
      }
      let families = Dictionary(grouping: built, by: DockerfileFamily.init)
      let strangers = (repository.view.paths() ?? []).filter { path in
        !built.contains(path) && path.contains("ockerfile")
          && families[DockerfileFamily(path)]?.count ?? 0 > 1
      }
      guard !strangers.isEmpty, !repository.mayPublishUnseen(into: "") else { return [] }
      return strangers.compactMap { path in
        guard let file = repository.view.read(path) else { return nil }
        let bases = Dockerfile(parsing: file).resolve().references
        let own = bases.first { reference in
          reference.image.map { repository.flow.publishers[$0.repository] != nil } ?? false
        }
        guard let base = own ?? (repository.isNamedInFilters(path) ? bases.first : nil) else {
          return nil
        }
        return Finding(
          "no workflow builds '\(path)', although those beside it are built: changes of it, and of "
            + "the image it is based on, reach nobody",
          at: base.location, help: "build it where the others are built, or remove it")
      }
    })
}

extension Repository {
  /// Whether a filter of paths names the directory of a file, as if its image were built.
  fileprivate func isNamedInFilters(_ path: String) -> Bool {
    guard let slash = path.lastIndex(of: "/") else { return false }
    let directory = path[...slash]
    return workflows.contains { workflow in
      workflow.triggers.contains { trigger in
        guard trigger.event == "push", let paths = trigger.options?["paths"] else { return false }
        return paths.items.contains { $0.text?.hasPrefix(directory) ?? false }
      }
    }
  }
}

/// What Dockerfiles of one kind have in common: where they lie and how they are named.
private struct DockerfileFamily: Hashable {
  private var directory: Substring
  private var name: Substring

  init(_ path: String) {
    let file = path.split(separator: "/").last ?? ""
    let directory = path.dropLast(file.utf8.count + 1)
    if file == "Dockerfile" {
      // One directory for each image, under a common one.
      self.directory = directory.prefix(
        directory.lastIndex(of: "/").map {
          directory.distance(from: directory.startIndex, to: $0)
        } ?? 0)
      name = file
    } else {
      self.directory = directory
      name = file.hasSuffix(".Dockerfile") ? ".Dockerfile" : "Dockerfile."
    }
  }
}
