public import SourceText

/// A tag that a workflow moves by means that rules do not see, such as a script.
public struct TagClaim: Sendable {
  /// The tag in full, as in `ghcr.io/acme/base:latest`.
  public var reference: String
  /// The name of the workflow that moves it.
  public var workflow: String
  /// Where it is decided that it does.
  public var location: SourceLocation

  /// Creates a claim.
  public init(_ reference: String, of workflow: String, at location: SourceLocation) {
    self.reference = reference
    self.workflow = workflow
    self.location = location
  }
}

extension Repository {
  /// Jobs that publish a tag which a claim is for, each tag of a job once.
  func taken(_ claims: [TagClaim]) -> [Diagnostic] {
    let byReference = Dictionary(
      claims.map { ($0.reference, $0) }, uniquingKeysWith: { first, _ in first })
    var seen: Set<[String]> = []
    return effects.writes.compactMap { write in
      let workflow = workflows[write.place.workflow]
      let job = workflow.jobs[write.place.job].id
      guard let claim = byReference[write.reference],
        seen.insert([workflow.file.name, job, write.reference]).inserted
      else { return nil }
      return Diagnostic(
        "taken-tag", .warning,
        "'\(write.reference)' is moved by the generated workflow '\(claim.workflow)', too: this push "
          + "puts an image there that the chain does not know, until the next run moves the tag back",
        at: SourceLocation(workflow.file, write.range),
        labels: [Diagnostic.Label("the image that it is a tag of", at: claim.location)],
        help: "push another tag here, or let this workflow alone build the image and name it under "
          + "'built-by'")
    }
  }
}
