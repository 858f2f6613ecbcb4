import Dockerfiles
import SourceText
import YAML

extension Rule {
  /// Finds files that go into an image whose changes do not start the workflow that builds it.
  static let uncoveredInput = Rule(
    id: "uncovered-input",
    summary: "A file goes into an image, and no change of it starts the build.",
    rationale: """
      A workflow with a path filter runs for the paths in it alone. When the image is made of \
      other files too, such as a Dockerfile elsewhere or a shared directory, a change of these is \
      not built, and the registry keeps the image that was there.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpushpull_requestpull_request_targetpathspaths-ignore",
    severity: .warning,
    category: .paths,
    fixes: .never,
    example: Example(
      "a directory that several images share",
      bad: [
        ".github/workflows/api.yml": """
        on:
          push:
            ⟦paths⟧: [api/**]
        jobs:
          api:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - uses: docker/build-push-action@v7
                with: {context: ., file: api/Dockerfile}
        """,
        "api/Dockerfile": "FROM debian:12\nCOPY api /api\nCOPY common /common\n",
        "api/main.py": "\n",
        "common/log.py": "\n",
      ],
      good: [
        ".github/workflows/api.yml": """
        on:
          push:
            paths: [api/**, common/**]
        jobs:
          api:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - uses: docker/build-push-action@v7
                with: {context: ., file: api/Dockerfile}
        """,
        "api/Dockerfile": "FROM debian:12\nCOPY api /api\nCOPY common /common\n",
        "api/main.py": "\n",
        "common/log.py": "\n",
      ]),
    check: .repository { repository in
      guard let files = repository.files else { return [] }
      return UncoveredInputs(of: repository, files).findings
    })
}

/// The inputs of images that do not start their builds.
private struct UncoveredInputs {
  private let repository: Repository
  private let files: RepositoryFiles
  private let coverage: StartCoverage
  private let embedded: [EmbeddedFilters]
  /// The workflows that build and publish from a Dockerfile, by its path.
  private var builders: [String: Set<Int>] = [:]

  init(of repository: Repository, _ files: RepositoryFiles) {
    self.repository = repository
    self.files = files
    coverage = StartCoverage(of: repository)
    embedded = repository.workflows.map { EmbeddedFilters(of: $0, repository) }
    for build in repository.effects.builds {
      guard let dockerfile = build.dockerfile else { continue }
      builders[dockerfile, default: []].insert(build.place.workflow)
    }
  }

  /// One for each Dockerfile and filter.
  var findings: [Finding] {
    var seen: Set<[String]> = []
    return zip(repository.effects.builds, repository.buildFiles).compactMap { build, files in
      guard let files, let dockerfile = build.dockerfile else { return nil }
      let workflow = repository.workflows[build.place.workflow]
      let gate = embedded[build.place.workflow].gate(of: build, in: workflow)
      let names = gate?.entries.map(\.name).joined(separator: " ") ?? ""
      let key = [workflow.file.name, dockerfile, names, build.target?.text ?? ""]
      let filters = coverage.filters(of: build.place.workflow)
      // What is only tried in pull requests may be a part of the whole.
      guard !repository.leavesNoImage(build),
        gate != nil || filters?.contains(where: { $0.event == "push" }) ?? false,
        seen.insert(key).inserted
      else { return nil }
      return finding(build, files, dockerfile, gate)
    }
  }

  private func finding(
    _ build: ImageBuild, _ sources: BuildFiles, _ dockerfile: String,
    _ gate: FilterGate?
  ) -> Finding? {
    var missed: [(text: String, label: Diagnostic.Label?)] = []
    if files.isFile(dockerfile), !starts(dockerfile, build, gate) {
      missed.append((dockerfile, nil))
    }
    for input in sources.resolution.inputs {
      guard let path = uncovered(input, of: sources, build, gate) else { continue }
      guard !missed.contains(where: { $0.text == path }) else { continue }
      missed.append((path, Diagnostic.Label("it goes into the image here", at: input.location)))
    }
    for (path, place) in localContexts(of: build) where !missed.contains(where: { $0.text == path })
    {
      let paths = files.files(startingWith: path + "/").prefix(Self.most)
      guard !paths.isEmpty, paths.allSatisfy({ !starts($0, build, gate) }) else { continue }
      missed.append((path, Diagnostic.Label("it is a context of the build here", at: place)))
    }
    guard let first = missed.first else { return nil }
    let more = missed.count == 1 ? "" : " (and \(missed.count - 1) more)"
    let what =
      first.label == nil
      ? "the image is built with '\(first.text)'\(more)"
      : "'\(first.text)'\(more) goes into the image that '\(dockerfile)' describes"
    return Finding(
      "\(what), but a push that changes it alone does not start the build",
      at: place(of: build, gate),
      labels: missed.compactMap(\.label)
        + [Diagnostic.Label("the image is built here", at: repository.sourceLocation(of: build))],
      help: "add a pattern for it")
  }

  /// The directories of the repository that a build gets under names of their own.
  private func localContexts(of build: ImageBuild) -> [(String, SourceLocation)] {
    (build.contexts ?? [:]).values.compactMap { value in
      guard let text = value.text, !text.contains(":"),
        let path = RepositoryPath.join("", text), !path.isEmpty, files.isDirectory(path)
      else { return nil }
      return (path, repository.sourceLocation(of: build))
    }.sorted { $0.0 < $1.0 }
  }

  /// Where the filter is that lets nothing through.
  private func place(of build: ImageBuild, _ gate: FilterGate?) -> SourceLocation {
    if let entry = gate?.entries.first { return entry.location }
    let workflow = repository.workflows[build.place.workflow]
    let own = workflow.triggers.compactMap(\.pathFilter)
    if let filter = own.first(where: { $0.event == "push" }) ?? own.first {
      return workflow.location(filter.key)
    }
    return repository.sourceLocation(of: build)
  }

  /// Whether a change of a path starts some build from the same Dockerfile.
  private func starts(_ path: String, _ build: ImageBuild, _ gate: FilterGate?) -> Bool {
    if let gate, gate.covers(path) == false { return isBuiltElsewhere(path, build) }
    return coverage.covers(path, workflow: build.place.workflow) || isBuiltElsewhere(path, build)
  }

  /// Whether a push starts another workflow that builds from the same Dockerfile.
  private func isBuiltElsewhere(_ path: String, _ build: ImageBuild) -> Bool {
    guard let dockerfile = build.dockerfile else { return true }
    return (builders[dockerfile] ?? []).contains { other in
      other != build.place.workflow && coverage.covers(path, workflow: other)
        && repository.workflows[other].triggers.contains {
          $0.event == "push" || $0.event == "workflow_run"
        }
    }
  }

  /// What of an input does not start the build; `nil` when all of it does.
  private func uncovered(
    _ input: Resolution.Input, of sources: BuildFiles, _ build: ImageBuild,
    _ gate: FilterGate?
  ) -> String? {
    // The whole repository holds much that no image is made of.
    let literal = sources.literalPath(of: input)
    guard literal != "", input.pattern.value != nil else { return nil }
    // A text that is only read by people may be left out on purpose.
    if let literal, files.isFile(literal), literal.hasSuffix(".md") { return nil }
    let paths = sources.files(of: input, in: files)
    guard paths.count <= Self.most else { return nil }
    let taken = paths.filter { !sources.ignores($0) }
    let missed = taken.filter { !starts($0, build, gate) }
    guard !missed.isEmpty else { return nil }
    if missed.count == taken.count {
      return missed.allSatisfy { !Self.isPartOfProgram($0) && isExcluded($0, build) }
        ? nil : literal ?? missed[0]
    }
    return missed.first { path in
      Self.isPartOfProgram(path)
        && (LocalPackageReader.isManifest(path) || !isExcluded(path, build))
    }
  }

  /// Whether a pattern of the workflow says that a path does not matter.
  private func isExcluded(_ path: String, _ build: ImageBuild) -> Bool {
    coverage.filters(of: build.place.workflow)?.contains { $0.excludes(path) } ?? false
  }

  /// Whether a file is likely to make a difference to the image.
  private static func isPartOfProgram(_ path: String) -> Bool {
    let parts = path.lowercased().split(separator: "/")
    guard let name = parts.last else { return false }
    let texts = [
      ".md", ".rst", ".adoc", ".gitignore", ".dockerignore", ".gitkeep", ".editorconfig",
    ]
    let directories: Set<Substring> = [
      "test", "tests", "docs", "doc", "examples", "__tests__", ".github",
    ]
    return !texts.contains { name.hasSuffix($0) } && !name.hasPrefix("license")
      && !name.hasPrefix("dockerfile") && !name.hasSuffix(".dockerfile")
      && parts.dropLast().allSatisfy { !directories.contains($0) }
  }

  /// The most files of one input that are looked at.
  private static let most = 2000
}
