/// Something in a workflow file that this model of GitHub does not know.
///
/// It ends the test: what is not modelled must not pass in silence.
public struct Unsupported: Error, CustomStringConvertible {
  /// What it is, and where.
  public let description: String

  /// Says what is not known.
  public init(_ description: String) {
    self.description = description
  }
}
