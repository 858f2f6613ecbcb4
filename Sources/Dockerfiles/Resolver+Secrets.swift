public import SourceText

extension Resolution {
  /// A secret or an SSH agent that a RUN cannot do without.
  ///
  /// Source: Dockerfile reference, "RUN --mount=type=secret" and "RUN --mount=type=ssh": an
  /// instruction whose mount says `required` fails when what it names is not there.
  public struct Requirement: Hashable, Sendable {
    /// What must be passed to the build.
    public enum Kind: String, Hashable, Sendable {
      /// A secret.
      case secret
      /// An SSH agent.
      case ssh
    }

    /// What must be passed to the build.
    public var kind: Kind
    /// Its id.
    public var id: String
    /// The exact range of the id, or of the mount where it states none.
    public var location: SourceLocation
  }
}

extension Resolver {
  /// Adds the secret that a mount needs, where its id is known.
  mutating func require(_ flag: Flag, _ kind: Resolution.Requirement.Kind, in file: SourceFile) {
    guard let value = flag.value, flag.isRequiredMount else { return }
    let id = flag.mountField(["id"])
    let target = flag.mountField(["target", "dst", "destination"])?.text
    let text =
      switch kind {
      case .ssh: id?.text ?? "default"
      case .secret: id?.text ?? target?.split(separator: "/").last.map(String.init) ?? ""
      }
    // What depends on a variable is not known here.
    guard !text.isEmpty, !text.contains("$") else { return }
    resolution.requirements.append(
      Resolution.Requirement(
        kind: kind, id: text, location: SourceLocation(file, id?.range ?? value.range)))
  }
}

extension Flag {
  /// Whether a mount says `required`, alone or with a value that Go reads as true (strconv.ParseBool).
  fileprivate var isRequiredMount: Bool {
    let stated = Mount.fields(of: value?.text ?? "").last { $0.key == "required" }
    guard let stated else { return false }
    return ["1", "t", "T", "true", "TRUE", "True"].contains(stated.value ?? "true")
  }
}
