import SourceText
import Testing

@Suite("JSON text")
struct JSONTextTests {
  private let value: JSONValue = [
    "z": [1, -2, .number(4.5)], "a": ["empty": [], "none": [:]], "m": .null, "yes": true,
  ]

  @Test func keepsTheOrderOfKeysAndIndentsByTwoSpaces() {
    #expect(
      value.text() == """
        {
          "z": [
            1,
            -2,
            4.5
          ],
          "a": {
            "empty": [],
            "none": {}
          },
          "m": null,
          "yes": true
        }
        """)
  }

  @Test func writesNoWhiteSpaceWhenMinimal() {
    #expect(
      value.text(.minimal) == #"{"z":[1,-2,4.5],"a":{"empty":[],"none":{}},"m":null,"yes":true}"#)
  }

  @Test func keepsWhatFitsOnOneLine() {
    #expect(
      value.text(.narrow(columns: 36)) == """
        {
          "z": [1, -2, 4.5],
          "a": { "empty": [], "none": {} },
          "m": null,
          "yes": true
        }
        """)
    // The comma behind the object of "a" is column 35.
    #expect(value.text(.narrow(columns: 34)).contains("\"a\": {\n"))
    #expect(value.text(.narrow(columns: 35)).contains("\"a\": { \"empty\": [], \"none\": {} },\n"))
  }

  @Test func escapesWhatJSONRequiresAndNothingElse() {
    let text = "\" \\ / \n \r \t \u{8} \u{1F} \u{7F} é 日本 😀 \u{2028}"
    #expect(
      JSONValue.string(text).text()
        == "\"\\\" \\\\ / \\n \\r \\t \\b \\u001f \\u007f é 日本 😀 \u{2028}\"")
  }

  @Test func sortsKeysByBytes() {
    let value: JSONValue = ["é": [["z": 1, "a": 2]], "b": .null, "B": .null, "a1": 1, "a-1": "x"]
    #expect(
      value.sortedByKey.text(.minimal)
        == #"{"B":null,"a-1":"x","a1":1,"b":null,"é":[{"a":2,"z":1}]}"#)
    #expect(JSONValue.sorted(["b": 1, "B": 2]).text(.minimal) == #"{"B":2,"b":1}"#)
  }

  @Test func writesNullForWhatIsNoNumber() {
    let numbers: JSONValue = [.number(.nan), .number(.infinity), .number(0.1), .number(1e21)]
    #expect(numbers.text(.minimal) == "[null,null,0.1,1e+21]")
  }

  @Test func doesNotLayOutDeepDataOverAndOver() {
    var value: JSONValue = "x"
    for _ in 0..<400 { value = ["key": value] }
    let text = value.text(.narrow(columns: 100))
    #expect(text.utf8.count { $0 == UInt8(ascii: "{") } == 400)
  }
}
