import BuildGraph
import Testing

@Suite("The data file and what it is made of")
struct ContentDataTests {
  @Test(arguments: [
    ("a b/c-d.txt", "a b/c-d.txt"), ("ä", #"\303\244"#), ("a\"b\\c", #"a\"b\\c"#),
    ("\u{7}\u{8}\t\n\u{b}\u{c}\r", #"\a\b\t\n\v\f\r"#), ("\u{1}\u{7f}", #"\001\177"#),
  ])
  func pathsAreQuotedAsGitDoes(_ path: String, _ quoted: String) {
    #expect(gitQuoted(path.utf8) == quoted)
  }

  @Test func pathsNeedNotBeUTF8() { #expect(gitQuoted([0xFF, 0x61]) == #"\377a"#) }

  @Test func treesAreReadAsGitListsThem() {
    let listing = "100644 blob 12ab\ta b\n\t\0160000 commit 34cd\tsub\0"
    #expect(
      TreeEntry.list(fromTree: Array(listing.utf8)) == [
        TreeEntry(mode: "100644", id: "12ab", path: Array("a b\n\t".utf8)),
        TreeEntry(mode: "160000", id: "34cd", path: Array("sub".utf8)),
      ])
    #expect(TreeEntry.list(fromTree: []) == [])
    for listing in ["fatal: no commit", "100644 blob 12ab\t\0", "100644 12ab\ta\0"] {
      #expect(TreeEntry.list(fromTree: Array(listing.utf8)) == nil, "\(listing)")
    }
  }

  @Test func jsonKeepsShortValuesOnALine() {
    let json: JSON = [
      "name": .string("ä\"\\\n\u{1}"),
      "empty": .array([]),
      "none": .null,
      "list": .strings(["aaaaaaaa", "bbbbbbbb", "cccccccc"]),
      "object": ["a": .number(1), "b": .bool(true)],
    ]
    #expect(
      json.compact
        == #"{"name":"ä\"\\\n\u0001","empty":[],"none":null,"#
        + #""list":["aaaaaaaa","bbbbbbbb","cccccccc"],"object":{"a":1,"b":true}}"#)
    #expect(
      json.pretty(width: 34) == #"""
        {
          "name": "ä\"\\\n\u0001",
          "empty": [],
          "none": null,
          "list": [
            "aaaaaaaa",
            "bbbbbbbb",
            "cccccccc"
          ],
          "object": {"a": 1, "b": true}
        }

        """#)
  }

  @Test func jsonSortsByBytes() {
    let json: JSON = ["é": .null, "b": .null, "B": .null, "a1": .null, "a-1": .null]
    #expect(
      json.sortedByName.compact == #"{"B":null,"a-1":null,"a1":null,"b":null,"é":null}"#)
  }

  @Test func quotesADockerfileForTheScriptsWhenItMust() {
    let image = PipelineData.Image(
      name: "a", stage: "s", level: 0, repository: "ghcr.io/o/a", dockerfile: "ä/Dockerfile")
    let data = PipelineData(repository: "o/r", branch: "main", images: [image])
    #expect(
      data.json.compact.contains(
        #""dockerfile":"ä/Dockerfile","dockerfile-quoted":"\\303\\244/Dockerfile","#))
  }
}
