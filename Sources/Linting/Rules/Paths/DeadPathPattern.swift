import SourceText
import YAML

extension Rule {
  /// Finds patterns of path filters that match no file.
  static let deadPathPattern = Rule(
    id: "dead-path-pattern",
    summary: "A path filter names files that the repository does not have.",
    rationale: """
      A pattern is compared with the whole path of each changed file. One that matches no file \
      never starts anything, and GitHub does not say so: most often the file was renamed, or a \
      directory is named without `/**` behind it.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpushpull_requestpull_request_targetpathspaths-ignore",
    severity: .warning,
    category: .paths,
    fixes: .sometimes,
    example: Example(
      "a renamed file",
      bad: [
        ".github/workflows/image.yml": """
        on:
          push:
            paths:
              - app/**
              - ⟦requirements.txt⟧
        """,
        "app/main.py": "\n",
        "requirements-app.txt": "\n",
      ],
      good: [
        ".github/workflows/image.yml": """
        on:
          push:
            paths:
              - app/**
              - requirements-app.txt
        """,
        "app/main.py": "\n",
        "requirements-app.txt": "\n",
      ]),
    more: [
      Example(
        "a directory without its files, in the filters of an action",
        bad: [
          ".github/workflows/image.yml": """
          on: push
          jobs:
            changes:
              runs-on: ubuntu-24.04
              steps:
                - uses: dorny/paths-filter@v4
                  with:
                    filters: |
                      app:
                        - ⟦app⟧
          """,
          "app/main.py": "\n",
        ],
        good: [
          ".github/workflows/image.yml": """
          on: push
          jobs:
            changes:
              runs-on: ubuntu-24.04
              steps:
                - uses: dorny/paths-filter@v4
                  with:
                    filters: |
                      app:
                        - app/**
          """,
          "app/main.py": "\n",
        ])
    ],
    check: .workflow { workflow, repository in
      guard let files = repository.files else { return [] }
      let entries = workflow.pathFilters.filter { !$0.isIgnoring }.flatMap(\.entries)
      let dead = entries.compactMap { entry -> Finding? in
        let pattern = entry.pattern
        guard !pattern.isNegative, PathFault(of: pattern.text) == nil,
          files.isSpecific(pattern.text),
          !pattern.matchesAny(in: files), files.isComparable(pattern.literalStart)
        else { return nil }
        return finding(
          about: pattern.text, at: workflow.location(entry.node), files,
          fix: { [Edit(entry.node.range, entry.node.rewritten(as: $0))] })
      }
      let embedded = EmbeddedFilters(of: workflow, repository).all.flatMap(\.entries)
      return dead
        + embedded.flatMap(\.patterns).compactMap { pattern in
          guard !pattern.isNegative, !pattern.isRepeated, files.isSpecific(pattern.text),
            let globs = pattern.globs,
            !globs.contains(where: { $0.matchesAny(in: files) }),
            globs.allSatisfy({ files.isComparable($0.literalStart) })
          else { return nil }
          return finding(
            about: pattern.text, at: pattern.location, files,
            fix: { pattern.isPlain ? [Edit(pattern.location.range, $0)] : nil })
        }
    })
}

extension RepositoryFiles {
  /// Whether a pattern names a certain place, and not only a kind of files, such as `**.jsx`, that
  /// may well wait for the first of them.
  fileprivate func isSpecific(_ pattern: String) -> Bool {
    let parts = pattern.split(separator: "/")
    func isLiteral(_ part: Substring) -> Bool { !part.contains { "*?+[{(".contains($0) } }
    if parts.first.map(isLiteral) ?? false { return parts.count > 1 || !pattern.contains("*") }
    // A name in any directory is a certain one when a file is called almost like that.
    guard let name = parts.last, isLiteral(name) else {
      return parts.dropLast().contains(where: isLiteral)
    }
    return paths.contains { path in
      let other = path.split(separator: "/").last ?? ""
      return Self.isSimilar(String(name), String(other))
    }
  }

  /// Whether two names of files differ in spelling or order alone.
  private static func isSimilar(_ name: String, _ other: String) -> Bool {
    words(name) == words(other) || closestSpelling(of: name, among: [other]) != nil
  }
}

private func finding(
  about pattern: String, at location: SourceLocation, _ files: RepositoryFiles,
  fix: (String) -> [Edit]?
) -> Finding {
  let path = pattern.hasSuffix("/*") ? String(pattern.dropLast(2)) : pattern
  let isDirectory = !path.contains("*") && files.isDirectory(path)
  var meant: String?
  if isDirectory {
    meant = path + "/**"
  } else if !pattern.contains("*") {
    meant = files.onlyFile(endingLike: pattern) ?? files.sibling(of: pattern)
  }
  var fixes: [Fix] = []
  if let meant, let edits = fix(meant) {
    fixes = [Fix("Name '\(meant)'", .suggestion, edits)]
  }
  return Finding(
    isDirectory
      ? "'\(pattern)' matches no file: it does not stand for the files further down in '\(path)', so "
        + "their changes start nothing"
      : "no file matches '\(pattern)', so no change ever starts anything through it",
    at: location,
    help: fixes.isEmpty ? "name the files as they are called now, or remove the pattern" : nil,
    fixes: fixes)
}

extension RepositoryFiles {
  /// Whether it is known what a pattern could match: nothing on its way is a submodule or a link.
  func isComparable(_ prefix: String) -> Bool {
    let directory = prefix.lastIndex(of: "/").map { String(prefix[..<$0]) } ?? ""
    return isDirectory(directory) || !mayHave(directory)
  }

  /// The file of the same directory whose name is closest; `nil` when none is close.
  func sibling(of path: String) -> String? {
    let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let siblings = files(startingWith: directory).filter { file in
      !file.dropFirst(directory.count).contains("/")
    }
    let name = String(path.dropFirst(directory.count))
    let names = siblings.map { String($0.dropFirst(directory.count)) }
    return closestSpelling(of: name, among: names).map { directory + $0 }
      ?? names.first { Self.words($0) == Self.words(name) }.map { directory + $0 }
      ?? names.first {
        $0.hasSuffix(Self.suffix(name)) && Self.words($0).isSuperset(of: Self.words(name))
      }
      .map { directory + $0 }
  }

  private static func words(_ name: String) -> Set<Substring> {
    Set(name.split { !$0.isLetter && !$0.isNumber })
  }

  private static func suffix(_ name: String) -> Substring {
    name.lastIndex(of: ".").map { name[$0...] } ?? ""
  }
}
