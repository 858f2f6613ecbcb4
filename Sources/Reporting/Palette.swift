/// The colours of a report. Whether there are any is decided by the caller, who knows where the text
/// goes and what `NO_COLOR` says.
public struct Palette: Hashable, Sendable {
  /// What a piece of text is.
  enum Role: CaseIterable {
    case error, warning, info
    /// The message of a finding, a heading.
    case title
    /// Line numbers, arrows and bars.
    case frame
    /// The underline and the text of a label.
    case label
    case help
    case added, removed, hunk
  }

  private let colours: [Role: String]

  /// No colours.
  public static let plain = Palette(colours: [:])

  /// Colours by ANSI escape sequences, from the eight that every theme defines.
  public static let ansi = Palette(colours: [
    .error: "1;31", .warning: "1;33", .info: "1;36", .title: "1", .frame: "34", .label: "36",
    .help: "1;36", .added: "32", .removed: "31", .hunk: "36",
  ])

  /// The text in the colour of its role.
  func paint(_ text: String, _ role: Role) -> String {
    guard let code = colours[role], !text.isEmpty else { return text }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }
}
