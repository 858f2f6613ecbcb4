import SourceText
import YAML

extension Rule {
  /// Finds caches that are left in a directory of a machine that goes away.
  static let lostLocalCache = Rule(
    id: "lost-local-cache",
    summary: "A cache is left in a directory that nothing keeps.",
    rationale: """
      A machine of GitHub's is fresh for each job. A directory with the layers of a build is gone \
      with it, unless `actions/cache` keeps that very directory; the next run finds nothing.
      """,
    source: "https://docs.docker.com/build/ci/github-actions/cache/#local-cache",
    severity: .warning,
    category: .cache,
    fixes: .never,
    example: Example(
      "a new directory that never takes the place of the old one",
      bad: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/setup-buildx-action@v4.4.1
              - uses: actions/cache@v6.1.0
                with:
                  path: /tmp/layers
                  key: layers-${{ github.sha }}
                  restore-keys: layers-
              - uses: docker/build-push-action@v7.4.0
                with:
                  context: .
                  cache-from: type=local,src=/tmp/layers
                  cache-to: ⟦type=local,dest=/tmp/layers-new,mode=max⟧
        """,
      good: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/setup-buildx-action@v4.4.1
              - uses: actions/cache@v6.1.0
                with:
                  path: /tmp/layers
                  key: layers-${{ github.sha }}
                  restore-keys: layers-
              - uses: docker/build-push-action@v7.4.0
                with:
                  context: .
                  cache-from: type=local,src=/tmp/layers
                  cache-to: type=local,dest=/tmp/layers-new,mode=max
              - run: |
                  rm -rf /tmp/layers
                  mv /tmp/layers-new /tmp/layers
        """),
    check: .repository { repository in
      var seen: Set<SourceLocation> = []
      return CacheUses(of: repository).exports.compactMap { use -> Finding? in
        let place = repository.effects.builds[use.build].place
        let (workflow, job) = repository.innermostJob(at: place)
        let location = use.entry.location
        guard use.entry.backend == .directory, let directory = use.entry.options["dest"],
          RunText(directory).isKnown, repository.hostedLinux(at: place) != nil,
          !seen.contains(location),
          // What an action does with it is not followed.
          repository.effects.builds[use.build].options?.isCalled == false,
          !isKept(directory, in: job, of: workflow, builtBy: place.step)
        else { return nil }
        seen.insert(location)
        return Finding(
          "nothing keeps '\(directory)' when the job ends, so the next run finds no cache there",
          at: location,
          help: "keep it with 'actions/cache' (move it there first if its name differs), or export "
            + "with 'type=gha' or 'type=registry'")
      }
    })
}

/// Whether another step of the job speaks of a directory, so that it may keep or move it.
private func isKept(
  _ directory: String, in job: Job, of workflow: WorkflowFile, builtBy step: Int
) -> Bool {
  let name = directory.hasSuffix("/") ? String(directory.dropLast()) : directory
  let names = [name] + parents(of: name)
  return job.steps.enumerated().contains { position, other in
    guard position != step else { return false }
    if let action = other.action, action.hasPrefix("./") || action.hasPrefix("$/") { return true }
    if other.action?.hasPrefix("actions/cache") ?? false {
      let path = other.input("path")?.text ?? ""
      return path.contains("$") || names.contains { mentions($0, in: path) }
    }
    let parts = [other.body["with"], other.body["run"], other.body["env"]].compactMap { $0 }
    return parts.contains { part in
      guard part["cache-to"] == nil, part["cache-from"] == nil else { return false }
      let text = workflow.file[part.range]
      return names.contains { mentions($0, in: text) }
    }
  }
}

/// The directories that a directory lies in, without those that hold everything.
private func parents(of directory: String) -> [String] {
  var parents: [String] = []
  var rest = directory[...]
  while let slash = rest.lastIndex(of: "/"), slash > rest.startIndex {
    rest = rest[..<slash]
    if !["/tmp", "/home", "/mnt", "~"].contains(rest) { parents.append(String(rest)) }
  }
  return parents
}

/// Whether a path stands in a text, and not only as the beginning of a longer name.
private func mentions(_ path: String, in text: String) -> Bool {
  text.ranges(of: path).contains { range in
    guard range.upperBound < text.endIndex else { return true }
    let next = text[range.upperBound]
    return !(next.isLetter || next.isNumber || "-_.".contains(next))
  }
}
