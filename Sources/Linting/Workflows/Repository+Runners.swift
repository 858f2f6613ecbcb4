import YAML

extension Repository {
  /// Where the innermost job of a place runs; `nil` when that cannot be told.
  func runner(at place: Place) -> Runner? {
    let runners = innermostJob(at: place).job.runners
    // A job that names its runner without a matrix has one for all combinations.
    if runners.count == 1 { return runners[0] }
    return runners.indices.contains(place.innermostLeg) ? runners[place.innermostLeg] : nil
  }

  /// The label of the Linux machine of GitHub's that runs a job; `nil` for any other machine, for a
  /// job in a container, and when it cannot be told.
  func hostedLinux(at place: Place) -> String? {
    guard innermostJob(at: place).job.body["container"] == nil, let runner = runner(at: place),
      runner.isHostedLinux
    else { return nil }
    return runner.labels[0]
  }
}
