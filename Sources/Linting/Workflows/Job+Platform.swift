import Dockerfiles
import YAML

extension Repository {
  /// What the machine of a job runs; `nil` when that is not one of GitHub's with Linux.
  ///
  /// The labels are those of docs "GitHub-hosted runners".
  func runnerPlatform(of place: Place) -> Platform? {
    let place = place.innermost
    let job = workflows[place.workflow].jobs[place.job]
    guard let node = job.body["runs-on"], node.kind == .scalar else { return nil }
    // Most jobs name their runner without a matrix.
    let isFixed = node.text.map { !$0.contains("${{") } ?? false
    let legs = isFixed ? [] : MatrixLeg.all(of: job)
    guard isFixed || legs.indices.contains(place.leg) else { return nil }
    let leg = isFixed ? MatrixLeg(values: nil) : legs[place.leg]
    let scope = ValueScope(environments: [], leg: leg, slug: view.slug)
    guard let label = scope.resolve(node).text.text, label.hasPrefix("ubuntu-") else { return nil }
    let version = label.dropFirst("ubuntu-".count)
    let number = version.hasSuffix("-arm") ? version.dropLast("-arm".count) : version
    let isNumber = number.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
    guard isNumber || version == "latest" || version == "slim" else { return nil }
    return Platform(architecture: version.hasSuffix("-arm") ? "arm64" : "amd64")
  }
}

extension Job {
  /// Whether the combinations of its matrix run one after the other, in their order.
  var runsOneByOne: Bool { body["strategy"]?["max-parallel"]?.text == "1" }
}
