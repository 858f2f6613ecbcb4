import YAML

extension LegReader {
  /// Reads a step that uses `actions/checkout`.
  mutating func readCheckout(_ step: Step) {
    func input(_ name: String) -> PartialText? {
      step.input(name).map { scope.resolve($0).text }
    }
    let checkout = Checkout(
      repository: input("repository"), ref: input("ref"), path: input("path"))
    if checkout.path != nil || checkout.repository != nil { isRepositoryAtRoot = false }
    note(.checkOut(checkout), at: step.named.range, if: conditions(of: step))
  }

  /// Reads a step that uses `docker/login-action`, which logs in to Docker Hub unless told
  /// otherwise.
  mutating func readLogin(_ step: Step) {
    var registry = scope.resolve(step.input("registry")).text
    if registry.pattern.isEmpty { registry = PartialText(pattern: "docker.io") }
    note(.login(registry), at: step.named.range, if: conditions(of: step))
  }

  /// Reads a step that uses `docker/setup-buildx-action`, whose default driver is
  /// `docker-container`.
  mutating func readBuilderSetup(_ step: Step) {
    var driver = scope.resolve(step.input("driver")).text
    if driver.pattern.isEmpty { driver = PartialText(pattern: "docker-container") }
    note(.setUpBuilder(driver: driver), at: step.named.range, if: conditions(of: step))
  }
}

extension Step {
  /// What names the action or the script best.
  var named: Node { body["uses"] ?? body["run"] ?? body }
}
