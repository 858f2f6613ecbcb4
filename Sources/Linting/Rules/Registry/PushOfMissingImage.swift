import SourceText
import YAML

extension Rule {
  /// Finds pushes of names that no image of the job has.
  static let pushOfMissingImage = Rule(
    id: "push-of-missing-image",
    summary: "A script pushes a name that no image on the machine has.",
    rationale: """
      `docker push` sends the image of that very name. A job starts without images of its own, so a \
      name that no build and no `docker tag` of the job has given ends in: An image does not exist \
      locally with the tag.
      """,
    source: "https://docs.docker.com/reference/cli/docker/image/push/",
    severity: .error,
    category: .registry,
    fixes: .never,
    example: Example(
      "a tag that was not given",
      bad: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - run: docker login ghcr.io -u acme --password-stdin <<< '${{ github.token }}'
              - run: docker build -t ghcr.io/acme/relay:1 .
              - run: ⟦docker push ghcr.io/acme/relay:latest⟧
        """,
      good: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - run: docker login ghcr.io -u acme --password-stdin <<< '${{ github.token }}'
              - run: docker build -t ghcr.io/acme/relay:1 .
              - run: docker push ghcr.io/acme/relay:1
        """),
    check: .repository { repository in
      var seen: Set<SourceLocation> = []
      return repository.effects.all.compactMap { effect -> Finding? in
        guard case .push(let name) = effect.kind, let text = name.text,
          let wanted = ImageName(name), case .tag = wanted.version,
          effect.step?.run != nil
        else { return nil }
        let place = effect.place
        let location = effect.detail ?? SourceLocation(repository.file(at: place), effect.range)
        let builds = repository.effects.builds.filter { build in
          build.place.isOnRunner(of: place) && build.place.step <= place.step
        }
        guard !builds.isEmpty, !seen.contains(location),
          location.file[location.range].contains("push"),
          builds.allSatisfy({ build in build.names.allSatisfy { ImageName($0)?.reference != nil } }
          ),
          !builds.contains(where: { $0.names.contains { ImageName($0) == wanted } }),
          repository.hostedLinux(at: place) != nil,
          !repository.mayBringImages(upTo: place)
        else { return nil }
        seen.insert(location)
        let names = Set(builds.flatMap(\.names).compactMap(\.text)).sorted().prefix(3)
        return Finding(
          "no image on the machine is called '\(text)' here, so the push fails", at: location,
          help: names.isEmpty
            ? "name it with '--tag' when it is built"
            : "push what is built: \(names.map { "'\($0)'" }.joined(separator: ", "))")
      }
    })
}

extension Repository {
  /// Whether steps up to one may bring images that effects do not show.
  fileprivate func mayBringImages(upTo place: Place) -> Bool {
    steps(upTo: place).contains { step in
      guard let action = step.action else {
        let script = step.run?.text ?? ""
        let words = [
          "load", "import", "commit", "compose", "pull", "bake", "buildah", "podman", "make ",
          "manifest", "imagetools", "for ", "while ", "$(", " tag ", "source ", "npm ", "mvn",
          "gradle",
          "docker run", "pack ", "--cache-from", "docker-", "python",
        ]
        return script.holdsScriptName(or: words)
      }
      return !action.hasPrefix("actions/") && !action.hasPrefix("docker/")
        || action == "docker/bake-action"
    }
  }
}
