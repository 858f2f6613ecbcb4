internal import BuildGraph
internal import Manifest
public import SourceText
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

/// Which files belong to wfgen.
public enum Ownership {
  /// The directory of workflows.
  public static let workflows = ".github/workflows"
  /// The directory of the scripts and the data that workflows run on.
  public static let scripts = ".github/wfgen"
  /// The name under which a file is written before it takes its place.
  public static let scratch = ".wfgen.tmp"
  /// What the first lines of every generated file contain.
  public static let mark = "Written by wfgen"

  /// Whether wfgen made a file: its mark stands in one of the first three lines. A script's first
  /// line belongs to the shell, that of JSON is a brace.
  public static func isGenerated(_ file: SourceFile) -> Bool {
    // Bytes: breaking a text into characters would cost more than reading the file.
    let head = file.bytes.prefix(400)
    let lines = head.split(maxSplits: 3) { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    return lines.prefix(3).contains { line in
      line.indices.contains { line[$0...].starts(with: mark.utf8) }
    }
  }
}

extension Pipeline {
  /// Every file of the pipeline: workflows, data and scripts, sorted by path.
  public func files() -> [GeneratedFile] {
    let workflows = stages.map { stage in
      GeneratedFile(path: "\(Ownership.workflows)/\(stage.fileName)", text: text(of: stage))
    }
    let data = GeneratedFile(path: "\(Ownership.scripts)/images.json", text: data().json.document)
    let scripts = Templates.scripts.map { name, text in
      GeneratedFile(path: "\(Ownership.scripts)/\(name)", text: marked(text))
    }
    return (workflows + [data] + scripts).sorted { $0.path < $1.path }
  }

  /// The workflow file of a stage.
  func text(of stage: Stage) -> String {
    StageWorkflow(stage: stage, pipeline: self).workflow().rendered(header: header)
  }

  /// A script with wfgen's mark, behind the line that belongs to the shell.
  private func marked(_ script: String) -> String {
    let mark = "# \(Ownership.mark), which writes it anew. Do not edit.\n"
    guard script.hasPrefix("#!"), let end = script.firstIndex(of: "\n") else {
      return mark + script
    }
    let rest = script.index(after: end)
    return script[..<rest] + mark + script[rest...]
  }

  private var header: [String] {
    [
      "\(Ownership.mark) from \(project.manifest.file.name). Do not edit: change the manifest and run"
        + " 'wfgen generate'."
    ]
  }
}
