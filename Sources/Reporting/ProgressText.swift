import BuildGraph

/// How a commit stands, for people: tables, what to do, and how long it took.
struct ProgressText {
  let report: ProgressReport
  let options: ReportOptions

  func render() -> String {
    [head, images, tasks, latestRuns, remarks].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var head: String {
    let count = report.images.count
    let fresh = report.images.count { $0.state == .fresh }
    let verb = fresh == 1 || count == 1 ? "is" : "are"
    let sentence = "\(fresh) of \(count) image\(count == 1 ? "" : "s") \(verb)"
    return options.palette.paint(
      "\(report.commit.prefix(12)) of \(report.repository): \(sentence) fresh", .title) + "\n"
  }

  private var images: String {
    var table = Table([.init("image"), .init("state"), .init("content tag"), .init("why")])
    if report.runs != nil { table.columns.append(.init("run")) }
    table.rows = report.images.map { image in
      [
        image.name, image.state.rawValue,
        image.reference.split(separator: ":").last.map(String.init) ?? "",
        reason(image.reason, image.blockers), report.run(for: image)?.sentence ?? "",
      ]
    }
    return table.text(palette: options.palette)
  }

  private var tasks: String {
    guard !report.tasks.isEmpty else { return "" }
    var table = Table([.init("task"), .init("state"), .init("why")])
    if report.runs != nil { table.columns.append(.init("latest run")) }
    table.rows = report.tasks.map { task in
      [
        task.name, task.state.rawValue, reason(task.reason, task.blockers),
        report.run(for: task)?.sentence ?? "",
      ]
    }
    return table.text(palette: options.palette)
  }

  private func reason(_ text: String, _ blockers: [String]) -> String {
    blockers.isEmpty ? text : "by \(blockers.joined(separator: " ← "))"
  }

  /// What the workflows that matter did last: whoever looks for a build that hangs begins there.
  private var latestRuns: String {
    var table = Table(
      ["latest runs", "state", "since", "of", ""].map { Table.Column($0) })
    table.rows = report.latestRuns.map { run in
      [
        run.workflow, run.conclusion ?? run.status, run.started, String(run.commit.prefix(12)),
        run.page,
      ]
    }
    return table.rows.isEmpty ? "" : table.text(palette: options.palette)
  }

  private var remarks: String {
    let lines = hints + [wait].compactMap(\.self)
    return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
  }

  /// What is in the way, and who can do something about it.
  private var hints: [String] {
    guard report.failures.isEmpty else { return failures }
    if report.verdict == .timedOut {
      return ["The time was up before everything was there; 'wfgen wait' waits on."]
    }
    guard report.verdict == .open, let runs = report.runs else { return [] }
    // What is blocked has its remedy at what it is blocked by.
    let left = report.images.filter { $0.state == .missing || $0.state == .outdated }
    return left.compactMap { image in
      switch report.status.prospect(of: image, in: runs, commit: report.commit) {
      case .coming: return nil
      case .stopped(let run):
        return "\(image.name): its run has failed (\(run.sentence)).\(remedy(image.next))"
      case .open:
        let place = image.state == .missing ? "\(image.reference) is not in the registry, and " : ""
        return "\(image.name): \(place)no run is queued or under way that could build it."
          + remedy(image.next)
      }
    }
  }

  /// Why images will not come: one sentence for all that the same run or workflow is in the way of.
  private var failures: [String] {
    var groups: [(failure: Watch.Failure, images: [String])] = []
    for failure in report.failures {
      let index = groups.firstIndex {
        $0.failure.run == failure.run && $0.failure.workflow == failure.workflow
      }
      if let index {
        groups[index].images.append(failure.image)
      } else {
        groups.append((failure, [failure.image]))
      }
    }
    return groups.map { failure, images in
      let reason =
        failure.run.map { "the run that should have led to it has failed (\($0.sentence))" }
        ?? "no run is queued or under way that could lead to it"
      return "\(images.joined(separator: ", ")): \(reason).\(remedy(failure.workflow))"
    }
  }

  private func remedy(_ workflow: String) -> String {
    workflow.isEmpty ? "" : " To try again, start \(workflow) by hand."
  }

  /// The caller's wait against the time that everything takes.
  private var wait: String? {
    guard report.hadWork else { return nil }
    let own = "Your wait: \(TimeRange.clock(report.waited))."
    guard let total = report.total else {
      return own + " How long everything takes is not known: an image states no minutes."
    }
    let what = report.isSynchronous ? "What was to be built takes" : "What is to be built takes"
    let place = report.isSynchronous ? "" : ", in the background"
    return "\(own) \(what) \(total.clock) in all by its minutes\(place)."
  }
}
