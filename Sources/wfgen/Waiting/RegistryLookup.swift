internal import BuildGraph
internal import FoundationEssentials
internal import SourceText

/// What the registry holds of a commit, asked by the scripts that the workflows run.
struct RegistryLookup {
  let scripts: ScriptFolder
  /// What it is asked about.
  let references: [String]
  /// The user and the password as the scripts take them; empty where nobody has to sign in.
  let credentials: [String: String]

  /// - Parameters:
  ///   - host: the registry of the images.
  ///   - environment: `REGISTRY_USER` and `REGISTRY_PASSWORD`; for ghcr.io GitHub's own token will do.
  init(
    _ scripts: ScriptFolder, references: [String], host: String, environment: [String: String]
  ) throws {
    self.scripts = scripts
    self.references = references
    var password = environment["REGISTRY_PASSWORD"] ?? ""
    if password.isEmpty, host == "ghcr.io" { password = environment["GITHUB_TOKEN"] ?? "" }
    let user = environment["REGISTRY_USER"] ?? environment["GITHUB_ACTOR"] ?? "token"
    credentials =
      password.isEmpty ? [:] : ["REGISTRY_USER": user, "REGISTRY_PASSWORD": password]
    try scripts.write(JSONValue.strings(references).text(.minimal), to: "questions.json")
  }

  /// Asks for all of them, now.
  func answers() async throws -> [String: RegistryAnswer] {
    let text = try await scripts.run(
      "source ./registry.sh; registry_answers questions.json", credentials)
    do {
      return try JSONDecoder().decode([String: Answer].self, from: text).mapValues(\.value)
    } catch {
      throw CommandError("the answers of the registry cannot be read: \(error)")
    }
  }
}

/// One answer as registry.jq writes it.
private struct Answer: Decodable {
  let value: RegistryAnswer

  private enum Key: CodingKey { case status, digest, bases, run, reason }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    switch try fields.decode(String.self, forKey: .status) {
    case "present":
      // Anybody can write annotations: what does not look like wfgen's counts as none.
      value = .present(
        .init(
          digest: try fields.decode(String.self, forKey: .digest),
          bases: try? fields.decode([String: String].self, forKey: .bases),
          run: try? fields.decode(String.self, forKey: .run)))
    case "absent": value = .absent
    default: value = .unknown(try fields.decode(String.self, forKey: .reason))
    }
  }
}
