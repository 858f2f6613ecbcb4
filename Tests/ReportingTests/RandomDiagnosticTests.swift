import Reporting
import SourceText
import Testing

@Suite("Findings in random files")
struct RandomDiagnosticTests {
  @Test(arguments: 0..<200)
  func neverCrashAndKeepMarksBelowTheirSource(seed: UInt64) {
    var random = SplitMix(state: seed)
    let file = Self.file(&random)
    let other = Self.file(&random)
    let diagnostics = (0..<5).map { _ in
      Diagnostic(
        "r", Severity.allCases.randomElement(using: &random) ?? .info, "m",
        at: SourceLocation(file, Self.range(&random, file)),
        labels: [
          .init("near", at: SourceLocation(file, Self.range(&random, file))),
          .init("far", at: SourceLocation(other, Self.range(&random, other))),
        ],
        fixes: [
          Fix(
            "f", .safe,
            [Edit(Self.range(&random, file), "x\ny"), Edit(Self.range(&random, file), "")])
        ])
    }
    let options = ReportOptions(width: Int.random(in: 0...60, using: &random))
    for format in DiagnosticFormat.allCases {
      let output = format.render(diagnostics, options: options)
      #expect(output.unicodeScalars.last == "\n")
      #expect(!output.unicodeScalars.contains("\u{1B}"))
    }
    // Every finding has its underline, and no line is much wider than it may be.
    let text = DiagnosticFormat.text.render(diagnostics, options: options)
    let lines = text.unicodeScalars.split(separator: "\n").map { String($0) }
    let isEmpty = file.bytes.isEmpty
    #expect(lines.count { $0.contains("|") && $0.contains("^") } >= (isEmpty ? 0 : 5))
    let widest = max(options.width, 30) + " declared".count
    for line in lines where line.contains("|") { #expect(line.unicodeScalars.count <= widest) }
  }

  private static func file(_ random: inout SplitMix) -> SourceFile {
    let pieces: [[UInt8]] =
      [
        "a", "key: value", " ", "  ", "\t", "\n", "\n", "\r\n", "\r", "é", "日本", "e\u{301}", "😀",
        "\u{1B}[0m", "\u{FEFF}", "\u{202E}",
      ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xE2, 0x82], [0x80], [0]]
    let count = Int.random(in: 0...40, using: &random)
    let bytes = (0..<count).flatMap { _ in pieces.randomElement(using: &random) ?? [] }
    return SourceFile(name: "f\(Int.random(in: 0...1, using: &random))", bytes: bytes)
  }

  private static func range(_ random: inout SplitMix, _ file: SourceFile) -> SourceRange {
    let limit = file.bytes.count + 2
    let ends = (0..<2).map { _ in Int.random(in: 0...limit, using: &random) }.sorted()
    return SourceRange(ends[0], ends[1])
  }
}
