/// The reference of the manifest as a page of Markdown, made from the table that the reader follows.
public enum ManifestReference {
  /// The text of the page.
  public static var text: String {
    let sections = [
      ("The file", ManifestSection.root), ("registry", .registry), ("login", .login),
      ("secrets", .loginSecrets), ("oidc", .identity), ("triggers", .triggers), ("tiers", .tier),
      ("images", .image), ("built-by", .builtBy), ("tasks", .task), ("expect", .expect),
    ]
    return introduction + sections.map(chapter).joined()
  }

  private static let introduction = """
    # The manifest

    `wfgen.yml` at the root of the repository states policy, and what no Dockerfile can say. Unknown \
    keys and wrong values are errors. Where a list is asked for, one value may stand alone. Paths are \
    relative to the repository's root and stay inside of it.

    """

  private static func chapter(_ heading: String, _ section: ManifestSection) -> String {
    let working = section.keys.filter { $0.onlyYet == nil }
    let later = section.keys.filter { $0.onlyYet != nil }
    var lines = [
      "", "## \(heading)", "", section.about, "",
      "| key | value | when absent | what it states |", "| --- | --- | --- | --- |",
    ]
    lines += working.map { key in
      "| `\(key.name)` | \(key.values) | \(key.absent) | \(sentence(key.summary)) |"
    }
    if !later.isEmpty {
      lines += ["", "Reserved, and refused for now:", ""]
      lines += later.map { key in
        let accepted = (key.onlyYet ?? []).map { " Only `\($0)` is accepted." }.joined()
        return "- `\(key.name)`: \(key.summary).\(accepted)"
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func sentence(_ text: String) -> String {
    // A word in back quotes stays as it is.
    text.prefix(1).uppercased() + text.dropFirst() + "."
  }
}
