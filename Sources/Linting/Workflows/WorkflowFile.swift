import SourceText
import YAML

/// One workflow file: views on its tree, in the words of GitHub's schema.
///
/// What does not have the shape that GitHub asks for is left out; other rules speak about that.
struct WorkflowFile: Sendable {
  /// What GitHub displays a workflow as, and matches upstreams with.
  enum Name: Sendable {
    /// Its `name`, and the node that says so.
    case known(String, Node)
    /// It has none, so GitHub displays its path.
    case absent
    /// It cannot be told.
    case unreadable

    /// The name when it is known.
    var text: String? {
      if case .known(let text, _) = self { text } else { nil }
    }
  }

  /// The file, read.
  let document: YAMLDocument
  /// What it is called.
  let name: Name
  /// What starts it, in the order of the file.
  let triggers: [Trigger]
  /// Its jobs, in the order of the file.
  let jobs: [Job]
  /// For each job, the positions of those that it needs, directly or through others.
  let ancestors: [Set<Int>]
  /// Which words that rules look for it holds.
  let words: FileWords

  init(parsing file: SourceFile) {
    document = YAMLDocument(parsing: file)
    let root = document.root
    name = Name(of: document)
    triggers = Trigger.all(in: root?["on"])
    jobs =
      (root?["jobs"]?.entries).map { entries in
        entries.compactMap { entry in
          entry.key.text.map { Job(id: $0, key: entry.key, body: entry.value) }
        }
      } ?? []
    ancestors = Self.ancestors(of: jobs)
    words = FileWords(in: file.bytes)
  }

  /// The file.
  var file: SourceFile { document.file }

  /// What messages call it: its name, or else its path.
  var title: String { name.text ?? file.name }

  /// The place of a node in this file.
  func location(_ node: Node) -> SourceLocation {
    SourceLocation(file, node.range)
  }
}

extension WorkflowFile.Name {
  init(of document: YAMLDocument) {
    guard let root = document.root else {
      self = document.diagnostics.isEmpty ? .absent : .unreadable
      return
    }
    guard let node = root["name"] else {
      self = .absent
      return
    }
    switch node.value {
    case .null: self = .absent
    case .string(let text) where text.isEmpty: self = .absent
    case .string(let text) where !text.contains("${{"): self = .known(text, node)
    case .int(let number): self = .known(String(number), node)
    default: self = .unreadable
    }
  }
}
