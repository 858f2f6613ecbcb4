import SourceText
import YAML

/// One job that runs another workflow of the repository.
struct WorkflowCall: Sendable {
  /// The position of the workflow that calls.
  var caller: Int
  /// The position of the job in it.
  var job: Int
  /// The position of the workflow that is called.
  var callee: Int
}

extension Job {
  /// The path of the workflow of the same commit that this job calls; `nil` when it calls none.
  ///
  /// `./` and `$/` both stand for the repository of the workflow file itself.
  var localCall: String? {
    guard let uses = body["uses"]?.text, uses.hasPrefix("./") || uses.hasPrefix("$/") else {
      return nil
    }
    return String(uses.dropFirst(2))
  }
}

extension WorkflowCall {
  /// Every call between workflows of the repository, in the order of the files.
  static func all(in workflows: [WorkflowFile]) -> [WorkflowCall] {
    let positions = Dictionary(
      workflows.enumerated().map { ($1.file.name, $0) }, uniquingKeysWith: { first, _ in first })
    return workflows.enumerated().flatMap { caller, workflow in
      workflow.jobs.enumerated().compactMap { position, job in
        job.localCall.flatMap { positions[$0] }.map {
          WorkflowCall(caller: caller, job: position, callee: $0)
        }
      }
    }
  }
}
