import Dockerfiles
import SourceText
import Testing

@Suite("Heredocs hide their lines")
struct HeredocTests {
  @Test func theTextIsNotReadAsInstructions() {
    let file = dockerfile(
      """
      FROM scratch AS one
      RUN <<EOF
      FROM wrong
      COPY wrong wrong
      EOF
      COPY <<one.txt <<-"two.txt" real /dest/
      FROM wrong
      one.txt
      \tCOPY wrong
      \ttwo.txt
      FROM debian
      """)
    #expect(file.diagnostics.isEmpty)
    #expect(file.stages.map(\.base.text) == ["scratch", "debian"])
    #expect(file.resolve(target: "one").files == ["copy real"])
    let copy = file.stages[0].instructions[1]
    #expect(copy.heredocs.map(\.name) == ["one.txt", "two.txt"])
    #expect(copy.heredocs.map { file.file[$0.body] } == ["FROM wrong\n", "\tCOPY wrong\n"])
  }

  @Test(arguments: [
    "RUN cat <<EOF > x", "RUN 3<<EOF", "RUN << EOF", "RUN <<'EOF'", "RUN <<E\"O\"F", "RUN <<-EOF",
    "RUN --mount=type=cache,target=/x <<EOF python3", "ONBUILD RUN <<EOF", "RUN a \\\n <<EOF",
  ])
  func everyFormIsKnown(_ line: String) {
    let file = dockerfile("FROM a\n\(line)\nFROM wrong\nEOF\nUSER x")
    #expect(file.rules == [])
    #expect(file.stages.count == 1)
    #expect(file.stages[0].instructions.map(\.keyword).last == .user)
  }

  @Test(arguments: [
    "RUN \"<<EOF\"", "RUN cat <<<EOF", "USER <<EOF", "RUN [\"<<EOF\"]", "RUN a < b << ",
    "RUN it's <<EOF",
  ])
  func whatOnlyLooksLikeOneIsNone(_ line: String) {
    #expect(dockerfile("FROM a\n\(line)\nFROM b").stages.count == 2)
  }

  @Test func windowsLineEndsEndAHeredoc() {
    #expect(dockerfile("FROM a\r\nRUN <<EOF\r\nx\r\nEOF\r\nFROM b\r\n").stages.count == 2)
  }
}
