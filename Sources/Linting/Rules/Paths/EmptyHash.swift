import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds calls of `hashFiles` that hash nothing.
  static let emptyHash = Rule(
    id: "empty-hash",
    summary: "'hashFiles' is asked about files that are not there.",
    rationale: """
      `hashFiles` gives an empty text when nothing matches. A cache key made with it is the same \
      for ever: what the first run stores is restored by every later one and never replaced.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#hashfiles",
    severity: .warning,
    category: .paths,
    fixes: .never,
    example: Example(
      "a lock file that is not there",
      bad: [
        ".github/workflows/test.yml": """
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - uses: actions/cache@v6
                with:
                  path: ~/.cache/pip
                  key: pip-${{ ⟦hashFiles('app/requirements.lock')⟧ }}
        """,
        "app/requirements.txt": "\n",
      ],
      good: [
        ".github/workflows/test.yml": """
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - uses: actions/cache@v6
                with:
                  path: ~/.cache/pip
                  key: pip-${{ hashFiles('app/requirements.txt') }}
        """,
        "app/requirements.txt": "\n",
      ]),
    more: [
      Example(
        "a key that is made before the files are there",
        bad: [
          ".github/workflows/test.yml": """
          on: push
          jobs:
            test:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/cache@v6
                  with:
                    path: ~/.cache/pip
                    key: pip-${{ ⟦hashFiles('**/requirements.txt')⟧ }}
                - uses: actions/checkout@v7
          """,
          "app/requirements.txt": "\n",
        ],
        good: [
          ".github/workflows/test.yml": """
          on: push
          jobs:
            test:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v7
                - uses: actions/cache@v6
                  with:
                    path: ~/.cache/pip
                    key: pip-${{ hashFiles('**/requirements.txt') }}
          """,
          "app/requirements.txt": "\n",
        ])
    ],
    check: .workflow { workflow, repository in
      guard let files = repository.files,
        workflow.file.bytes.contains(UInt8(ascii: "h")), workflow.file.text.contains("ashFiles")
      else { return [] }
      return workflow.jobs.flatMap { job -> [Finding] in
        let workspace = Workspace(of: job, in: workflow)
        let steps = job.steps
        return steps.indices.flatMap { position -> [Finding] in
          let state = workspace.state(before: position)
          let isEarly =
            state == .empty
            && steps[position...].contains { $0.action == "actions/checkout" }
          guard state == .repository || isEarly else { return [] }
          return workflow.expressions(of: steps[position].body).flatMap { found in
            hashes(in: found.node).compactMap { call -> Finding? in
              guard
                isEarly
                  || isEmpty(call, steps[position], job, workflow, repository, files)
              else { return nil }
              return Finding(
                isEarly
                  ? "nothing is checked out when this is evaluated, so it is an empty text in every run"
                  : "no file of the repository matches, so this is an empty text in every run",
                at: SourceLocation(workflow.file, found.range(of: call, in: workflow.file)),
                help: isEarly ? "check the repository out before" : nil)
            }
          }
        }
      }
    })
}

/// The calls of `hashFiles` whose result is not only compared with nothing.
private func hashes(in node: ExpressionNode) -> [ExpressionNode] {
  switch node.kind {
  case .call(let name, _) where name.lowercased() == "hashfiles": [node]
  case .call(let name, let arguments)
  where ["format", "join", "tojson"].contains(name.lowercased()):
    arguments.flatMap(hashes)
  default: []
  }
}

/// Whether a call certainly finds no file in any combination of the matrix.
private func isEmpty(
  _ call: ExpressionNode, _ step: Step, _ job: Job, _ workflow: WorkflowFile,
  _ repository: Repository, _ files: RepositoryFiles
) -> Bool {
  guard case .call(_, let arguments) = call.kind else { return false }
  return MatrixLeg.all(of: job).contains { leg in
    let scope = workflow.scope(of: step, in: job, leg, slug: repository.view.slug)
    let texts = arguments.map { scope.text(of: $0) }
    guard texts.allSatisfy({ $0 != nil }),
      let glob = RunnerGlob(
        texts.compactMap { $0 }.flatMap { $0.split(separator: "\n").map(String.init) })
    else { return false }
    return glob.matchesNothing(in: files)
  }
}

extension ValueScope {
  /// The text that a part of an expression stands for; `nil` when it is not known.
  func text(of node: ExpressionNode) -> String? {
    switch node.kind {
    case .literal(.string(let text)): return text
    case .call(let name, let arguments) where name.lowercased() == "format":
      let texts = arguments.map { text(of: $0) }
      guard let format = texts.first ?? nil, texts.allSatisfy({ $0 != nil }),
        !format.contains("{{")
      else { return nil }
      var result = format
      for (number, value) in texts.dropFirst().enumerated() {
        result = result.replacing("{\(number)}", with: value ?? "")
      }
      return result
    default:
      guard let path = node.path, path.count > 1 else { return nil }
      return substitute("${{ \(path.joined(separator: ".")) }}").text.text
    }
  }
}
