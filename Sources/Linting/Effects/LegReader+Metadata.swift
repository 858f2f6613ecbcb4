import YAML

extension LegReader {
  /// Remembers the tags that a step of `docker/metadata-action` makes.
  ///
  /// Only those stated as `type=raw,value=…` are known; all others are computed in the run.
  mutating func readMetadata(_ step: Step) {
    guard let id = step.id, let images = step.input("images") else { return }
    let names = scope.resolve(images).text.split { $0 == "\n" || $0 == "," }
    guard names.allSatisfy({ !$0.pattern.contains("=") }) else { return }
    let lines = scope.resolve(step.input("tags")).text.split { $0 == "\n" }
    var tags = Set(lines.map { step.input("flavor") == nil ? Self.rawTag($0) : .unknown })
    if tags.isEmpty { tags = [.unknown] }
    let references = names.flatMap { name in tags.map { name.pattern + ":" + $0.pattern } }
    scope.outputs[id] = ["tags": PartialText(pattern: references.sorted().joined(separator: "\n"))]
  }

  private static func rawTag(_ line: PartialText) -> PartialText {
    let fields = line.split { $0 == "," }.map(\.assignment)
    let isRaw = fields.allSatisfy { ["type", "value", "priority"].contains($0.name.text) }
    guard isRaw, fields.contains(where: { $0.name.text == "type" && $0.value?.text == "raw" }),
      let value = fields.last(where: { $0.name.text == "value" })?.value,
      !value.pattern.contains("{{")
    else { return .unknown }
    return value
  }
}
