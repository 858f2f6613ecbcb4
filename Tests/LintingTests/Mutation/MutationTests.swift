import Linting
import SourceText
import Testing

@Suite("Correct workflows with one change")
struct MutationTests {
  private static let sets = ["chain": HandWritten.chain, "jobs": HandWritten.jobs]

  private static func files(_ name: String) -> [SourceFile] {
    (sets[name] ?? [:]).sorted { $0.key < $1.key }.map { SourceFile(name: $0.key, text: $0.value) }
  }

  private func serious(_ files: [SourceFile]) -> [Diagnostic] {
    lint(RepositoryView(files: files)).filter { $0.severity >= .warning }
  }

  @Test(arguments: ["chain", "jobs"])
  func areSilentWithoutIt(_ name: String) {
    let found = serious(Self.files(name))
    #expect(found.map { "\($0.location.file.name) \($0.rule): \($0.message)" } == [])
  }

  @Test(arguments: ["chain", "jobs"])
  func areFoundWithIt(_ name: String) {
    let mutants = Mutant.all(of: Self.files(name))
    let survivors = mutants.filter { serious($0.files).isEmpty }.map(\.label)
    let isHarmless = { (label: String) in Self.harmless.contains { label.hasSuffix($0.end) } }
    let harmless = survivors.filter(isHarmless)
    print(
      "\(name): \(mutants.count) mutants, \(mutants.count - survivors.count) found, "
        + "\(harmless.count) harmless")
    for label in survivors where !isHarmless(label) { Issue.record("\(label) is not found") }
  }

  /// Changes that do no harm, or none that the files tell, by the ends of their labels, each with
  /// the reason.
  private static let harmless: [(end: String, reason: String)] = [
    ("images.yml: without name", "no workflow waits for it"),
    ("images.yml: another name", "no workflow waits for it"),
    ("system.yml: without on.push", "people start it by hand"),
    ("system.yml: without on.workflow_dispatch", "pushes start it"),
    ("system.yml: without on.push.paths.3", "how images are built is no part of them"),
    (
      "without on.workflow_run.branches",
      "what is before runs on main unless a person wants otherwise"
    ),
    ("service.yml: without name", "no workflow waits for it"),
    ("service.yml: another name", "no workflow waits for it"),
    ("system.yml: without permissions", "every job states its own"),
    ("python.yml: without permissions", "every job states its own"),
    ("service.yml: without permissions", "every job states its own"),
    ("steps.0.with.persist-credentials", "the token lies in the checkout, which no image copies"),
    ("service.steps.3.with.push", "a build may be there to fill the cache"),
    ("service.steps.3.with.tags", "nobody in the repository takes it by the old name"),
    ("without on.push.paths", "more pushes start it than have to"),
    ("images.yml: without on.push.paths.4", "how images are built is no part of them"),
    ("images.yml: without permissions", "every job states its own"),
    ("without concurrency.cancel-in-progress", "false is the default"),
    ("steps.0.with", "the token lies in the checkout, which none of the images copies"),
    ("steps.3.timeout-minutes", "how long a build takes is not known, and the job has its limit"),
    ("services.needs.0", "the other job that it needs waits for it"),
    ("services.strategy.max-parallel", "a wider matrix is only faster"),
    ("services.steps.3.with.push", "a build may be there to fill the cache"),
    ("services.steps.3.with.tags", "nobody in the repository takes it by the old name"),
    ("jobs.test", "a test that is not there fails nothing"),
    ("test.timeout-minutes", "how long a test takes is not known"),
    ("read for jobs.test.permissions.packages", "that is what stands there"),
    ("test.container", "the script may run on the machine itself, too"),
    ("test.container.image", "the script may run on the machine itself, too"),
    ("test.container.credentials", "the image may be one that everybody can read"),
    ("test.container.credentials.username", "GitHub asks for none that has a certain name"),
    ("test.container.credentials.password", "the image may be one that everybody can read"),
    ("test.steps", "a job of no steps does nothing"),
    ("test.steps.1", "a test that is not there fails nothing"),
  ]
}
