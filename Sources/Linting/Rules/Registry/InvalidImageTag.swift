import SourceText
import Workflows
import YAML

extension Rule {
  /// Finds names of images that hold what no such name may hold.
  static let invalidImageTag = Rule(
    id: "invalid-image-tag",
    summary: "The tag of an image is made from a ref that holds a slash.",
    rationale: """
      A tag holds letters, digits, `_`, `.` and `-` only. `github.ref` always begins with \
      `refs/`, `github.ref_name` of a pull request ends with `/merge`, and branches such as \
      `release/1.4` have a slash of their own: Docker refuses the name as an invalid reference, \
      and the job fails before anything is built.
      """,
    source: "https://docs.docker.com/reference/cli/docker/image/tag/",
    severity: .error,
    category: .registry,
    fixes: .never,
    example: Example(
      "a ref in the place of a tag",
      bad: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7.4.0
                with:
                  tags: ⟦ghcr.io/acme/relay:${{ github.ref }}⟧
        """,
      good: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7.4.0
                with:
                  tags: ghcr.io/acme/relay:${{ github.sha }}
        """),
    more: [
      Example(
        "the name of a branch with a slash",
        bad: """
          on:
            push:
              branches: [main, 'release/**']
          jobs:
            relay:
              runs-on: ubuntu-24.04
              steps:
                - run: ⟦docker build -t ghcr.io/acme/relay:${{ github.ref_name }} .⟧
          """,
        good: """
          on:
            push:
              branches: [main, 'release/**']
          jobs:
            relay:
              runs-on: ubuntu-24.04
              steps:
                - run: docker build -t ghcr.io/acme/relay:${{ github.sha }} .
          """)
    ],
    check: .workflow { workflow, _ in
      workflow.jobs.flatMap { job -> [Finding] in
        // What decides whether the job or the step runs may well look at the ref.
        guard job.body["if"] == nil else { return [] }
        return job.steps.flatMap { step -> [Finding] in
          guard step.body["if"] == nil else { return [] }
          return names(in: step, of: job, workflow).compactMap { name, range in
            problem(of: name, in: workflow).map { problem in
              Finding(
                problem, at: SourceLocation(workflow.file, range),
                help: "take 'github.sha', or let 'docker/metadata-action' make the tags")
            }
          }
        }
      }
    })
}

/// The names of images that a step builds or pushes, as they are written.
private func names(
  in step: Step, of job: Job, _ workflow: WorkflowFile
) -> [(String, SourceRange)] {
  if step.action == "docker/build-push-action", let node = step.input("tags") {
    let lines = ScalarLines(of: node, in: workflow.file)
    return (node.text ?? "").split { $0 == "\n" || $0 == "," }.map { line in
      (String(line), lines.range(ofLineWith: String(line)))
    }
  }
  guard let node = workflow.script(of: step, in: job), let text = node.text, text.contains("docker")
  else { return [] }
  let places = ScalarPlaces(of: node, in: workflow.file)
  let bytes = Array(text.utf8)
  let scope = ValueScope(environments: [], leg: MatrixLeg(values: nil), slug: nil)
  return ShellReader.commands(in: text, scope: scope).compactMap { command in
    switch DockerCommand(command) {
    case .build?, .push?:
      return (String(decoding: bytes[command.range], as: UTF8.self), places.range(command.range))
    default: return nil
    }
  }
}

/// Why Docker refuses a text with the name of an image; `nil` when it may not.
private func problem(of text: String, in workflow: WorkflowFile) -> String? {
  let text = text.filter { !$0.isWhitespace }
  if text.contains(":${{github.ref}}") || text.contains(":$GITHUB_REF\"") {
    return "'github.ref' begins with 'refs/', and a tag may hold no slash: Docker refuses the name"
  }
  guard text.contains(":${{github.ref_name}}") || text.contains(":$GITHUB_REF_NAME\"") else {
    return nil
  }
  for trigger in workflow.triggers {
    switch trigger.event {
    case "pull_request":
      return "in runs for pull requests 'github.ref_name' is as '12/merge', and a tag may hold no "
        + "slash: Docker refuses the name"
    case "push":
      let patterns = PushFilter(trigger).branchPatterns ?? []
      if let pattern = patterns.first(where: { $0.contains("/") && !$0.hasPrefix("!") }) {
        return "a branch of '\(pattern)' has a slash in its name, and a tag may hold none: Docker "
          + "refuses the name"
      }
    default: break
    }
  }
  return nil
}
