public import Workflows
internal import YAML

/// A workflow that verifies on every change that the generated files are what the manifest asks for.
///
/// It has no path filter, so that it can be a required check.
///
/// - Parameters:
///   - branch: the branch that is published.
///   - source: wfgen's own action, which finds wfgen or builds it; without one the job runs the wfgen
///     that is on the runner's path, and says so when there is none.
public func verificationWorkflow(branch: String, source: ActionPin? = nil) -> String {
  var workflow = Workflow(name: "wfgen")
  workflow.triggers.push = Triggers.Push(branches: [branch])
  workflow.triggers.pullRequest = true
  var steps = [
    Step("Check out", timeout: 5, .uses(.checkout, with: [("persist-credentials", .bool(false))]))
  ]
  var header = ["Verifies that the workflows are what wfgen.yml asks for."]
  if let source {
    // Building wfgen takes a few minutes on a hosted runner.
    steps.append(Step("Check manifest and workflows", timeout: 30, .uses(source, with: [])))
  } else {
    header.append("Runs the wfgen on the runner's path: install it in a step before 'Find wfgen'.")
    steps += [
      Step(
        "Find wfgen", timeout: 5,
        .run(
          """
          if ! command -v wfgen; then
            echo '::error::there is no wfgen on the path of this runner: install it before this step'
            exit 1
          fi

          """)),
      Step("Check manifest and workflows", timeout: 5, .run("wfgen check --format github")),
    ]
  }
  var job = Job(
    id: "check", name: "Check", runner: "ubuntu-24.04",
    timeout: steps.reduce(Minutes.overhead) { $0 + ($1.timeout ?? 0) })
  job.permissions = ["contents": "read"]
  job.steps = steps
  workflow.jobs = [job]
  return workflow.rendered(header: header)
}

extension ActionPin {
  /// A pin as people write it, `owner/name@commit` with all 40 digits of the commit; `nil` for
  /// anything else: a branch or a tag would be no pin.
  public init?(parsing text: String) {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let names = parts[0].split(separator: "/", omittingEmptySubsequences: false)
    let arePlain = names.allSatisfy { name in
      !name.isEmpty && name != "." && name != ".."
        && name.utf8.allSatisfy { $0.isLetterOrDigit || "._-".utf8.contains($0) }
    }
    let isCommit = parts[1].utf8.count == 40 && parts[1].utf8.allSatisfy(\.isHexDigit)
    guard names.count == 2, arePlain, isCommit else { return nil }
    self.init(String(parts[0]), nil, String(parts[1]))
  }
}

extension UInt8 {
  fileprivate var isLetterOrDigit: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"):
      true
    default: false
    }
  }

  fileprivate var isHexDigit: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
    default: false
    }
  }
}
