import SourceText

extension Rule {
  /// Finds workflow files that are too large for GitHub to run.
  static let oversizedFile = Rule(
    id: "oversized-file",
    summary: "A workflow file is larger than GitHub takes.",
    rationale: """
      GitHub starts no run of a workflow file above 500 KB, which are 512,000 bytes: it shows a \
      failed start without a job.
      """,
    source: "https://docs.github.com/en/actions/reference/limits",
    severity: .error,
    category: .limit,
    fixes: .never,
    example: Example(
      "a generated file",
      bad: "on: push\n⟦#\(String(repeating: dashes, count: 512))⟧\n",
      good: "on: push\n#\(String(repeating: dashes, count: 500))\n"),
    check: .workflow { workflow, _ in
      let bytes = workflow.file.bytes
      guard bytes.count > mostBytes else { return [] }
      // From the start of the line on that is the first one too many.
      let start = bytes[..<mostBytes].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      return [
        Finding(
          "the file has \(bytes.count) bytes, and GitHub runs none above \(mostBytes): no job of it "
            + "ever starts",
          at: workflow.location(SourceRange(start, end)),
          help: "move scripts into files of their own, and jobs into workflows that this one calls")
      ]
    })
}

/// A thousand of them: a text of half a million, one by one, takes longer than a small repository.
private let dashes = String(repeating: "-", count: 1000)

/// The largest workflow file that GitHub runs, in bytes.
private let mostBytes = 512_000
