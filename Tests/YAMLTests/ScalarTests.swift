import SourceText
import Testing
import YAML

@Suite("Scalars")
struct ScalarTests {
  @Test(
    arguments: [
      ("null", .null), ("~", .null), ("Null", .null), ("", .null), ("nULL", .string("nULL")),
      ("true", .bool(true)), ("TRUE", .bool(true)), ("False", .bool(false)),
      ("on", .string("on")), ("yes", .string("yes")), ("No", .string("No")),
      ("off", .string("off")),
      ("tRUE", .string("tRUE")), ("0", .int(0)), ("-12", .int(-12)), ("+7", .int(7)),
      ("010", .int(10)), ("0o17", .int(15)), ("0o8", .string("0o8")), ("0x1F", .int(31)),
      ("0x", .string("0x")), ("-0x1", .string("-0x1")), ("1_000", .string("1_000")),
      ("12:30", .string("12:30")), ("9223372036854775807", .int(.max)),
      ("-9223372036854775808", .int(.min)),
      ("9223372036854775808", .float(0x1p63)),
      ("0xFFFFFFFFFFFFFFFF", .float(0x1p64)), ("1.5", .float(1.5)),
      ("1.", .float(1)),
      (".5", .float(0.5)), ("1e3", .float(1000)), ("-1.5E-1", .float(-0.15)), (".", .string(".")),
      ("1e", .string("1e")), ("1.2.3", .string("1.2.3")), ("e3", .string("e3")),
      (".inf", .float(.infinity)), ("-.INF", .float(-.infinity)), ("+.Inf", .float(.infinity)),
      (".inF", .string(".inF")), ("-", .sequence), ("--", .string("--")), ("+", .string("+")),
      ("'1'", .string("1")), ("\"true\"", .string("true")), ("!!str 1", .string("1")),
      ("! 1", .string("1")), ("|-\n  1", .string("1")), ("'é'", .string("é")),
      ("\"\\u00e9\\n\"", .string("é\n")), ("'a''b'", .string("a'b")), ("a\n b", .string("a b")),
      (">\n  a\n  b\n", .string("a b\n")), ("2024-01-01", .string("2024-01-01")),
      ("<<", .string("<<")), ("=", .string("=")),
    ] as [(String, Node.Value)])
  func meanWhatTheCoreSchemaSays(_ text: String, _ value: Node.Value) throws {
    #expect(parse("- \(text)\n").root?.items.first?.value == value)
  }

  @Test func areNotANumberOnlyInTheirOwnSpelling() {
    guard case .float(let value) = parse(".nan").root?.value else {
      Issue.record("'.nan' is no float")
      return
    }
    #expect(value.isNaN)
    #expect(parse("+.nan").root?.value == .string("+.nan"))
  }

  @Test func knowTheirStyle() throws {
    let root = try #require(parse("[a, 'b', \"c\"]").root)
    #expect(root.style == .flow)
    #expect(root.items.map(\.style) == [.plain, .singleQuoted, .doubleQuoted])
    let block = try #require(parse("- |-\n  a\n- >\n  b\n- x: 1\n- [a: b]\n").root)
    #expect(block.style == .block)
    #expect(block.items.map(\.style) == [.literal, .folded, .block, .flow])
    #expect(block.items[3].items[0].style == .flow)
  }

  @Test func knowTheirTagAndAnchorAsWritten() throws {
    let items = try #require(parse("[!!str &a-1 b, &c !x d, !<y,z> e, f]").root).items
    #expect(items.map(\.tag) == ["!!str", "!x", "!<y,z>", nil])
    #expect(items.map(\.anchor) == ["a-1", "c", nil, nil])
    #expect(items.map(\.text) == ["b", "d", "e", "f"])
  }

  @Test func haveTextOnlyWhenTheyAreScalars() throws {
    let root = try #require(parse("a: {b: c}").root)
    #expect(root.text == nil)
    #expect(root.utf8 == nil)
    #expect(!root.hasText("a"))
    #expect(root["a"]?["b"]?.hasText("c") == true)
    #expect(root["a"]?["b"]?.hasText("d") == false)
    #expect(root["a"]?["b"]?["c"] == nil)
    #expect(root["a"]?.items.isEmpty == true)
    #expect(root["b"] == nil)
    #expect(root.entry("a")?.key.text == "a")
  }
}
