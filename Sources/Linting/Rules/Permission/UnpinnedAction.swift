import SourceText
import YAML

extension Rule {
  /// Finds actions of others that are named by a tag or a branch.
  static let unpinnedAction = Rule(
    id: "unpinned-action",
    summary: "An action is named by a tag, which its owner can move.",
    rationale: """
      A run takes whatever the tag means when it starts. Whoever can write to the action's \
      repository can make it mean other code, which then runs with the job's token and secrets. A \
      commit's full SHA always means the same.
      """,
    source:
      "https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions",
    severity: .info,
    category: .permission,
    fixes: .never,
    example: Example(
      "a release of an action",
      bad: """
        on: push
        permissions: {contents: read}
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - uses: ⟦actions/checkout@v7⟧
              - run: make test
        """,
      good: """
        on: push
        permissions: {contents: read}
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@0123456789abcdef0123456789abcdef01234567  # v7
              - run: make test
        """),
    check: .workflow { workflow, _ in
      let unpinned = workflow.uses.filter(\.isMovable)
      guard let first = unpinned.first else { return [] }
      let others = unpinned.count == 1 ? "" : " (as are \(unpinned.count - 1) more)"
      return [
        Finding(
          "'\(first.text ?? "")'\(others) is named by what its owner can move to other code",
          at: workflow.location(first),
          help: "name the commit by its full SHA, with the tag in a comment behind")
      ]
    })
}

extension WorkflowFile {
  /// What jobs and steps use, in the order of the file.
  fileprivate var uses: [Node] {
    jobs.flatMap { job in
      [job.body["uses"]].compactMap(\.self) + job.steps.compactMap { $0.body["uses"] }
    }
  }
}

extension Node {
  /// Whether it names an action or a workflow of another repository by anything but a commit.
  fileprivate var isMovable: Bool {
    guard let text, !text.hasPrefix("./"), !text.hasPrefix("$/"), !text.hasPrefix("docker://"),
      let at = text.lastIndex(of: "@")
    else { return false }
    let ref = text[at...].dropFirst()
    return !(ref.utf8.count == 40 && ref.allSatisfy(\.isHexDigit)) && !ref.contains("${{")
  }
}
