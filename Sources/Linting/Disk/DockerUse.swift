import SourceText
import YAML

/// What a job's steps do with Docker's store of images on their machine, in order.
struct DockerUse {
  /// What happens to an image.
  enum Kind: Hashable {
    /// It is brought onto the machine, from a registry or by a build.
    case get
    /// It is taken for something: run, pushed, tagged, saved, or built upon.
    case use
    /// It is run and goes on running, so nothing removes it.
    case keep
  }

  /// The position of the step.
  var position: Int
  /// What happens.
  var kind: Kind
  /// The image: its name as far as it is known, or else the word as it is written.
  var image: String
  /// What says so.
  var range: SourceRange
}

extension WorkflowFile {
  /// What the commands and actions of a job do with images on its machine.
  func dockerUses(of job: Job) -> [DockerUse] {
    var found: [DockerUse] = []
    // Without a builder of its own an action builds into the machine's store.
    let isPlain = !job.steps.contains { $0.action == "docker/setup-buildx-action" }
    for (position, step) in job.steps.enumerated() {
      guard step.action == "docker/build-push-action",
        isPlain || step.input("load")?.plainText == "true", let tags = step.input("tags")
      else { continue }
      for tag in (tags.text ?? "").split(whereSeparator: { $0 == "\n" || $0 == "," }) {
        found.append(
          DockerUse(
            position: position, kind: .get, image: Self.fullName(tag.filter { !$0.isWhitespace }),
            range: tags.range))
      }
    }
    for script in scripts(of: job, holding: ["docker "]) {
      for command in script.commands where command.name == "docker" {
        found += uses(of: command, in: script)
      }
    }
    return found.sorted { ($0.position, $0.range.start) < ($1.position, $1.range.start) }
  }

  private func uses(of command: ShellCommand, in script: StepScript) -> [DockerUse] {
    func make(_ kind: DockerUse.Kind, _ word: ShellCommand.Word?) -> [DockerUse] {
      guard let word else { return [] }
      let image = Self.fullName(script.written(word, of: command))
      return image.isEmpty || image.hasPrefix("-")
        ? []
        : [
          DockerUse(
            position: script.position, kind: kind, image: image, range: script.range(of: command))
        ]
    }
    var words = command.words.dropFirst()
    if words.first?.text.text == "image" || words.first?.text.text == "buildx" {
      words = words.dropFirst()
    }
    guard let verb = words.popFirst()?.text.text else { return [] }
    if verb == "compose" { return composeUse(words, of: command, in: script).map { [$0] } ?? [] }
    switch verb {
    case "pull": return make(.get, words.last)
    case "build":
      let sources = Self.values(of: ["--cache-from"], in: words).flatMap { make(.use, $0) }
      // A builder of its own, or a push, leaves nothing here.
      let isBuildx = command.starts(with: "docker", "buildx")
      guard !isBuildx || command.texts.contains("--load") else { return sources }
      return sources + Self.values(of: ["-t", "--tag"], in: words).flatMap { make(.get, $0) }
    case "push", "save", "inspect": return make(.use, words.last)
    case "tag": return make(.use, words.first)
    case "run", "create":
      let isDetached = command.hasOption("detach", "d")
      // The image stands behind options whose values are not told from it here.
      return words.flatMap { make(isDetached ? .keep : .use, $0) }
    default: return []
    }
  }

  /// What a command of `docker compose` does with the images of its file, all under one name.
  private func composeUse(
    _ words: ArraySlice<ShellCommand.Word>, of command: ShellCommand, in script: StepScript
  ) -> DockerUse? {
    let verbs: [String: DockerUse.Kind] = [
      "pull": .get, "build": .get, "up": .use, "run": .use, "push": .use,
    ]
    guard let kind = words.lazy.compactMap({ verbs[$0.text.text ?? ""] }).first else { return nil }
    let isDetached = command.hasOption("detach", "d")
    return DockerUse(
      position: script.position, kind: kind == .use && isDetached ? .keep : kind,
      image: "the images of compose", range: script.range(of: command))
  }

  /// A name in full where it can be told, so that short and long forms are the same.
  private static func fullName(_ image: String) -> String {
    guard !image.isEmpty, !image.hasPrefix("-"), !image.contains("$") else { return image }
    return ImageName(PartialText(pattern: image))?.reference ?? image
  }

  /// The words behind options.
  private static func values(
    of options: [String], in words: ArraySlice<ShellCommand.Word>
  ) -> [ShellCommand.Word] {
    zip(words, words.dropFirst()).compactMap { option, value in
      options.contains(option.text.text ?? "") ? value : nil
    }
  }
}

extension StepScript {
  /// A word as it is written, without quotes, unless all of it is known.
  fileprivate func written(_ word: ShellCommand.Word, of command: ShellCommand) -> String {
    if let text = word.text.text { return text }
    let bytes = Array(text.utf8)
    let next = command.words.first { $0.start > word.start }?.start ?? command.range.upperBound
    guard word.start < next, next <= bytes.count else { return "" }
    let raw = String(decoding: bytes[word.start..<next], as: UTF8.self)
    return raw.filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" && $0 != "\\" }
  }
}
