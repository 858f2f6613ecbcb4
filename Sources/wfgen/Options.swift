public import ArgumentParser
internal import FoundationEssentials
internal import Generation
internal import Linting
internal import Manifest
public import Reporting
public import SourceText

/// Which repository a command works on.
struct RepositoryOptions: ParsableArguments {
  @Option(
    name: [.customShort("C"), .customLong("directory")],
    help: ArgumentHelp("The repository to work on.", valueName: "directory"))
  var stated: String?

  /// The directory that the command was called for.
  var directory: String { stated ?? "." }

  /// The manifest's place in every repository.
  static let manifestPath = "wfgen.yml"

  /// The files of the repository around the directory.
  func tree() throws(CommandError) -> WorkTree { WorkTree.containing(try path()) }

  /// The directory, absolute.
  func path() throws(CommandError) -> String {
    let manager = FileManager.default
    let path = Self.absolute(directory, from: manager.currentDirectoryPath)
    var isDirectory = false
    guard !directory.isEmpty, manager.fileExists(atPath: path, isDirectory: &isDirectory),
      isDirectory
    else {
      throw CommandError("there is no directory '\(directory)'")
    }
    return path
  }

  /// A path as seen from a directory, without `.`, `..` and a slash at its end.
  static func absolute(_ path: String, from directory: String) -> String {
    let base = path.hasPrefix("/") ? "" : directory + "/"
    let whole = URL(filePath: base + path).standardized.path(percentEncoded: false)
    return whole.count > 1 && whole.hasSuffix("/") ? String(whole.dropLast()) : whole
  }

  /// The manifest and what the Dockerfiles say to it.
  ///
  /// Throws when there is no manifest.
  func load(_ tree: WorkTree) throws -> LoadedProject {
    guard let file = tree.read(Self.manifestPath) else {
      throw CommandError.missingManifest(in: tree)
    }
    return load(file, from: tree, in: tree)
  }

  /// The same from what is staged in the repository of a tree.
  func load(_ staged: StagedTree, in tree: WorkTree) throws -> LoadedProject {
    guard let file = staged.read(Self.manifestPath) else {
      guard tree.read(Self.manifestPath) != nil else {
        throw CommandError.missingManifest(in: tree)
      }
      throw CommandError(
        "\(Self.manifestPath) is not staged, so a commit would have no manifest",
        help: "git add \(Self.manifestPath)")
    }
    return load(file, from: staged, in: tree)
  }

  private func load(_ file: SourceFile, from files: some FileTree, in tree: WorkTree)
    -> LoadedProject
  {
    let (manifest, problems) = Manifest.read(file)
    guard let manifest else {
      return LoadedProject(tree: tree, project: nil, problems: problems.sorted())
    }
    let project = Project(manifest, in: files)
    return LoadedProject(
      tree: tree, project: project, problems: (problems + project.diagnostics).sorted())
  }

  /// The finding that the manifest does not lie at the root of its git repository; a remark when
  /// the directory was named.
  func misplacement(of manifest: SourceFile, in tree: WorkTree) -> [Diagnostic] {
    [tree.misplacement(of: manifest, isStated: stated != nil)].compactMap(\.self)
  }
}

/// A project with every problem that was met on the way to it.
struct LoadedProject {
  /// Where it was found.
  var tree: WorkTree
  /// The project; `nil` when the manifest could not be read.
  var project: Project?
  /// The problems, sorted.
  var problems: [Diagnostic]

  /// The repository on GitHub, `owner/name`, when the manifest says which it is.
  var slug: String? {
    guard let manifest = project?.manifest, manifest.isRepositoryKnown else { return nil }
    return manifest.repository.value
  }

  /// The project, when nothing forbids to work with it; otherwise prints what does.
  func usable(_ report: OutputOptions, _ console: Console) -> Project? {
    guard let project, !problems.contains(where: { $0.severity == .error }) else {
      report.explain(problems, in: tree, console)
      return nil
    }
    report.explain(problems, in: tree, console)
    return project
  }
}

/// How findings are shown.
struct OutputOptions: ParsableArguments {
  @Option(help: "How findings are shown: text, oneline, json, sarif or github.")
  var format = DiagnosticFormat.text

  @Option(help: "The least severity that makes the exit code 1: info, warning or error.")
  var failOn = Severity.error

  /// As a command without options shows them.
  static let standard: OutputOptions = {
    var options = OutputOptions()
    (options.format, options.failOn) = (.text, .error)
    return options
  }()

  /// Writes findings as the command's result. What others are the cause of, people read after
  /// these; programs get all of them in the order of files.
  ///
  /// - Parameter rules: those that were asked, for `sarif`.
  func print(
    _ findings: [Diagnostic], then consequences: [Diagnostic] = [], in tree: WorkTree,
    rules: [Rule] = Rule.standard, _ console: Console
  ) {
    let parts =
      format == .text
      ? [findings, consequences].filter { !$0.isEmpty } : [findings + consequences]
    let texts = parts.map {
      rendered($0, in: tree, rules: rules, console, hasColor: console.outputHasColor)
    }
    console.output(texts.joined(separator: "\n"))
    if format == .text { console.error("\(DiagnosticCounts(findings + consequences))\n") }
  }

  /// Writes findings that accompany another result.
  func explain(_ findings: [Diagnostic], in tree: WorkTree, _ console: Console) {
    guard !findings.isEmpty else { return }
    console.error(
      rendered(
        findings, in: tree, rules: Rule.standard, console, hasColor: console.errorHasColor))
  }

  private func rendered(
    _ findings: [Diagnostic], in tree: WorkTree, rules: [Rule], _ console: Console, hasColor: Bool
  ) -> String {
    var options = ReportOptions(
      palette: hasColor ? .ansi : .plain, tool: ToolInfo(version: Wfgen.version),
      rules: format == .sarif ? rules.map(RuleInfo.init) : [])
    if format == .github { options.prefix = tree.annotationPrefix(console.environment) }
    return format.render(findings, options: options)
  }

  /// How the findings make a command end.
  func outcome(of findings: [Diagnostic]) -> Outcome {
    findings.contains { $0.severity >= failOn } ? .findings : .clean
  }
}

extension RuleInfo {
  /// What a report says about a rule of hand-written workflows.
  fileprivate init(_ rule: Rule) {
    self.init(
      id: rule.id, summary: rule.summary, rationale: rule.rationale, severity: rule.severity,
      category: rule.category.rawValue, page: rule.source, markdown: RulePage(rule).markdown)
  }
}

extension DiagnosticFormat: ExpressibleByArgument {}
extension GraphFormat: ExpressibleByArgument {}
extension Severity: ExpressibleByArgument {}
