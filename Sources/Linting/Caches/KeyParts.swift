import YAML

/// What the key of a cache is made of.
struct KeyParts {
  /// The names in its expressions in lower case, as in `github.run_id`; `nil` for an expression that
  /// is more than a name.
  let names: [String?]

  init?(_ key: Node?) {
    guard let text = key?.text else { return nil }
    names =
      RunText(text, in: ValueScope(environments: [], leg: MatrixLeg(values: nil), slug: nil))
      .names
  }

  /// Whether it is the same in every run.
  var isConstant: Bool {
    names.allSatisfy { name in
      guard let name else { return false }
      return name.hasPrefix("matrix.")
        || [
          "runner.os", "runner.arch", "github.job", "github.workflow", "github.repository",
          "github.repository_owner",
        ].contains(name)
    }
  }

  /// The name of which each run has another value; `nil` when none is certain.
  var ofOneRun: String? {
    names.compactMap(\.self).first {
      ["github.run_id", "github.run_number", "github.run_attempt", "github.sha"].contains($0)
    }
  }
}
