internal import ArgumentParser
internal import BuildGraph
internal import Manifest
internal import Reporting
internal import SourceText

/// `wfgen graph`.
struct Graph: ConsoleCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph",
    abstract: "Show what builds on what, in which order, and how long it takes.",
    discussion: """
      Levels with the dependency that placed each image, tiers, the tree with minutes and \
      consumers, the critical path, what runs in parallel, and the time that this saves. Minutes \
      come from the manifest; where an image states none, totals are unknown.

      With --inferred the graph is read off the workflows and the Dockerfiles alone, with the \
      evidence for each edge; no manifest is needed, and one that is there is compared with it.

      EXAMPLES
        wfgen graph
        wfgen graph --inferred                    what the workflows build today
        wfgen graph --timed                       leave out what states no minutes
        wfgen graph --format mermaid              a diagram for a Markdown page
        wfgen graph --format dot | dot -Tsvg
      """)

  @OptionGroup var repository: RepositoryOptions
  @Option(help: "text, json, mermaid or dot.") var format = GraphFormat.text
  @Flag(help: "Only show images and tasks that state their minutes.") var timed = false

  @Flag(help: "Show the graph that workflows and Dockerfiles describe.") var inferred = false

  func run(_ console: Console) async throws -> Outcome {
    let tree = try repository.tree()
    if inferred { return infer(in: tree, console) }
    let loaded = try repository.load(tree)
    let report = OutputOptions.standard
    report.explain(loaded.problems, in: tree, console)
    // Without its registry, nothing says which references are own images.
    guard let project = loaded.project, project.manifest.isRegistryKnown else { return .unusable }
    var graph = project.graph
    if timed {
      graph = graph.restricted(to: Set(graph.nodes.filter { $0.duration != nil }.map(\.id)))
    }
    let shown = GraphReport(
      graph, tiers: project.manifest.tiers.map(\.name.value), caps: project.caps)
    let options = ReportOptions(palette: console.outputHasColor ? .ansi : .plain)
    console.output(format.render(shown, options: options))
    return report.outcome(of: loaded.problems)
  }
}
