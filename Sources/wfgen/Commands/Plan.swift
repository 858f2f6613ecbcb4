internal import ArgumentParser
internal import BuildGraph
internal import Generation
internal import Manifest
internal import Reporting
internal import SourceText

/// `wfgen plan`.
struct Plan: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show what a change has built and run again, and why.",
    discussion: """
      Compares the work tree with a commit, or takes the changed files as given. Shows per level \
      which images and tasks are affected, the content tag before and after, the way back to the \
      file, and which workflows a push will start.

      EXAMPLES
        wfgen plan                                  what is not committed yet
        wfgen plan --since origin/main
        wfgen plan --changed requirements.txt src/app.py
        wfgen plan --tags                           the content tag of every image
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var report: OutputOptions
  @Option(help: ArgumentHelp("The commit to compare with.", valueName: "commit"))
  var since: String?
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Changed files, relative to the repository.", valueName: "file"))
  var changed: [String] = []
  @Flag(help: "Only print the content tag of every image of the work tree.") var tags = false

  func validate() throws {
    if since != nil, !changed.isEmpty {
      throw ValidationError("--since and --changed cannot be given together")
    }
  }

  func run(_ console: Console) async throws -> Outcome {
    let tree = try repository.tree()
    guard let project = try repository.load(tree).usable(report, console) else { return .unusable }
    let pipeline = Pipeline(project)
    let git = try await Git.around(tree.root)
    if git == nil {
      console.error("note: this is no git repository, so files that .gitignore names count too\n")
    }
    if !changes(from: tree, to: pipeline.files()).allSatisfy(\.isCurrent) {
      console.error("note: the generated files are not up to date: run 'wfgen generate' first\n")
    }
    let new = try await git?.filesOfWorkTree() ?? tree.plainFiles()
    let newTags = try tagsOf(pipeline, new)
    if tags {
      console.output(PlanReport.tags(newTags, of: project, report.format))
      return .clean
    }
    let plan: ChangePlan
    if !changed.isEmpty {
      // What the files will hold is not known, so neither are the tags afterwards.
      plan = pipeline.plan(
        changed: try changed.flatMap { try files(named: $0, among: new, console) }, from: newTags)
    } else {
      guard let git else {
        throw CommandError(
          "this is no git repository, so nothing says what changed",
          help: "name the files: wfgen plan --changed FILE")
      }
      let old = try await git.files(of: since ?? "HEAD")
      // By the manifest and the Dockerfiles of that commit: a change of these counts, too.
      let oldTags = try await git.tagsOfImages(in: old)
      plan = pipeline.plan(changed: Git.changed(from: old, to: new), from: oldTags, to: newTags)
    }
    console.output(PlanReport(plan: plan, pipeline: pipeline).rendered(report.format))
    return .clean
  }

  private func tagsOf(_ pipeline: Pipeline, _ files: [TreeEntry]) throws
    -> [String: ContentTag]
  {
    do {
      return try contentTags(of: pipeline.data(), in: files)
    } catch {
      throw CommandError("\(error)", help: "commit or add the file, or mend the manifest")
    }
  }

  /// The file, or all files of the directory. One that is not there may be a deleted one.
  private func files(named path: String, among files: [TreeEntry], _ console: Console) throws
    -> [String]
  {
    guard let path = RepositoryPath.clean(path) else {
      throw CommandError(
        "'\(path)' leaves the repository", help: "write it relative to the repository's root")
    }
    let names = files.map { String(decoding: $0.path, as: UTF8.self) }
    if names.contains(path) { return [path] }
    let inside = names.filter { path == "." || $0.hasPrefix(path + "/") }
    if inside.isEmpty { console.error("note: there is no file '\(path)' now\n") }
    return inside.isEmpty ? [path] : inside
  }
}
