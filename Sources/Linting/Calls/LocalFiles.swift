import SourceText
import YAML

/// The workflows and actions of the repository that its workflows use, each file read once.
struct LocalFiles {
  /// What stands behind a `uses` that names a directory or a file of the repository.
  struct Use {
    /// The path from the root of the repository.
    var path: String
    /// Whether it is found there wherever the workspace has been checked out to: `$/`.
    var isFixed: Bool

    /// Reads a `uses`; `nil` for what is not of the repository or has an expression in it.
    init?(_ uses: String) {
      guard uses.hasPrefix("./") || uses.hasPrefix("$/"), !uses.contains("${{"),
        let path = RepositoryPath.join("", String(uses.dropFirst(2)))
      else { return nil }
      self.path = path
      isFixed = uses.hasPrefix("$")
    }
  }

  /// The repository.
  let view: RepositoryView
  private let workflows: [String: Int]
  private var documents: [String: YAMLDocument?] = [:]

  init(_ view: RepositoryView, workflows: [WorkflowFile]) {
    self.view = view
    self.workflows = Dictionary(
      workflows.enumerated().map { ($1.file.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The position of the workflow of the repository that a job calls; `nil` when it calls none.
  func callee(of job: Job) -> Int? {
    job.body["uses"]?.text.flatMap { Use($0) }.flatMap { workflows[$0.path] }
  }

  /// The description of the action in a directory; `nil` when there is none.
  mutating func action(in directory: String) -> YAMLDocument? {
    if let known = documents[directory] { return known }
    let file =
      RepositoryPath.join(directory, "action.yml").flatMap(view.read)
      ?? RepositoryPath.join(directory, "action.yaml").flatMap(view.read)
    let document = file.map { YAMLDocument(parsing: $0) }
    documents[directory] = .some(document)
    return document
  }
}
