internal import SourceText
internal import YAML

/// The workflows that are in the repository: file names and `name:`s.
struct ExistingWorkflows {
  /// One workflow.
  struct Workflow: Equatable {
    /// The file's name, without its folder.
    let file: String
    /// What `workflow_run` calls it: its `name:`, or its path when it has none.
    let name: String
  }

  private static let folder = ".github/workflows"
  private let all: [Workflow]

  /// Reads the names of all workflows.
  init(in files: some FileTree) {
    all = files.children(of: Self.folder).compactMap { file in
      guard file.hasSuffix(".yml") || file.hasSuffix(".yaml") else { return nil }
      let path = "\(Self.folder)/\(file)"
      guard let source = files.read(path) else { return nil }
      let name = YAMLDocument(parsing: source).root?["name"]?.text
      return Workflow(file: file, name: name ?? path)
    }
  }

  /// The workflow that a manifest means by a file name, a path or a name.
  func find(_ text: String) -> Workflow? {
    all.first { $0.file == text || "\(Self.folder)/\($0.file)" == text }
      ?? all.first { $0.name == text }
  }

  /// What was most likely meant by a text that is none of them.
  func closest(to text: String) -> String? {
    closestSpelling(of: text, among: all.flatMap { [$0.file, $0.name] })
  }
}
