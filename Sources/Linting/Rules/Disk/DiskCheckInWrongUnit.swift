import Expressions
import SourceText
import YAML

extension Rule {
  /// Finds checks of the disk that compare numbers of different units.
  static let diskCheckInWrongUnit = Rule(
    id: "disk-check-in-wrong-unit",
    summary: "A check of the disk compares numbers of different units.",
    rationale: """
      `df` prints blocks of 1024 bytes unless it is told otherwise. Compared with a number of \
      gigabytes such a count is always larger, so the room that the check is there for is never \
      made, and the build ends with "no space left on device".
      """,
    source:
      "https://www.gnu.org/software/coreutils/manual/html_node/df-invocation.html",
    severity: .warning,
    category: .disk,
    fixes: .never,
    example: Example(
      "blocks read as gigabytes",
      bad: """
        on: push
        jobs:
          model:
            runs-on: ubuntu-24.04
            steps:
              - run: |
                  free=$(⟦df / | tail -n 1 | awk '{print $4}'⟧)
                  if [ "$free" -lt 30 ]; then
                    sudo rm -rf /usr/local/lib/android
                  fi
        """,
      good: """
        on: push
        jobs:
          model:
            runs-on: ubuntu-24.04
            steps:
              - run: |
                  free=$(df --output=avail -BG / | tail -n 1 | tr -dc 0-9)
                  if [ "$free" -lt 30 ]; then
                    sudo rm -rf /usr/local/lib/android
                  fi
        """),
    more: [
      Example(
        "a letter where a number belongs",
        bad: """
          on: push
          jobs:
            model:
              runs-on: ubuntu-24.04
              steps:
                - run: |
                    if [ "$(⟦df -BG --output=avail / | tail -n 1⟧)" -lt 30 ]; then
                      sudo rm -rf /usr/local/lib/android
                    fi
          """,
        good: """
          on: push
          jobs:
            model:
              runs-on: ubuntu-24.04
              steps:
                - run: |
                    if [ "$(df --block-size=1G --output=avail / | tail -n 1)" -lt 30 ]; then
                      sudo rm -rf /usr/local/lib/android
                    fi
          """)
    ],
    check: .workflow { workflow, _ in
      guard workflow.words.mayHold("df ") else { return [] }
      return workflow.jobs.flatMap { job -> [Finding] in
        // Other systems count other blocks.
        let isMac = job.runners.contains {
          $0?.labels.contains { $0.hasPrefix("mac") } ?? false
        }
        return isMac ? [] : findings(in: job, of: workflow)
      }
    })
}

private func findings(in job: Job, of workflow: WorkflowFile) -> [Finding] {
  let outer = [job.body["env"], workflow.document.root?["env"]].compactMap { $0 }
  let isHosted = job.runsOnly(where: \.isHosted)
  return job.steps.flatMap { step -> [Finding] in
    guard let node = workflow.script(of: step, in: job), let text = node.text,
      node.utf8?.holds("df ") == true
    else { return [] }
    var constants: [String: Double] = [:]
    for environment in ([step.body["env"]].compactMap { $0 } + outer).reversed() {
      for entry in environment.entries {
        if let name = entry.key.text {
          constants[name] = entry.value.plainText.flatMap { Double($0) }
        }
      }
    }
    let script = DiskScript(text, constants: constants)
    let places = ScalarPlaces(of: node, in: workflow.file)
    let checks = script.checks + conditions(on: step, script, text, in: job)
    var seen: Set<Range<Int>> = []
    return checks.compactMap { check in
      guard let fault = check.fault(isHosted: isHosted), seen.insert(check.range).inserted else {
        return nil
      }
      return Finding(
        fault, at: SourceLocation(workflow.file, places.range(check.range)),
        help: check.comparesTexts
          ? "compare numbers: '-lt', '-le', '-gt' or '-ge'"
          : "read whole gigabytes: df --output=avail -BG / | tail -n 1 | tr -dc 0-9")
    }
  }
}

/// Checks by conditions of later steps on an output that a script makes of a reading.
private func conditions(
  on step: Step, _ script: DiskScript, _ text: String, in job: Job
) -> [DiskCheck] {
  guard let id = step.id?.lowercased(), text.contains("GITHUB_OUTPUT") else { return [] }
  return job.steps.flatMap { later -> [DiskCheck] in
    guard let condition = later.body["if"]?.text else { return [] }
    let found = PlacedExpression.all(in: later.body["if"]).map(\.node)
    let nodes = found.isEmpty ? [try? ExpressionNode(parsing: condition)].compactMap(\.self) : found
    return nodes.flatMap(\.all).compactMap { node in
      guard case .compare(let left, let comparison, let right) = node.kind,
        case .literal(.number(let number)) = right.kind,
        let operation = ["<": "-lt", "<=": "-le", ">": "-gt", ">=": "-ge"][comparison.rawValue],
        let path = left.carriedPaths.first, path.count == 4, path[0] == "steps", path[1] == id,
        path[2] == "outputs",
        let source = script.sources.first(where: { $0.key.lowercased() == path[3] })?.value
      else { return nil }
      return DiskCheck(
        reading: source.reading, operation: operation, number: number, range: source.range)
    }
  }
}

extension ExpressionNode {
  /// The node and all below it.
  fileprivate var all: [ExpressionNode] { [self] + children.flatMap(\.all) }
}

extension DiskCheck {
  /// What is wrong with a comparison; `nil` when it may hold in one run and not in another.
  fileprivate func fault(isHosted: Bool) -> String? {
    let shown = TimeLimit.shown(number)
    if comparesTexts {
      return "within '[[ ]]' this compares texts letter by letter, where '9' is more than "
        + "'\(shown)': with little room left the answer is wrong"
    }
    switch reading.notation {
    case .lettered, .human:
      return
        "df prints a letter behind the number here, as in '18G', and the comparison with \(shown) "
        + "fails: the branch is never taken"
    case .humanWithoutLetter:
      guard number > 0 else { return nil }
      return
        "df -h prints '9.4G' when less than 10 GB are free, which is no whole number, and other "
        + "letters for other sizes: the comparison with \(shown) fails when it matters"
    case .plain(let unit):
      let isSmall = number * unit < Self.leastRoom && number > 0
      let isLarge = isHosted && number * unit > Self.mostRoom
      guard isSmall || isLarge else { return nil }
      let asksForLess = operation == "-lt" || operation == "-le"
      let word = asksForLess == isSmall ? "never" : "always"
      return "df counts \(Self.words(unit)) here and the number is compared with \(shown): that "
        + "\(word) holds"
    }
  }

  /// Less than this never is what a check for room asks for: 100 MiB.
  private static let leastRoom = 104_857_600.0
  /// More than this has no standard runner of GitHub's: 1 TiB.
  private static let mostRoom = 1_099_511_627_776.0

  private static func words(_ unit: Double) -> String {
    switch unit {
    case 1: "bytes"
    case 1024: "blocks of 1 KiB"
    case 1_048_576: "megabytes"
    case 1_073_741_824: "gigabytes"
    default: "units of \(TimeLimit.shown(unit)) bytes"
    }
  }
}
