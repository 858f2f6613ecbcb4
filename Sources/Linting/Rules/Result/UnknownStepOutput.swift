import SourceText
import YAML

extension Rule {
  /// Finds outputs that an action does not have.
  static let unknownStepOutput = Rule(
    id: "unknown-step-output",
    summary: "An expression reads an output that the action of that step does not have.",
    rationale: """
      What an action does not set is empty. A digest read from the step that only names the tags, \
      or a list of tags from the step that builds, lets everything behind it work with an empty text.
      """,
    source: "https://github.com/docker/build-push-action#outputs",
    severity: .error,
    category: .result,
    fixes: .never,
    example: Example(
      "a digest of the step that names tags",
      bad: """
        on: push
        jobs:
          app:
            runs-on: ubuntu-24.04
            steps:
              - {id: meta, uses: docker/metadata-action@v6, with: {images: ghcr.io/acme/app}}
              - {id: build, uses: docker/build-push-action@v7, with: {context: .}}
              - run: make sign DIGEST=${{ ⟦steps.meta.outputs.digest⟧ }}
        """,
      good: """
        on: push
        jobs:
          app:
            runs-on: ubuntu-24.04
            steps:
              - {id: meta, uses: docker/metadata-action@v6, with: {images: ghcr.io/acme/app}}
              - {id: build, uses: docker/build-push-action@v7, with: {context: .}}
              - run: make sign DIGEST=${{ steps.build.outputs.digest }}
        """),
    check: .workflow { workflow, _ in
      workflow.jobs.flatMap { job -> [Finding] in
        var actions: [String: String] = [:]
        for step in job.steps {
          guard let id = step.id?.lowercased(), let action = step.action,
            actionOutputs[String(action).lowercased()] != nil
          else { continue }
          actions[id] = String(action)
        }
        guard !actions.isEmpty else { return [] }
        return JobExpressions(of: job, in: workflow).reads(of: "steps").compactMap { read in
          guard read.path.count == 4, read.path[2] == "outputs", let action = actions[read.path[1]],
            let outputs = actionOutputs[action.lowercased()], !outputs.contains(read.path[3])
          else { return nil }
          let other = actions.first {
            actionOutputs[$0.value.lowercased()]?.contains(read.path[3]) ?? false
          }
          return Finding(
            "'\(action)' has no output '\(read.path[3])', so this is always empty",
            at: read.location,
            help: other.map { "read it from step '\($0.key)'" }
              ?? "it has " + outputs.sorted().joined(separator: ", "))
        }
      }
    })
}

/// The outputs of actions, in lower case.
///
/// Source: `action.yml` of each of them.
private let actionOutputs: [String: Set<String>] = [
  "docker/build-push-action": ["imageid", "digest", "metadata"],
  "docker/bake-action": ["metadata"],
  "docker/metadata-action": [
    "version", "tags", "tag-names", "labels", "annotations", "json", "bake-file-tags",
    "bake-file-labels", "bake-file-annotations", "bake-file",
  ],
  "docker/setup-buildx-action": [
    "name", "driver", "platforms", "nodes", "endpoint", "status", "flags",
  ],
  "docker/setup-qemu-action": ["platforms"],
  "actions/checkout": ["ref", "commit"],
  "actions/upload-artifact": ["artifact-id", "artifact-url", "artifact-digest"],
  "actions/download-artifact": ["download-path"],
]
