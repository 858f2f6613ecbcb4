import SourceText
import YAML

/// A repository in which one thing of one workflow has been changed.
struct Mutant {
  /// What has been changed, and where.
  var label: String
  /// The files, with the change.
  var files: [SourceFile]

  /// Every change that is known to do harm, or to be of no account, to a repository's workflows.
  static func all(of files: [SourceFile]) -> [Mutant] {
    files.filter { $0.name.hasPrefix(".github/workflows/") }.flatMap { file -> [Mutant] in
      let document = YAMLDocument(parsing: file)
      guard let root = document.root else { return [] }
      var mutations = Mutations(file: file)
      mutations.visit(root, [])
      return mutations.all.map { label, edit in
        let changed = file.applying([Fix(label, .safe, [edit])], atLeast: .safe)
        return Mutant(label: label, files: files.map { $0.name == file.name ? changed : $0 })
      }
    }
  }
}

/// The changes of one file.
private struct Mutations {
  let file: SourceFile
  private(set) var all: [(label: String, edit: Edit)] = []

  init(file: SourceFile) { self.file = file }

  mutating func visit(_ node: Node, _ path: [String]) {
    for (position, entry) in node.entries.enumerated() {
      guard let key = entry.key.text else { continue }
      let place = path + [key]
      if node.style == .block, position > 0 || !isItem(node) { remove(entry, place) }
      change(entry.value, place)
      visit(entry.value, place)
    }
    for (position, item) in node.items.enumerated() {
      let place = path + ["\(position)"]
      remove(item, of: node, at: position, place)
      visit(item, place)
    }
  }

  /// Takes a key away, with all that stands under it.
  private mutating func remove(_ entry: Entry, _ place: [String]) {
    add("without", place, Edit(lines(from: entry.key.range.start, to: entry.value.range.end), ""))
  }

  /// Takes an item of a list away.
  private mutating func remove(_ item: Node, of list: Node, at position: Int, _ place: [String]) {
    switch list.style {
    case .block:
      add("without", place, Edit(lines(from: item.range.start, to: item.range.end), ""))
    default:
      guard list.items.count > 1 else { return }
      let next = position + 1 < list.items.count ? Array(list.items)[position + 1] : nil
      let last = position > 0 ? Array(list.items)[position - 1] : nil
      let range =
        next.map { SourceRange(item.range.start, $0.range.start) }
        ?? last.map { SourceRange($0.range.end, item.range.end) } ?? item.range
      add("without", place, Edit(range, ""))
    }
  }

  /// Writes something else in the place of a value.
  private mutating func change(_ value: Node, _ place: [String]) {
    guard value.kind == .scalar, let text = value.text else { return }
    switch place.last {
    case "name" where place.count == 1:
      add("another", place, Edit(value.range, text + " image"))
    case "timeout-minutes": add("a minute of", place, Edit(value.range, "1"))
    case "if":
      let failed = text.replacing("== 'success'", with: "== 'succeeded'")
      if failed != text { add("misspelt", place, Edit(value.range, failed)) }
      add("always in", place, Edit(value.range, "always()"))
    case "cache-to", "cache-from":
      add("shared", place, Edit(value.range, text.replacing("acme/", with: "acme/all-")))
    case "tags":
      add("another of", place, Edit(value.range, text.replacing(":main", with: ":latest")))
    case "context": add("misspelt", place, Edit(value.range, text + "s"))
    case "cancel-in-progress": add("true for", place, Edit(value.range, "true"))
    case "packages": add("read for", place, Edit(value.range, "read"))
    default: break
    }
  }

  private mutating func add(_ what: String, _ place: [String], _ edit: Edit) {
    all.append(("\(file.name): \(what) \(place.joined(separator: "."))", edit))
  }

  /// Whole lines, their ends included.
  private func lines(from start: Int, to end: Int) -> SourceRange {
    let newline = UInt8(ascii: "\n")
    let first = file.bytes[..<start].lastIndex(of: newline).map { $0 + 1 } ?? 0
    let last = file.bytes[max(start, end - 1)...].firstIndex(of: newline).map { $0 + 1 }
    return SourceRange(first, last ?? file.bytes.count)
  }

  /// Whether a mapping begins behind the dash of a list.
  private func isItem(_ node: Node) -> Bool {
    guard let start = node.entries.first?.key.range.start else { return false }
    let before = file.bytes[..<start].reversed().first { $0 != UInt8(ascii: " ") }
    return before == UInt8(ascii: "-")
  }
}
