import SourceText
import YAML

extension LegReader {
  /// Notes the images that the job itself and its services run in.
  ///
  /// The runner pulls them before the first step.
  mutating func readContainers() {
    var conditions = Conditions()
    conditions.require(job.body["if"]?.plainText, leg: place.leg)
    for image in job.containerImages {
      let name = scope.resolve(image).text
      if !name.pattern.isEmpty { note(.run(name), at: image.range, if: conditions) }
    }
  }

  /// Notes the image that `docker run` or `docker create` starts.
  mutating func noteRun(_ command: ShellCommand, at range: SourceRange, of step: Step) {
    var words = command.words.dropFirst()
    guard command.words.first?.text.text == "docker" else { return }
    if words.first?.text.text == "container" { words.removeFirst() }
    guard let verb = words.popFirst()?.text.text, verb == "run" || verb == "create" else { return }
    var conditions = conditions(of: step)
    if command.isConditional { conditions.requireUnknown(at: "\(place): \(range)") }
    while let word = words.popFirst() {
      // What an unknown word holds may be options or the image.
      guard !word.maySplit || word.text.pattern.unicodeScalars.first != PartialText.hole else {
        return note(.run(.unknown), at: range, if: conditions)
      }
      guard word.text.pattern.hasPrefix("-") else {
        note(.run(word.text), at: range, if: conditions)
        return
      }
      let (name, value) = word.text.assignment
      guard let option = name.text else { continue }
      let isShort = !option.hasPrefix("--")
      let isSwitch =
        isShort
        ? option.dropFirst().allSatisfy { "ditPq".contains($0) }
        : Self.switchesOfRun.contains(option)
      let isAttached =
        isShort && option.utf8.count > 2 && "evpuwlmhc".contains(option.dropFirst().prefix(1))
      if value == nil || isShort, !isSwitch, !isAttached { words = words.dropFirst() }
    }
  }

  /// The options of `docker run` without a value.
  private static let switchesOfRun: Set<String> = [
    "--rm", "--detach", "--interactive", "--tty", "--init", "--privileged", "--read-only",
    "--publish-all", "--quiet", "--no-healthcheck", "--oom-kill-disable", "--sig-proxy",
    "--disable-content-trust",
  ]
}

extension Job {
  /// The nodes that name the images of the job and of its services.
  var containerImages: [Node] {
    let services = body["services"]?.entries.map(\.value) ?? []
    return (([body["container"]] + services) as [Node?]).compactMap { container in
      container.flatMap { $0.kind == .scalar ? $0 : $0["image"] }
    }
  }
}
