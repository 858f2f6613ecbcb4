public import SourceText

/// Everything that rules say about a repository, in the order of output.
///
/// Each file is read once. A file that is not YAML gives its own diagnostics and stays out of the
/// rest. `# wfgen: ignore[rule-id] reason` on the line of a finding, or above it, silences it.
///
/// - Parameter claims: tags that somebody moves by means that rules do not see.
public func lint(
  _ view: RepositoryView, claims: [TagClaim] = [], rules: [Rule] = Rule.standard
) -> [Diagnostic] {
  let run = LintRun(Repository(view), rules: rules)
  return run.settled((0..<run.count).flatMap { run.part($0) } + run.repository.taken(claims))
}

/// The same on all processors. What is found, and its order, do not depend on their number.
public func lintConcurrently(
  _ view: RepositoryView, claims: [TagClaim] = [], rules: [Rule] = Rule.standard
) async -> [Diagnostic] {
  let files = view.workflows.sorted { $0.name < $1.name }
  let workflows = await concurrently(files.count) { WorkflowFile(parsing: files[$0]) }
  let run = LintRun(Repository(view, workflows: workflows), rules: rules)
  let found = await concurrently(run.count) { run.part($0) }
  return run.settled(found.flatMap(\.self) + run.repository.taken(claims))
}

/// The answers for the numbers from 0 on, in their order.
///
/// Each of a few tasks takes every so-manieth number: long and short ones lie beside each other.
private func concurrently<Answer: Sendable>(
  _ count: Int, _ body: @escaping @Sendable (Int) -> Answer
) async -> [Answer] {
  let width = 8
  return await withTaskGroup(of: [(Int, Answer)].self) { group in
    for first in 0..<min(width, count) {
      group.addTask { stride(from: first, to: count, by: width).map { ($0, body($0)) } }
    }
    var answers: [Answer?] = Array(repeating: nil, count: count)
    for await part in group {
      for (number, answer) in part { answers[number] = answer }
    }
    return answers.compactMap(\.self)
  }
}
