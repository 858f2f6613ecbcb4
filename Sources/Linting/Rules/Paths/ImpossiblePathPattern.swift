import SourceText
import YAML

extension Rule {
  /// Finds patterns of path filters that can match no path at all.
  static let impossiblePathPattern = Rule(
    id: "impossible-path-pattern",
    summary: "A path filter is written so that it can match no path.",
    rationale: """
      GitHub compares a pattern with whole paths from the root of the repository. These start \
      without `/` and `./`, hold no `..`, no `\\` and no spaces at their ends, and never end in \
      `/`, so a pattern that asks for one of these matches nothing. The same is true of a list \
      that only takes paths out.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet",
    severity: .error,
    category: .paths,
    fixes: .sometimes,
    example: Example(
      "a slash in front",
      bad: """
        on:
          push:
            paths:
              - app/**
              - ⟦/docker/app.Dockerfile⟧
        """,
      good: """
        on:
          push:
            paths:
              - app/**
              - docker/app.Dockerfile
        """),
    more: [
      Example(
        "a directory with a slash behind it",
        bad: """
          on:
            push:
              paths: [⟦app/⟧]
          """,
        good: """
          on:
            push:
              paths: ['app/**']
          """)
    ],
    check: .workflow { workflow, _ in
      workflow.pathFilters.flatMap { filter -> [Finding] in
        if !filter.isIgnoring, filter.entries.allSatisfy(\.pattern.isNegative) {
          return [
            Finding(
              "every pattern takes paths out and none takes any in, so no change starts the workflow",
              at: workflow.location(filter.key),
              help: "put '**' first, or list the patterns without '!' under 'paths-ignore'")
          ]
        }
        return filter.entries.compactMap { entry in
          guard let fault = PathFault(of: entry.pattern.text) else { return nil }
          return Finding(
            "'\(entry.pattern.text)' \(fault.reason), so it matches none",
            at: workflow.location(entry.node),
            fixes: fault.remedy.map { remedy in
              [
                Fix(
                  "Write '\(remedy)'", .unsafe,
                  [Edit(entry.node.range, entry.node.rewritten(as: remedy))])
              ]
            } ?? [])
        }
      }
    })
}

/// Why a pattern can match no path.
struct PathFault {
  /// What is wrong, as the end of a sentence about the pattern.
  var reason: String
  /// What was most likely meant.
  var remedy: String?

  /// Looks at a pattern; `nil` when it may match.
  init?(of pattern: String) {
    let sign = pattern.hasPrefix("!") ? "!" : ""
    let body = pattern.dropFirst(sign.count)
    let parts = body.split(separator: "/", omittingEmptySubsequences: false)
    func meant(_ text: some StringProtocol) -> String? { text.isEmpty ? nil : sign + text }
    if body.hasPrefix("/") {
      reason = "starts with '/', and paths do not"
      remedy = meant(body.drop { $0 == "/" })
    } else if parts.first == "." {
      reason = "starts with './', and paths do not"
      remedy = meant(parts.drop { $0 == "." }.joined(separator: "/"))
    } else if parts.contains("..") || parts.contains(".") {
      reason = "holds '\(parts.contains("..") ? ".." : ".")', and paths do not"
      remedy = nil
    } else if body.hasSuffix("/") {
      reason = "ends in '/', and no path of a file does"
      remedy = meant(body + "**")
    } else if body.hasSuffix(" ") || body.hasPrefix(" ") {
      reason = "has a space at its end, and paths have none there"
      remedy = meant(
        body.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed().map(String.init).joined())
    } else if body.contains("//") {
      reason = "holds '//', and paths do not"
      remedy = nil
    } else if Self.separatesWithBackslashes(body) {
      reason = "has '\\' where paths have '/'"
      remedy = meant(body.map { $0 == "\\" ? "/" : String($0) }.joined())
    } else {
      return nil
    }
  }

  /// Whether a backslash stands between names, where nothing needs one.
  private static func separatesWithBackslashes(_ body: Substring) -> Bool {
    var isEscaped = false
    var follows = false
    for character in body {
      if isEscaped, character.isLetter || character.isNumber || character == "_" { follows = true }
      isEscaped = !isEscaped && character == "\\"
    }
    return follows
  }
}
