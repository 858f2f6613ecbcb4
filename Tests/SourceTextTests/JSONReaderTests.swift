import SourceText
import Testing

@Suite("Reading JSON")
struct JSONReaderTests {
  @Test(arguments: [
    ("{\"b\": [1, -2.5, 1e2], \"a\": null}", "{\"b\":[1,-2.5,100.0],\"a\":null}"),
    (" [ true , false ] ", "[true,false]"), ("\"a\\u00e9\\ud83d\\ude00\\n\\/\"", "\"aé😀\\n/\""),
    ("\"\\ud83d\"", "\"\u{FFFD}\""), ("9223372036854775807", "9223372036854775807"), ("{}", "{}"),
    ("[]", "[]"), ("\"ä\"", "\"ä\""), ("{\"a\":1,\"a\":2}", "{\"a\":1,\"a\":2}"),
  ])
  func readsWhatIsJSON(_ text: String, _ expected: String) throws {
    #expect(try JSONValue(parsing: text.utf8).text(.minimal) == expected)
  }

  @Test(arguments: [
    ("", 0), ("[1,]", 3), ("{\"a\" 1}", 5), ("01", 1), ("1 2", 2), ("[1", 2), ("\"a", 2),
    ("tru", 0),
    ("'a'", 0), ("\"\\x\"", 2), ("\"\\u12\"", 3), ("-", 1), ("1.", 2), ("1e", 2), ("{a: 1}", 1),
    ("\"\n\"", 1), ("NaN", 0), ("[1 2]", 3),
  ])
  func saysWhereItIsNot(_ text: String, _ offset: Int) {
    #expect { try JSONValue(parsing: text.utf8) } throws: { ($0 as? JSONError)?.offset == offset }
  }

  @Test func stopsWhereItNestsTooDeep() {
    let text = String(repeating: "[", count: 100_000)
    #expect(throws: JSONError.self) { try JSONValue(parsing: text.utf8) }
  }

  @Test func readsWhatItWrites() throws {
    let value: JSONValue = [
      "k\"\\\u{1}\t": [1, .number(0.1), .null, true], "": ["x": [:], "y": []],
    ]
    for layout in [JSONLayout.minimal, .pretty, .narrow(columns: 20)] {
      #expect(try JSONValue(parsing: value.text(layout).utf8) == value)
    }
  }
}
