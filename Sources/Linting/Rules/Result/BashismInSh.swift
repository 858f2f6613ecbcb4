import SourceText
import YAML

extension Rule {
  /// Finds scripts for `sh` that only Bash understands.
  static let bashismInSh = Rule(
    id: "bashism-in-sh",
    summary: "A script that runs in 'sh' uses what only Bash knows.",
    rationale: """
      On GitHub's Ubuntu runners 'sh' is dash. It knows no '[[', no arrays, no 'pipefail', no \
      '<<<' and no '${name:0:7}': some of these end the script, others only make a test fail, so \
      that the wrong branch is taken without a word.
      """,
    source: "https://wiki.ubuntu.com/DashAsBinSh",
    severity: .error,
    category: .result,
    fixes: .never,
    example: Example(
      "a test that dash does not know",
      bad: """
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - shell: sh
                run: |
                  if ⟦[[⟧ "$GITHUB_REF_NAME" == v* ]]; then make release; fi
        """,
      good: """
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - shell: bash
                run: |
                  if [[ "$GITHUB_REF_NAME" == v* ]]; then make release; fi
        """),
    check: .workflow { workflow, _ in
      workflow.jobs.flatMap { job -> [Finding] in
        // Other systems, and images, have another 'sh'.
        guard job.body["container"] == nil, let runner = job.body["runs-on"]?.text,
          runner.hasPrefix("ubuntu-")
        else { return [] }
        return job.steps.compactMap { step in
          guard let node = step.run, let text = node.text,
            let shell = StepShell(of: step, in: job, of: workflow), shell.language == .sh,
            let (range, words) = bashism(
              in: Array(text.utf8), knowsNoPipefail: oldRunners.contains(runner))
          else { return nil }
          return Finding(
            "'sh' is dash here, which does not know \(words)",
            at: SourceLocation(
              workflow.file, ScalarPlaces(of: node, in: workflow.file).range(range)),
            help: "use 'shell: bash', or write it in a way that every shell knows")
        }
      }
    })
}

/// The runners whose dash is older than version 0.5.13, which knows 'pipefail'.
private let oldRunners: Set<String> = [
  "ubuntu-22.04", "ubuntu-24.04", "ubuntu-22.04-arm", "ubuntu-24.04-arm",
]

/// The first thing in a script that dash does not know, and what it is.
private func bashism(in script: [UInt8], knowsNoPipefail: Bool) -> (Range<Int>, String)? {
  let scope = ValueScope(environments: [], leg: MatrixLeg(values: nil))
  let read = ShellReader.read(String(decoding: script, as: UTF8.self), scope: scope)
  for command in read.commands {
    let first = command.words[0]
    let words = command.words.map { $0.text.text ?? "" }
    let place = first.start..<min(first.start + max(1, words[0].utf8.count), script.count)
    switch words[0] {
    case "[[": return (place, "'[['")
    case "source", "declare", "typeset", "shopt", "mapfile", "readarray", "pushd", "popd", "let":
      return (place, "'\(words[0])'")
    case "set" where knowsNoPipefail && words.contains("pipefail"):
      return (command.range, "'pipefail'")
    case "[" where words.contains("=="): return (command.range, "'==' in '['")
    default: break
    }
    if command.redirections.contains(where: { $0.operation == "<<<" }) {
      return (command.range, "'<<<'")
    }
    // `NAME=(…)` is read as an assignment of nothing and a subshell.
    if !command.isProgram, words.last?.hasSuffix("=") == true,
      command.range.upperBound < script.count,
      script[command.range.upperBound] == UInt8(ascii: "(")
    {
      return (command.range, "arrays")
    }
  }
  return nil
}
