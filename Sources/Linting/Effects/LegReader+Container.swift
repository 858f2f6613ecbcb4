import SourceText
import YAML

extension LegReader {
  /// Notes the images that the job itself and its services run in.
  ///
  /// The runner pulls them before the first step.
  mutating func readContainers() {
    var conditions = frame?.conditions ?? Conditions()
    require(job.body["if"], in: &conditions)
    // Expressions there know no `env`.
    var outer = scope
    outer.environments = []
    for image in job.containerImages {
      let name = outer.resolve(image).text
      if !name.pattern.isEmpty { note(.run(name), at: image.range, if: conditions) }
    }
  }
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
