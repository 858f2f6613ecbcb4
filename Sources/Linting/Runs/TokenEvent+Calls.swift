extension TokenEvent {
  /// The event that a call of GitHub's interface sends to this repository; `nil` when it sends none,
  /// or one whose type is not written out.
  ///
  /// Source: GitHub REST API, "Create a repository dispatch event".
  ///
  /// - Parameters:
  ///   - words: The words of the command, those that are not known `nil`.
  ///   - call: The command as it is written.
  static func event(sentBy words: [String?], _ call: ArraySlice<UInt8>) -> Kind? {
    guard words.first == "curl" || words.prefix(2).elementsEqual(["gh", "api"]) else { return nil }
    let text = String(decoding: call, as: UTF8.self)
    let dense = text.filter { !$0.isWhitespace }
    guard ownAddresses.contains(where: { dense.contains("repos/\($0)/dispatches") }),
      let start = text.firstRange(of: "event_type")?.upperBound
    else { return nil }
    // It is `event_type=name` or a member of an object, with quotes of the shell around or not.
    let value = text[start...].drop { "\\\"'=: ".contains($0) }
    let type = value.prefix { !"\\\"',}".contains($0) && !$0.isWhitespace }
    guard !type.isEmpty, !type.contains("$") else { return nil }
    return .repositoryDispatch(type: String(type))
  }

  /// What stands for the repository of the run in an address.
  private static let ownAddresses = [
    "$GITHUB_REPOSITORY", "${GITHUB_REPOSITORY}", "${{github.repository}}", "{owner}/{repo}",
  ]
}
