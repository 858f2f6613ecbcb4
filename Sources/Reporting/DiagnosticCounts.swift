public import SourceText

/// How many findings there are of each severity, and in how many files.
public struct DiagnosticCounts: Hashable, Sendable, CustomStringConvertible {
  /// The number of errors.
  public private(set) var errors = 0
  /// The number of warnings.
  public private(set) var warnings = 0
  /// The number of findings that are merely worth knowing.
  public private(set) var infos = 0
  /// The number of files with findings.
  public let files: Int

  /// Counts findings.
  public init(_ diagnostics: [Diagnostic]) {
    for diagnostic in diagnostics {
      switch diagnostic.severity {
      case .error: errors += 1
      case .warning: warnings += 1
      case .info: infos += 1
      }
    }
    files = Set(diagnostics.map(\.location.file.name)).count
  }

  /// `2 errors, 1 warning in 3 files`, or `no findings`.
  public var description: String {
    let parts = [(errors, "error"), (warnings, "warning"), (infos, "info")]
      .filter { $0.0 > 0 }
      .map { counted($0.0, $0.1) }
    guard !parts.isEmpty else { return "no findings" }
    return "\(parts.joined(separator: ", ")) in \(counted(files, "file"))"
  }
}
