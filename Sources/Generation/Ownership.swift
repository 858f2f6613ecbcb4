internal import BuildGraph
public import SourceText

/// Which files belong to wfgen.
public enum Ownership {
  /// The directory of workflows.
  public static let workflows = ".github/workflows"
  /// The directory of the scripts and the data that workflows run on.
  public static let scripts = ".github/wfgen"

  /// What the first line of a workflow says, as a comment, and the first member of the data.
  static let workflowMark = PipelineData.comment
  /// What a script says, as a comment, in its first line or behind the one that belongs to the shell.
  static let scriptMark = "Written by wfgen, which writes it anew. Do not edit."

  /// Whether wfgen made a file: its mark stands exactly where wfgen writes it. A text that only
  /// speaks of wfgen, or says that it was once written by it, is somebody else's.
  public static func isGenerated(_ file: SourceFile) -> Bool {
    let name = file.name.split(separator: "/").last ?? ""
    // Bytes: breaking a text into characters would cost more than reading the file. It may have been
    // checked out with other line ends.
    let lines = file.bytes.prefix(400).split(maxSplits: 3, omittingEmptySubsequences: false) {
      $0 == UInt8(ascii: "\n")
    }.map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
    func says(_ text: String, inLine index: Int) -> Bool {
      index < lines.count && lines[index].elementsEqual(text.utf8)
    }
    if file.name.hasPrefix(workflows + "/") {
      return name.hasPrefix("wfgen-") && name.hasSuffix(".yml")
        && says("# \(workflowMark)", inLine: 0)
    }
    if name.hasSuffix(".json") {
      return says("{", inLine: 0) && says("  \"comment\": \"\(workflowMark)\",", inLine: 1)
    }
    let belongsToShell = lines.first?.starts(with: "#!".utf8) ?? false
    return says("# \(scriptMark)", inLine: belongsToShell ? 1 : 0)
  }
}

/// The names under which files are written before they take their place.
extension Ownership {
  private static let scratchEnds = (start: ".wfgen-", end: ".tmp")
  private static let scratchDigits = 16

  /// A name that no other run takes: `.wfgen-`, 16 random hex digits, `.tmp`.
  public static func newScratch() -> String {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    let zeros = String(repeating: "0", count: scratchDigits - digits.count)
    return scratchEnds.start + zeros + digits + scratchEnds.end
  }

  /// Whether a name is such a one: a run that was killed leaves its file, and the next removes it.
  public static func isScratch(_ name: String) -> Bool {
    guard name.hasPrefix(scratchEnds.start), name.hasSuffix(scratchEnds.end) else { return false }
    let digits = name.dropFirst(scratchEnds.start.count).dropLast(scratchEnds.end.count)
    return digits.utf8.count == scratchDigits
      && digits.utf8.allSatisfy { byte in
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
      }
  }
}
