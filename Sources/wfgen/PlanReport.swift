internal import BuildGraph
internal import Generation
internal import Manifest
internal import Reporting
internal import SourceText

/// What `plan` says.
struct PlanReport {
  let plan: ChangePlan
  let pipeline: Pipeline

  func rendered(_ format: DiagnosticFormat) -> String {
    format == .json ? json.document : text
  }

  /// The content tags of all images, one on a line.
  static func tags(
    _ tags: [String: ContentTag], of project: Project, _ format: DiagnosticFormat
  ) -> String {
    let images = project.graph.topologicalOrder.map(\.description).filter { tags[$0] != nil }
    if format == .json {
      let members = images.map { JSONValue.Member($0, .string(tags[$0]?.rawValue ?? "")) }
      return JSONValue.object(members).document
    }
    return images.map { "\($0)\t\(tags[$0]?.rawValue ?? "")\n" }.joined()
  }

  private var text: String {
    guard !plan.items.isEmpty else {
      let verb = plan.files.count == 1 ? "affects" : "affect"
      let result = plan.isOpen ? remark : "\(files) \(verb) no image and no task."
      return ([result] + removed + (plan.runs.isEmpty ? [] : [runs])).joined(separator: "\n") + "\n"
    }
    var lines = ["\(files) \(plan.files.count == 1 ? "affects" : "affect") \(total):", ""]
    let width = plan.items.map(\.id.description.count).max() ?? 0
    for level in Set(plan.items.map(\.level)).sorted() {
      lines.append("Level \(level)")
      for item in plan.items where item.level == level {
        let name = item.id.description.padded(to: width)
        lines.append("  \(name)  \(tags(item))  \(item.reason)")
      }
    }
    if plan.isOpen { lines += ["", remark] }
    if !plan.removed.isEmpty { lines += [""] + removed }
    lines += ["", runs]
    return lines.joined(separator: "\n") + "\n"
  }

  /// What is said of a change whose effect nobody can know yet.
  private var remark: String {
    let name = pipeline.project.manifest.file.name
    return
      "What a change of \(name) affects, depends on the change: when it is made, 'wfgen plan' says."
  }

  /// What is said of images that are in the manifest no longer; no line when there are none.
  private var removed: [String] {
    guard !plan.removed.isEmpty else { return [] }
    let isOne = plan.removed.count == 1
    let names = plan.removed.map { "'\($0)'" }.joined(separator: ", ")
    return [
      "\(names) \(isOne ? "is" : "are") gone from \(pipeline.project.manifest.file.name): nothing "
        + "builds \(isOne ? "it" : "them") any more, and what was published stays in the registry."
    ]
  }

  private var files: String {
    plan.files.count == 1 ? plan.files[0] : "\(plan.files.count) changed files"
  }

  /// `3 images and 2 tasks`.
  private var total: String {
    [(plan.count(.image), "image"), (plan.count(.task), "task")].filter { $0.0 > 0 }
      .map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }.joined(separator: " and ")
  }

  private func tags(_ item: ChangePlan.Item) -> String {
    guard item.kind == .image else { return "(task)".padded(to: 36) }
    let old = item.oldTag?.rawValue ?? "(new)"
    return "\(old.padded(to: 16)) → \((item.newTag?.rawValue ?? "(changes)").padded(to: 16))"
  }

  private var runs: String {
    guard !plan.runs.isEmpty else { return "A push of it starts no workflow." }
    let started = plan.started.map { "'\($0)'" }
    let push =
      "A push of it starts "
      + [started.dropLast().joined(separator: ", "), started.last ?? ""]
      .filter { !$0.isEmpty }.joined(separator: " and ")
    let followers = followers.map { "'\($0)'" }.joined(separator: ", ")
    return push + (followers.isEmpty ? "." : "; the chain then follows with \(followers).")
  }

  /// The workflows that no push starts, in the order of the chain.
  private var followers: [String] { plan.runs.filter { !plan.started.contains($0) } }

  private var json: JSONValue {
    [
      "version": .integer(1),
      "files": .strings(plan.files),
      "images": .integer(plan.count(.image)),
      "tasks": .integer(plan.count(.task)),
      "affected": .array(plan.items.map(json)),
      "removed": .strings(plan.removed),
      "runs": .strings(plan.runs),
      "started": .strings(plan.started),
      "following": .strings(followers),
      "open": .bool(plan.isOpen),
    ]
  }

  private func json(_ item: ChangePlan.Item) -> JSONValue {
    [
      "name": .string(item.id.description),
      "kind": .string(item.kind.rawValue),
      "level": .integer(item.level),
      "old": .string(orNull: item.oldTag?.rawValue),
      "new": .string(orNull: item.newTag?.rawValue),
      "reason": .string(item.reason),
    ]
  }
}

extension String {
  /// The text with blanks behind it up to a width.
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
