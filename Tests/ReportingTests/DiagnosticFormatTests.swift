import Reporting
import SourceText
import Testing

@Suite("Findings in the formats for programs")
struct DiagnosticFormatTests {
  @Test func rendersNothingForNoFindingsInLineFormats() {
    for format in [DiagnosticFormat.text, .oneline, .github] { #expect(format.render([]).isEmpty) }
  }

  @Test func onelineIsOneLineEach() {
    #expect(
      DiagnosticFormat.oneline.render([Sample.warning, Sample.contradiction]) == """
        images/a b/Dockerfile:2:6: error: the Dockerfile builds on 'base', not on 'other' \
        [edge-contradicts-dockerfile]
        wfgen.yml:2:1: warning: 100% odd, really [bad: rule]

        """)
  }

  @Test func githubEscapesDataAndProperties() {
    let file = SourceFile(name: "a,b:c%.yml", text: "x y\n")
    let notice = Diagnostic("r", .info, "50%", at: SourceLocation(file, SourceRange(2, 3)))
    #expect(
      DiagnosticFormat.github.render([notice, Sample.warning, Sample.contradiction]) == """
        ::notice file=a%2Cb%3Ac%25.yml,line=1,endLine=1,col=3,endColumn=4,title=r::50%25
        ::error file=images/a b/Dockerfile,line=2,endLine=2,col=6,endColumn=17,\
        title=edge-contradicts-dockerfile::the Dockerfile builds on 'base', not on 'other'%0A\
        wfgen.yml:3: stated here%0Aimages/a b/Dockerfile:1: declared here%0A\
        help: remove 'parents', or change the FROM%0Afix: Build on 'other'
        ::warning file=wfgen.yml,line=2,endLine=3,title=bad%3A rule::100%25 odd,%0Areally

        """)
  }

  @Test func githubNamesFilesFromTheTopOfTheRepository() {
    let text = DiagnosticFormat.github.render(
      [Sample.contradiction], options: ReportOptions(prefix: "a,b/"))
    #expect(text.hasPrefix("::error file=a%2Cb/images/a b/Dockerfile,line=2,"))
    #expect(text.contains("%0Aa,b/wfgen.yml:3: stated here%0A"))
  }

  @Test func jsonHoldsEverything() {
    #expect(
      DiagnosticFormat.json.render([Sample.contradiction]) == """
        {
          "version": 1,
          "summary": { "errors": 1, "warnings": 0, "infos": 0, "files": 1 },
          "diagnostics": [
            {
              "rule": "edge-contradicts-dockerfile",
              "severity": "error",
              "message": "the Dockerfile builds on 'base', not on 'other'",
              "location": {
                "file": "images/a b/Dockerfile",
                "bytes": { "start": 13, "end": 24 },
                "start": { "line": 2, "column": 6 },
                "end": { "line": 2, "column": 17 }
              },
              "labels": [
                {
                  "message": "stated here",
                  "location": {
                    "file": "wfgen.yml",
                    "bytes": { "start": 34, "end": 39 },
                    "start": { "line": 3, "column": 15 },
                    "end": { "line": 3, "column": 20 }
                  }
                },
                {
                  "message": "declared here",
                  "location": {
                    "file": "images/a b/Dockerfile",
                    "bytes": { "start": 4, "end": 7 },
                    "start": { "line": 1, "column": 5 },
                    "end": { "line": 1, "column": 8 }
                  }
                }
              ],
              "help": "remove 'parents', or change the FROM",
              "fixes": [
                {
                  "title": "Build on 'other'",
                  "safety": "unsafe",
                  "edits": [
                    {
                      "location": {
                        "file": "images/a b/Dockerfile",
                        "bytes": { "start": 13, "end": 17 },
                        "start": { "line": 2, "column": 6 },
                        "end": { "line": 2, "column": 10 }
                      },
                      "replacement": "other"
                    }
                  ]
                }
              ]
            }
          ]
        }

        """)
  }

  @Test func countsFindingsAndFiles() {
    #expect("\(DiagnosticCounts([]))" == "no findings")
    #expect("\(DiagnosticCounts([Sample.warning]))" == "1 warning in 1 file")
    let all = [Sample.contradiction, Sample.contradiction, Sample.warning]
    #expect("\(DiagnosticCounts(all))" == "2 errors, 1 warning in 2 files")
  }
}
