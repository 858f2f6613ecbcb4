import Linting
import SourceText

extension Rule {
  /// All rules but those about what GitHub's parser refuses, which would find much in short pieces.
  static let withoutParser = all.filter { ![.syntax, .expression].contains($0.category) }
}

/// What the given rules say about files, each as `path:line: rule`.
func lintLines(
  _ files: KeyValuePairs<String, String>, rules: [Rule] = Rule.withoutParser, slug: String? = nil
) -> [String] {
  let files = files.map { SourceFile(name: $0.key, text: $0.value) }
  return lint(RepositoryView(files: files, slug: slug), rules: rules).map { diagnostic in
    let file = diagnostic.location.file
    let line = SourceLines(file).line(at: diagnostic.location.range.start)
    return "\(file.name):\(line): \(diagnostic.rule)"
  }
}
