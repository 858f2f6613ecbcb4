import SourceText
import Testing

@testable import Dockerfiles

@Suite("No text is too strange to be read")
struct AnyTextTests {
  private static let pieces = [
    "FROM ", "ARG ", "COPY ", "ADD ", "RUN ", "ENV ", "ONBUILD ", "USER ", " AS ", "--from=",
    "--mount=", "--platform=", "--exclude=", "--parents ", "type=bind,", "source=", "from=", "a",
    "b",
    "0", "scratch", "$A", "${A", "${A:-", "${A#", "${A//", "}", "/", "=", "[\"", "\"]", "\", \"",
    "\"",
    "'", "\\", "\\\n", "`", "\n", "\r\n", " ", "\t", "#", "# escape=`\n", "<<E", "<<-'E'", "\nE\n",
    "é", "\u{FEFF}", "*", "**/", "[", "]", "^", "?", "!", ",", ":", "@", "://", ".git", "../",
  ]

  /// Reads a text in every way and checks that all ranges lie in it.
  private func read(_ bytes: [UInt8]) {
    let file = SourceFile(name: "Dockerfile", bytes: bytes)
    let dockerfile = Dockerfile(parsing: file)
    var ranges = dockerfile.diagnostics.map(\.location.range)
    for instruction in dockerfile.globals + dockerfile.stages.flatMap(\.instructions) {
      ranges.append(instruction.range)
      ranges += instruction.arguments.map(\.range) + instruction.flags.map(\.range)
      ranges += instruction.flags.compactMap(\.value?.range) + instruction.heredocs.map(\.body)
    }
    for arguments in [[:], ["A": "b", "b": "$A"]] {
      let target = dockerfile.stages.first?.name?.text
      let resolution = dockerfile.resolve(target: target, buildArguments: arguments)
      ranges += resolution.references.map(\.location.range)
      ranges += resolution.inputs.map(\.location.range)
      ranges += resolution.downloads.map(\.location.range)
      ranges += resolution.diagnostics.map(\.location.range)
      for input in resolution.inputs { _ = input.contains(bytes) }
    }
    #expect(ranges.allSatisfy { $0.end <= bytes.count })
    let ignore = IgnoreFile(parsing: file)
    #expect(ignore.diagnostics.allSatisfy { $0.location.range.end <= bytes.count })
    _ = ignore.ignores(Array(bytes.prefix(40)))
    for pattern in ignore.patterns { _ = pattern.posixERE }
    _ = Dockerfile.structure(of: bytes)
  }

  @Test func randomDockerfiles() {
    var random = SplitMix(seed: 42)
    for _ in 0..<1500 {
      let count = random.next(below: 40)
      let text = "FROM a AS b\n" + (0..<count).map { _ in random.pick(Self.pieces) }.joined()
      read(Array(text.utf8))
      read(Array(text.utf8.dropFirst(12)))
    }
  }

  @Test func randomBytes() {
    var random = SplitMix(seed: 43)
    for _ in 0..<500 {
      read((0..<random.next(below: 60)).map { _ in UInt8(random.next(below: 256)) })
    }
  }
}
