import Linting
import SourceText

/// Small repositories for tests about the steps of jobs.
enum Steps {
  static let buildx = "- uses: docker/setup-buildx-action@v4"
  static let checkout = "- uses: actions/checkout@v7"
  static let login = """
    - uses: docker/login-action@v4
      with: {registry: ghcr.io, username: acme, password: '${{ secrets.GITHUB_TOKEN }}'}
    """

  /// A step of `docker/build-push-action` with inputs in flow style.
  static func build(_ inputs: String) -> String {
    "- uses: docker/build-push-action@v7\n  with: {\(inputs)}"
  }

  /// A workflow of one job with steps.
  static func workflow(
    _ steps: String..., on: String = "push", job: String = "runs-on: ubuntu-24.04", top: String = ""
  ) -> String {
    "on: \(on)\n\(top)\njobs:\n" + Self.job("a", steps, job: job)
  }

  /// A job with steps.
  static func job(
    _ id: String, _ steps: [String], job: String = "runs-on: ubuntu-24.04"
  ) -> String {
    let lines = job.split(separator: "\n").map { "    " + $0 }
    let steps = steps.flatMap { $0.split(separator: "\n") }.map { "      " + $0 }
    return "  \(id):\n" + (lines + ["    steps:"] + steps).joined(separator: "\n") + "\n"
  }

  /// How often a rule speaks about workflows and other files.
  static func count(
    _ rule: String, _ workflows: String..., files: KeyValuePairs<String, String> = [:],
    slug: String? = nil
  ) -> Int {
    var all = workflows.enumerated().map { position, text in
      SourceFile(name: ".github/workflows/\(position).yml", text: text)
    }
    all += files.map { SourceFile(name: $0.key, text: $0.value) }
    let rules = Rule.all.filter { $0.id == rule }
    return lint(RepositoryView(files: all, slug: slug), rules: rules).count
  }
}
