public import ArgumentParser
public import Reporting

/// What `status` and `wait` are asked about, and how they answer.
struct ProgressOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "The images, with all that they are built on; every image when none is named.",
      valueName: "image"))
  var images: [String] = []

  @Option(help: ArgumentHelp("The commit to look at.", valueName: "commit"))
  var ref = "HEAD"

  @Option(help: "How the result is shown: text or json.")
  var format = ProgressFormat.text

  @Option(help: ArgumentHelp("How long to wait at most, in minutes.", valueName: "minutes"))
  var timeout = 60

  func validate() throws {
    if !(0...Self.longest).contains(timeout) {
      throw ValidationError("--timeout is \(timeout), outside of 0 to \(Self.longest) minutes")
    }
  }

  /// A day.
  private static let longest = 1440
}

extension ProgressFormat: ExpressibleByArgument {}
