import BuildGraph
import SourceText

/// How a commit stands, for programs.
struct ProgressJSON {
  let report: ProgressReport

  func render() -> String {
    let value: JSONValue = [
      "version": 1,
      "commit": .string(report.commit),
      "repository": .string(report.repository),
      "verdict": .string(report.verdict.rawValue),
      "images": .array(report.images.map(json)),
      "tasks": .array(report.tasks.map(json)),
      "runsUnknown": .string(orNull: report.runs == nil ? report.silence : nil),
      "latestRuns": .array(report.latestRuns.map(json)),
      "failures": .array(
        report.failures.map { failure in
          [
            "image": .string(failure.image), "workflow": .string(failure.workflow),
            "run": failure.run.map(json) ?? .null,
          ]
        }),
      "wait": [
        "synchronous": .bool(report.isSynchronous),
        "seconds": .integer(report.waited),
        "total": report.total.map { ["low": .integer($0.low), "high": .integer($0.high)] } ?? .null,
      ],
    ]
    return value.document
  }

  private func json(_ image: CommitStatus.Image) -> JSONValue {
    [
      "name": .string(image.name),
      "state": .string(image.state.rawValue),
      "reason": .string(image.reason),
      "reference": .string(image.reference),
      "digest": .string(orNull: image.digest),
      "blockedBy": .strings(image.blockers),
      "workflow": .string(image.workflows.first ?? ""),
      "run": report.run(for: image).map(json) ?? .null,
    ]
  }

  private func json(_ task: CommitStatus.Task) -> JSONValue {
    [
      "name": .string(task.name),
      "state": .string(task.state.rawValue),
      "reason": .string(task.reason),
      "blockedBy": .strings(task.blockers),
      "workflow": .string(task.workflow),
      "run": report.run(for: task).map(json) ?? .null,
    ]
  }

  private func json(_ run: WorkflowRun) -> JSONValue {
    [
      "id": .integer(run.id),
      "attempt": .integer(run.attempt),
      "workflow": .string(run.workflow),
      "status": .string(run.status),
      "conclusion": .string(orNull: run.conclusion),
      "commit": .string(run.commit),
      "url": .string(run.page),
      "started": .string(run.started),
      "updated": .string(run.updated),
    ]
  }
}
