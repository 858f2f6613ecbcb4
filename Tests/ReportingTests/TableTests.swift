import Reporting
import Testing

@Suite("Tables")
struct TableTests {
  private let table = Table(
    [.init("image"), .init("min", .right), .init("note")],
    rows: [["base", "3", "first"], ["日本", "12", ""], ["a|b", "100"]])

  @Test func alignsColumnsOfATerminal() {
    #expect(
      table.text() == """
        image  min  note
        base     3  first
        日本    12
        a|b    100

        """)
  }

  @Test func cutsTheWidestColumnsToTheWidth() {
    let table = Table(
      [.init("name"), .init("n", .right), .init("text")],
      rows: [["a-long-name-here", "1", "a text that is longer than all the others"]])
    #expect(
      table.text(width: 40).split(separator: "\n")[1] == "a-long-name-here  1  a text that is lon…")
    #expect(table.text(width: 30).split(separator: "\n")[1] == "a-long-name…  1  a text that …")
    #expect(table.text(width: 1).split(separator: "\n")[1] == "a-long-…  1  a text …")
  }

  @Test func writesMarkdownWithEscapedPipes() {
    #expect(
      table.markdown() == """
        | image | min | note  |
        | ----- | --: | ----- |
        | base  |   3 | first |
        | 日本  |  12 |       |
        | a\\|b  | 100 |       |

        """)
  }

  @Test func leavesOutAHeaderWithoutTitles() {
    #expect(
      Table([.init(""), .init("")], rows: [["a", "b"], ["cc\n", "d"]]).text() == "a    b\ncc   d\n")
    #expect(Table([]).text().isEmpty)
  }
}
