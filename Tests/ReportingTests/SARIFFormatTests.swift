import Reporting
import SourceText
import Testing

@Suite("Findings as SARIF 2.1.0")
struct SARIFFormatTests {
  private let options = ReportOptions(
    tool: ToolInfo(version: "1.2.3", page: "https://example.com/wfgen"),
    rules: [
      RuleInfo(
        id: "edge-contradicts-dockerfile", summary: "A stated edge is not there.",
        rationale: "The order of the builds would be wrong.", severity: .error)
    ])

  @Test func describesTheToolItsRulesAndTheUnits() {
    #expect(
      DiagnosticFormat.sarif.render([], options: options) == """
        {
          "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
          "version": "2.1.0",
          "runs": [
            {
              "tool": {
                "driver": {
                  "name": "wfgen",
                  "version": "1.2.3",
                  "informationUri": "https://example.com/wfgen",
                  "rules": [
                    {
                      "id": "edge-contradicts-dockerfile",
                      "shortDescription": { "text": "A stated edge is not there." },
                      "fullDescription": {
                        "text": "A stated edge is not there. The order of the builds would be wrong."
                      },
                      "help": { "text": "The order of the builds would be wrong." },
                      "defaultConfiguration": { "level": "error" }
                    }
                  ]
                }
              },
              "invocations": [{ "executionSuccessful": true }],
              "columnKind": "unicodeCodePoints",
              "newlineSequences": ["\\r\\n", "\\n", "\\r"],
              "originalUriBaseIds": {
                "%SRCROOT%": { "description": { "text": "The root of the repository." } }
              },
              "results": []
            }
          ]
        }

        """)
  }

  @Test func carriesThePageOfARule() {
    var options = options
    options.rules[0].category = "graph"
    options.rules[0].page = "https://example.com/edges"
    options.rules[0].markdown = "## edge-contradicts-dockerfile\n"
    let output = DiagnosticFormat.sarif.render([], options: options)
    #expect(output.contains("\"helpUri\": \"https://example.com/edges\""))
    #expect(output.contains("\"markdown\": \"## edge-contradicts-dockerfile\\n\""))
    #expect(output.contains("\"properties\": { \"tags\": [\"graph\"] }"))
  }

  @Test func givesResultsWithRegionsFixesAndRelatedLocations() {
    let output = DiagnosticFormat.sarif.render([Sample.contradiction], options: options)
    let results = output.split(separator: "\n").drop { !$0.contains("\"results\"") }
    #expect(
      results.joined(separator: "\n") + "\n" == """
              "results": [
                {
                  "ruleId": "edge-contradicts-dockerfile",
                  "ruleIndex": 0,
                  "level": "error",
                  "message": {
                    "text": "the Dockerfile builds on 'base', not on 'other'\\nremove 'parents', or change the FROM"
                  },
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": { "uri": "images/a%20b/Dockerfile", "uriBaseId": "%SRCROOT%" },
                        "region": {
                          "startLine": 2,
                          "startColumn": 6,
                          "endLine": 2,
                          "endColumn": 17,
                          "charOffset": 13,
                          "charLength": 11,
                          "byteOffset": 13,
                          "byteLength": 11
                        }
                      }
                    }
                  ],
                  "relatedLocations": [
                    {
                      "id": 1,
                      "message": { "text": "stated here" },
                      "physicalLocation": {
                        "artifactLocation": { "uri": "wfgen.yml", "uriBaseId": "%SRCROOT%" },
                        "region": {
                          "startLine": 3,
                          "startColumn": 15,
                          "endLine": 3,
                          "endColumn": 20,
                          "charOffset": 34,
                          "charLength": 5,
                          "byteOffset": 34,
                          "byteLength": 5
                        }
                      }
                    },
                    {
                      "id": 2,
                      "message": { "text": "declared here" },
                      "physicalLocation": {
                        "artifactLocation": { "uri": "images/a%20b/Dockerfile", "uriBaseId": "%SRCROOT%" },
                        "region": {
                          "startLine": 1,
                          "startColumn": 5,
                          "endLine": 1,
                          "endColumn": 8,
                          "charOffset": 4,
                          "charLength": 3,
                          "byteOffset": 4,
                          "byteLength": 3
                        }
                      }
                    }
                  ],
                  "fixes": [
                    {
                      "description": { "text": "Build on 'other'" },
                      "artifactChanges": [
                        {
                          "artifactLocation": {
                            "uri": "images/a%20b/Dockerfile",
                            "uriBaseId": "%SRCROOT%"
                          },
                          "replacements": [
                            {
                              "deletedRegion": {
                                "startLine": 2,
                                "startColumn": 6,
                                "endLine": 2,
                                "endColumn": 10,
                                "charOffset": 13,
                                "charLength": 4
                              },
                              "insertedContent": { "text": "other" }
                            }
                          ]
                        }
                      ],
                      "properties": { "safety": "unsafe" }
                    }
                  ],
                  "partialFingerprints": { "wfgenRuleLine/v1": "8a45f460a4390dde:1" }
                }
              ]
            }
          ]
        }

        """)
  }

  @Test func listsTheRulesThatOnlyFindingsName() {
    let file = SourceFile(name: "a.yml", text: "a\n")
    let place = SourceLocation(file, SourceRange(0, 1))
    let found = ["unknown-tier", "edge-contradicts-dockerfile", "cycle", "unknown-tier"].map {
      Diagnostic($0, .error, "m", at: place)
    }
    let output = DiagnosticFormat.sarif.render(found, options: options)
    let lines = output.split(separator: "\n").map { $0.drop { $0 == " " } }
    for text in ["A stated edge is not there.", "Cycle.", "Unknown tier."] {
      #expect(output.ranges(of: "\"shortDescription\": { \"text\": \"\(text)\" }").count == 1)
    }
    // Findings are sorted by rule here, rules are the known one and the others by id.
    #expect(
      lines.filter { $0.hasPrefix("\"ruleIndex\"") }
        == [1, 0, 2, 2].map { "\"ruleIndex\": \($0)," })
  }

  @Test func countsCharactersAsCodePointsAndLeavesTheByteOrderMarkOut() {
    let file = SourceFile(name: "./é#.yml", text: "\u{FEFF}日本\n😀 x\n")
    let diagnostic = Diagnostic("r", .info, "m", at: SourceLocation(file, range(of: "x", in: file)))
    let output = DiagnosticFormat.sarif.render([diagnostic])
    #expect(output.contains("\"uri\": \"%C3%A9%23.yml\""))
    #expect(output.contains("\"startColumn\": 3,"))
    #expect(output.contains("\"charOffset\": 5,"))
    #expect(output.contains("\"byteOffset\": 15,"))
    #expect(output.contains("\"level\": \"note\""))
    #expect(output.contains("\"ruleIndex\": 0,"))
  }

  @Test func keepsFingerprintsWhenLinesMoveAndTellsTwinsApart() {
    func prints(_ text: String, _ marked: [SourceRange]) -> [String] {
      let file = SourceFile(name: "a.yml", text: text)
      let found = marked.map { Diagnostic("r", .error, "m", at: SourceLocation(file, $0)) }
      return DiagnosticFormat.sarif.render(found).split(separator: "\n")
        .filter { $0.contains("wfgenRuleLine/v1") }.map(String.init)
    }
    let before = prints("a: 1\n", [SourceRange(0, 1)])
    #expect(prints("# new\n  a:  1\n", [SourceRange(8, 9)]) == before)
    #expect(prints("a: 2\n", [SourceRange(0, 1)]) != before)
    let twins = prints("a: 1\na: 1\n", [SourceRange(0, 1), SourceRange(5, 6)])
    #expect(Set(twins).count == 2)
    #expect(twins.first == before.first)
  }
}
