import SourceText
import YAML

extension Job {
  /// The edit that lets this job wait for another; `nil` where the file is written in brackets.
  func editToNeed(_ id: String, in file: SourceFile) -> Edit? {
    if let needs = body["needs"] {
      guard needs.alias == nil else { return nil }
      switch (needs.kind, needs.style, needs.items.last) {
      case (.scalar, .plain, _):
        return needs.text.map { Edit(needs.range, "[\($0), \(id)]") }
      case (.sequence, .flow, let last?):
        return Edit(.at(last.range.end), ", \(id)")
      case (.sequence, .block, let last?):
        guard let lead = Self.lead(before: last.range.start, in: file) else { return nil }
        let end = file.bytes[last.range.end...].firstIndex(of: UInt8(ascii: "\n"))
        return Edit(.at(end ?? file.bytes.count), "\n\(lead)\(id)")
      default: return nil
      }
    }
    guard body.kind == .mapping, body.style == .block, body.alias == nil,
      let first = body.entries.first,
      let lead = Self.lead(before: first.key.range.start, in: file), lead.allSatisfy({ $0 == " " })
    else { return nil }
    return Edit(.at(first.key.range.start), "needs: \(id)\n\(lead)")
  }

  /// What stands before an offset on its line, if that is indentation and dashes alone.
  private static func lead(before offset: Int, in file: SourceFile) -> String? {
    let start = file.bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let lead = file[SourceRange(start, offset)]
    return lead.allSatisfy { $0 == " " || $0 == "-" } ? lead : nil
  }
}
