/// What of GitHub's schema others have to know as words.
public enum GitHubWords {
  /// The scopes of `permissions`, sorted.
  public static let permissionScopes: [String] = SchemaType.permissionScopes.keys.sorted()

  /// All keys of steps, sorted.
  public static let stepKeys: [String] = Set(steps.flatMap(\.keys.keys)).sorted()

  /// The keys that go with what a step does, itself among them; `nil` when no step does that.
  public static func stepKeys(with work: String) -> Set<String>? {
    steps.first { $0.required == [work] }.map { Set($0.keys.keys) }
  }

  /// Whether a text can name a job or a step.
  ///
  /// Source: actions/languageservices, `model/converter/id-builder.ts`: ASCII letters, digits, `-`
  /// and `_`, fewer than 100, the first a letter or `_`; two of these in front are GitHub's own.
  public static func isIdentifier(_ text: String) -> Bool {
    let isFirst = { (byte: UInt8) in
      (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "_")
    }
    return text.utf8.first.map(isFirst) ?? false
      && text.utf8.allSatisfy {
        isFirst($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
      }
      && text.utf8.count < 100 && !text.hasPrefix("__")
  }

  private static let steps = SchemaType.stepList.item?.mappings ?? []
}
