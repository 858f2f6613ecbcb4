import SourceText
import Testing
import YAML

@testable import Linting

@Suite("Reading shell scripts")
struct ShellReaderTests {
  /// The commands of a script, words joined by `|`, holes written as `~`, those that something
  /// decides about behind `?`.
  private func commands(_ script: String, env: String = "{}") -> [String] {
    let environment = YAMLDocument(parsing: SourceFile(name: "env", text: env)).root
    let scope = ValueScope(
      environments: environment.map { [$0] } ?? [], leg: MatrixLeg(values: [:]))
    return ShellReader.commands(in: script, scope: scope).map { command in
      let words = command.words.map { word in
        String(
          word.text.pattern.unicodeScalars.map { $0 == PartialText.hole ? "~" : Character($0) })
      }
      return (command.isConditional ? "?" : "") + words.joined(separator: "|")
    }
  }

  @Test func takesQuotesAndContinuationsAway() {
    #expect(commands(#"a "b c" 'd "e' f\ g h''i "j\"k""#) == [#"a|b c|d "e|f g|hi|j"k"#])
    #expect(commands("a \\\n  b \\\n\n  c") == ["a|b", "c"])
    #expect(commands("a \"b \\\n c\"") == ["a|b  c"])
    #expect(commands("a # b 'c\nd#e") == ["a", "d#e"])
    #expect(commands("a '' \"\"") == ["a||"])
  }

  @Test func splitsAtOperators() {
    #expect(commands("docker a && docker b; c | d & e") == ["docker|a", "docker|b", "c", "d", "e"])
    #expect(commands("a > b 2>&1 c >> d < e &> f g") == ["a|c|g"])
    #expect(commands("X=1 Y=2 sudo time a b") == ["sudo|time|a|b"])
    #expect(commands("sudo X=1 a b") == ["a|b"])
  }

  @Test func skipsHereDocuments() {
    #expect(commands("cat <<EOF > a\ndocker build .\nEOF\nb") == ["cat", "b"])
    #expect(commands("cat <<-'E F'\n\tdocker build .\n\tE F\nb") == ["cat", "b"])
    #expect(commands("cat <<EOF") == ["cat"])
  }

  @Test func expandsWhatTheFileStates() {
    #expect(commands("a $B ${B}c \"$B\" '$B'", env: "{B: x}") == ["a|x|xc|x|$B"])
    #expect(commands("B=y\na $B\nB=$(z)\na $B", env: "{B: x}") == ["a|y", "a|~"])
    #expect(commands("export B=y C\na $B") == ["a|y"])
    #expect(commands("a $C ${C:-d} $(e f) `g` $1 $? \"$@\" h*") == ["a|~|~|~|~|~|~|~|h~"])
    #expect(commands("source x\na $B", env: "{B: x}") == ["a|~"])
    #expect(commands("if x; then B=y; fi\na $B", env: "{B: x}") == ["?x", "a|~"])
    #expect(commands("for B in c d; do a $B; done", env: "{B: x}") == ["?a|~"])
    #expect(commands("a $GITHUB_WORKSPACE/b 5$ $") == ["a|/github/workspace/b|5$|$"])
  }

  @Test func seesWhatAScriptDecides() {
    #expect(commands("if a; then b; fi; c") == ["?a", "?b", "c"])
    #expect(commands("while a; do b; done\nc") == ["?a", "?b", "c"])
    #expect(commands("case $a in b) c;; d) e;; esac\nf") == ["?c", "?e", "f"])
    #expect(commands("[ a ] && b\nc") == ["[|a|]", "?b", "c"])
    #expect(commands("a || b; c") == ["a", "?b", "c"])
    #expect(commands("f() {\n  a\n}\nb") == ["?a", "b"])
    #expect(commands("function f {\n  a\n}\nb") == ["?a", "b"])
    #expect(commands("(a; b)\nc") == ["?a", "?b", "c"])
  }

  @Test func survivesAnyScript() {
    let pieces = [
      "'", "\"", "$", "{", "}", "(", ")", "`", "\\", "\n", " ", "<<", "E", "${{", "}}", "#", "=",
      "if", "fi", "case", ";", "&&", "é", "docker", "$(", "${",
      "|", "||", "&", "else", "then", "do", "done", "!", "set -e", ">", "()",
    ]
    var seed: UInt64 = 7
    for _ in 0..<3000 {
      var script = ""
      for _ in 0..<20 {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        script += pieces[Int(seed >> 33) % pieces.count]
      }
      let scope = ValueScope(environments: [], leg: MatrixLeg(values: nil))
      let read = ShellReader.read(script, scope: scope)
      for (position, command) in read.commands.enumerated() {
        #expect(command.range.upperBound <= script.utf8.count)
        #expect(!command.words.isEmpty)
        // Whatever becomes of it, the answer comes.
        _ = read.fate(of: position)
      }
    }
  }

  @Test func knowsWhatStandsBetweenCommands() {
    let scope = ValueScope(environments: [], leg: MatrixLeg(values: nil))
    let script = ShellReader.read(
      "set -eo pipefail\na | b && c || d & e\n(f; g) | h\nif ! i; then j; fi\nk=$(l) 2>&1",
      scope: scope)
    #expect(
      script.commands.map(\.following) == [
        .end, .pipe, .and, .or, .background, .end, .end, .end, .end, .end, .end, .end,
      ])
    #expect(script.blocks.map(\.following) == [.pipe, .end])
    #expect(script.commands.map(\.isTested).filter(\.self).count == 1)
    #expect(script.commands.map(\.isNegated).filter(\.self).count == 1)
    #expect(script.commands.dropFirst().allSatisfy { $0.options.seesWholePipelines })
    #expect(script.commands.last?.substitutions.count == 1)
    #expect(script.commands.last?.redirections.map(\.operation) == [">&"])
  }
}
