internal import SourceText
internal import Workflows
internal import YAML

/// The workflows that are in the repository: file names, `name:`s, and what they listen to.
struct ExistingWorkflows {
  /// One workflow.
  struct Workflow: Equatable {
    /// The file's name, without its folder.
    let file: String
    /// What `workflow_run` calls it: its `name:`, or its path when it has none.
    let name: String
    /// The names, as patterns, of the workflows whose completion starts it.
    let upstreams: [FilterPattern]
    /// What starts it.
    var events: Events = .unknown
  }

  private static let folder = ".github/workflows"
  private let all: [Workflow]

  /// Reads the names and the upstreams of all workflows.
  init(in files: some FileTree) {
    all = files.children(of: Self.folder).compactMap { file in
      guard file.hasSuffix(".yml") || file.hasSuffix(".yaml") else { return nil }
      let path = "\(Self.folder)/\(file)"
      guard let source = files.read(path) else { return nil }
      let root = YAMLDocument(parsing: source).root
      // A string alone stands for a list of one.
      let listed = root?["on"]?["workflow_run"]?["workflows"]
      let names = listed?.kind == .sequence ? listed?.items.map(\.text) : [listed?.text]
      return Workflow(
        file: file, name: root?["name"]?.text ?? path,
        upstreams: (names ?? []).compactMap { $0 }.map { FilterPattern($0) },
        events: Events(root?["on"]))
    }
  }

  /// How many hops of `workflow_run` lead to a workflow on the longest way; a circle is gone through
  /// once.
  ///
  /// Files that wfgen may have written do not count: where they stand in the chain is what is being
  /// decided.
  func hops(to workflow: Workflow) -> Int {
    var known: [String: Int] = [:]
    func hops(_ workflow: Workflow) -> Int {
      if let hops = known[workflow.file] { return hops }
      // Stands for the way that is being measured, so that a circle ends.
      known[workflow.file] = -1
      let upstreams = all.filter { other in
        !other.file.hasPrefix("wfgen-") && workflow.upstreams.contains { $0.matches(other.name) }
      }
      let longest = upstreams.map { hops($0) + 1 }.max() ?? 0
      known[workflow.file] = longest
      return longest
    }
    return hops(workflow)
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
