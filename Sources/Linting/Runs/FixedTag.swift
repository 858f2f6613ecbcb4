import Expressions
import YAML

extension Step {
  /// Whether one of the tags that it hands to its action is the same in every run, although the name
  /// of the image may be made of that of the repository.
  ///
  /// - Parameters:
  ///   - environments: The `env` mappings that apply, the innermost first.
  ///   - ofBranch: Whether it may be another one on another branch.
  func namesTag(_ environments: [Node], ofBranch: Bool) -> Bool {
    guard let tags = input("tags")?.plainText else { return false }
    return tags.split(whereSeparator: { $0 == "\n" || $0 == "," }).contains { line in
      line.contains { !$0.isWhitespace }
        && Self.isFixed(String(line), environments, ofBranch, depth: 0)
    }
  }

  private static func isFixed(
    _ text: String, _ environments: [Node], _ ofBranch: Bool, depth: Int
  ) -> Bool {
    guard depth < 3, let template = try? ExpressionTemplate(parsing: text) else { return false }
    return template.parts.allSatisfy { part in
      guard case .expression(let content, _) = part else { return true }
      guard let path = (try? ExpressionNode(parsing: content))?.path, path.count > 1 else {
        return false
      }
      if path == ["github", "event", "workflow_run", "head_branch"] { return ofBranch }
      guard path.count == 2 else { return false }
      switch (path[0], path[1]) {
      case ("github", "repository"), ("github", "repository_owner"), ("vars", _): return true
      case ("github", "ref_name"): return ofBranch
      case ("env", let name):
        let value = environments.lazy.compactMap { environment in
          environment.entries.first { $0.key.text?.lowercased() == name }?.value.plainText
        }.first
        return value.map { isFixed($0, environments, ofBranch, depth: depth + 1) } ?? false
      default: return false
      }
    }
  }
}
