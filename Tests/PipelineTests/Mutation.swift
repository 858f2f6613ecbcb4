import SourceText
import YAML

/// One entry taken out of a workflow file.
struct Mutation: Sendable {
  /// The file, the job, the step and the entry, for people.
  let label: String
  /// The file's name.
  let file: String
  /// The file without the entry.
  let text: String

  /// One for every entry of an `env`, `with` and `needs` of a workflow file.
  static func all(of text: String, file: String) -> [Mutation] {
    let document = YAMLDocument(parsing: SourceFile(name: file, text: text))
    var cutter = Cutter(file: file, text: text)
    for job in document.root?["jobs"]?.entries.map({ $0 }) ?? [] {
      let name = "\(file), \(job.key.text ?? "")"
      cutter.cutItems(of: job.value.entry("needs"), "\(name): needs")
      cutter.cutEntries(of: job.value.entry("env"), "\(name): env")
      for step in job.value["steps"]?.items.map({ $0 }) ?? [] {
        let title = "\(name), '\(step["name"]?.text ?? "")'"
        cutter.cutEntries(of: step.entry("env"), "\(title): env")
        cutter.cutEntries(of: step.entry("with"), "\(title): with")
      }
    }
    return cutter.mutations
  }
}

/// Cuts lines out of a text.
private struct Cutter {
  let file: String
  let text: String
  var mutations: [Mutation] = []

  init(file: String, text: String) {
    self.file = file
    self.text = text
  }

  /// The text with the lines of a range replaced.
  private mutating func add(_ label: String, without range: SourceRange, _ new: String = "") {
    let bytes = Array(text.utf8)
    let newline = UInt8(ascii: "\n")
    let start = (bytes[..<range.start].lastIndex(of: newline) ?? -1) + 1
    let end = bytes[range.end...].firstIndex(of: newline).map { $0 + 1 } ?? bytes.count
    let left = bytes[..<start] + Array(new.utf8) + bytes[end...]
    mutations.append(
      Mutation(label: label, file: file, text: String(decoding: left, as: UTF8.self)))
  }

  /// Each entry of a block mapping; with the last one goes the key of the mapping.
  mutating func cutEntries(of mapping: Entry?, _ label: String) {
    guard let mapping else { return }
    for entry in mapping.value.entries {
      let whole = mapping.value.entries.count == 1 ? mapping : entry
      add(
        "\(label) \(entry.key.text ?? "")",
        without: SourceRange(whole.key.range.start, whole.value.range.end))
    }
  }

  /// Each item of a list on one line, or the only one.
  mutating func cutItems(of list: Entry?, _ label: String) {
    guard let list else { return }
    let range = SourceRange(list.key.range.start, list.value.range.end)
    if let only = list.value.text { return add("\(label) \(only)", without: range) }
    let items = list.value.items.compactMap(\.text)
    for item in items {
      let others = items.filter { $0 != item }.joined(separator: ", ")
      add("\(label) \(item)", without: range, "    needs: [\(others)]\n")
    }
  }
}
