import SourceText
import YAML

extension LegReader {
  /// Reads a step that uses `docker/bake-action`.
  ///
  /// Inputs: the README of that action. It reads the definition from Git, or from the directory
  /// that `source` names.
  mutating func readBake(_ step: Step) {
    func list(_ name: String) -> [PartialText] {
      scope.resolve(step.input(name)).text.split { $0 == "\n" || $0 == "," }
    }
    var options = DockerCommand.Bake()
    // What `docker/metadata-action` writes replaces the tags of one target.
    let written = metadataSteps(namedIn: step.input("files")?.text ?? "")
    options.files = list("files").filter { written.isEmpty || $0.isKnown }
    options.targets = list("targets")
    options.overrides = scope.resolve(step.input("set")).text.split { $0 == "\n" }
    let source = scope.resolve(step.input("source")).text
    let workdir = scope.resolve(step.input("workdir")).text
    let isLocal = source.isKnown && !Self.isRemote(source.pattern)
    let root =
      isLocal && workdir.isKnown
      ? RepositoryPath.join("", source.pattern.isEmpty ? workdir.pattern : source.pattern) : nil
    var set = root.flatMap { bakeSet(of: options.files, in: $0) }
    for id in written {
      let tags = (scope.outputs[id]?["tags"] ?? .unknown).split { $0 == "\n" }
      set?.add(
        "target", "docker-metadata-action",
        [("tags", .value(.list((tags.isEmpty ? [.unknown] : tags).map { .text($0) })))],
        SourceLocation(self.source, step.named.range))
    }
    var conditions = conditions(of: step)
    let push = scope.resolve(step.input("push")).text
    if push.text == nil {
      conditions.require(step.input("push")?.text, leg: place.innermostLeg, call: frame?.id)
    }
    note(
      set.flatMap { targets(options, of: $0) }, in: root, at: step.named.range,
      isPushed: !["", "false"].contains(push.text), isBaked: true, if: conditions)
  }

  /// The ids of the steps whose output `bake-file` a text names.
  private func metadataSteps(namedIn text: String) -> [String] {
    var ids: [String] = []
    for part in text.split(separator: "steps.").dropFirst() {
      let path = part.split(separator: ".", maxSplits: 2)
      if path.count == 3, path[1] == "outputs", path[2].hasPrefix("bake-file") {
        ids.append(String(path[0]))
      }
    }
    return ids
  }
}
