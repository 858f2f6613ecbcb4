import Dockerfiles
import SourceText
import Testing

/// Reads a Dockerfile from a text.
func dockerfile(_ text: String) -> Dockerfile {
  Dockerfile(parsing: SourceFile(name: "Dockerfile", text: text))
}

extension Resolution {
  /// Every external image as `kind value`, `?NAME` for what is unknown.
  var images: [String] {
    references.map { "\($0.kind.rawValue) \($0.value.shown)" }
  }

  /// Every input as `kind pattern`, `?NAME` for what is unknown.
  var files: [String] {
    inputs.map { "\($0.kind.rawValue) \($0.pattern.shown)" }
  }

  /// The ids of all findings.
  var rules: [String] { diagnostics.map(\.rule) }
}

extension Resolved {
  /// The value, or the name of what is missing behind a question mark.
  var shown: String {
    switch self {
    case .known(let value): "\(value)"
    case .unknown(let argument): "?\(argument)"
    }
  }
}

extension Dockerfile {
  /// The ids of all findings.
  var rules: [String] { diagnostics.map(\.rule) }
}

extension SourceText.SourceLocation {
  /// The text that is pointed at.
  var excerpt: String { file[range] }
}
