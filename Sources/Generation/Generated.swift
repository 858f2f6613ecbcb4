internal import BuildGraph
internal import Manifest
internal import SourceText
internal import Workflows

/// A file that `generate` writes.
public struct GeneratedFile: Sendable, Hashable {
  /// The path, relative to the repository.
  public var path: String
  /// The content.
  public var text: String

  /// Creates a file.
  public init(path: String, text: String) {
    self.path = path
    self.text = text
  }
}

extension Pipeline {
  /// Every file of the pipeline: workflows, data and scripts, sorted by path.
  public func files() -> [GeneratedFile] {
    var workflows = stages.map { stage in
      GeneratedFile(path: "\(Ownership.workflows)/\(stage.fileName)", text: text(of: stage))
    }
    if hasPullRequestWorkflow {
      workflows.append(
        GeneratedFile(
          path: "\(Ownership.workflows)/\(pullRequestFile)",
          text: PullRequestWorkflow(self).workflow().rendered(header: header)))
    }
    let data = GeneratedFile(path: "\(Ownership.scripts)/images.json", text: data().json.document)
    let scripts = Templates.scripts.filter { isNeeded($0.name) }.map { name, text in
      GeneratedFile(path: "\(Ownership.scripts)/\(name)", text: marked(text))
    }
    return (workflows + [data] + scripts).sorted { $0.path < $1.path }
  }

  /// The workflow file of a stage.
  func text(of stage: Stage) -> String {
    StageWorkflow(stage: stage, pipeline: self).workflow().rendered(header: header)
  }

  /// Whether a script is one that the workflows run: some are for one kind of registry alone, and
  /// some for pull requests.
  private func isNeeded(_ script: String) -> Bool {
    switch script {
    case "azure.sh": if case .azure = access.login { true } else { false }
    case "create.sh": access.createsRepositories
    case "pull-build.sh": project.manifest.pullRequest == .build
    case "pull-plan.sh", "pull.jq": hasPullRequestWorkflow
    default: true
    }
  }

  /// A script with wfgen's mark, behind the line that belongs to the shell.
  private func marked(_ script: String) -> String {
    let mark = "# \(Ownership.scriptMark)\n"
    guard script.hasPrefix("#!"), let end = script.firstIndex(of: "\n") else {
      return mark + script
    }
    let rest = script.index(after: end)
    return script[..<rest] + mark + script[rest...]
  }

  private var header: [String] { [Ownership.workflowMark] }
}
