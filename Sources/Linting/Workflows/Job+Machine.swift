import SourceText
import YAML

extension Repository {
  /// The label of the standard Linux machine of GitHub's that runs a job; `nil` for any other
  /// machine, for a job in a container, and when it cannot be told.
  ///
  /// Source: GitHub docs, "GitHub-hosted runners", standard runners.
  func hostedLinux(at place: Place) -> String? {
    let job = workflows[place.workflow].jobs[place.job]
    guard job.body["container"] == nil, let node = job.body["runs-on"] else { return nil }
    let labels = node.kind == .sequence ? Array(node.items) : [node]
    guard labels.count == 1, let text = labels[0].text else { return nil }
    var label = text
    if text.contains("${{") {
      let legs = MatrixLeg.all(of: job)
      guard legs.indices.contains(place.leg) else { return nil }
      let scope = ValueScope(environments: [], leg: legs[place.leg], slug: nil)
      guard let known = scope.substitute(text).text.text else { return nil }
      label = known
    }
    let standard = [
      "ubuntu-latest", "ubuntu-22.04", "ubuntu-24.04", "ubuntu-26.04", "ubuntu-22.04-arm",
      "ubuntu-24.04-arm", "ubuntu-26.04-arm",
    ]
    return standard.first { $0 == label.lowercased() }
  }

  /// The step at a place; `nil` when there is none.
  func step(at place: Place) -> Step? {
    let steps = workflows[place.workflow].jobs[place.job].body["steps"]?.items
    guard let steps, steps.indices.contains(place.step) else { return nil }
    return Step(body: steps[place.step])
  }

  /// The file of a place.
  func file(at place: Place) -> SourceFile { workflows[place.workflow].file }
}
