internal import SourceText
internal import YAML

extension WorkflowCheck {
  /// References to reusable workflows that cannot be any.
  ///
  /// Source: GitHub docs, "Workflow syntax", `jobs.<job_id>.uses`; changelog of 30 July 2026 for
  /// `$/`.
  @Sendable static func calls(_ root: Node) -> [SchemaProblem] {
    jobs(root).compactMap { job in
      guard let uses = job.value["uses"], let text = uses.text, !text.isEmpty,
        !text.holdsExpression, let help = fault(of: text)
      else { return nil }
      return SchemaProblem(
        .invalidReference, "'\(text)' is no reference to a workflow", at: uses.range, help: help)
    }
  }

  private static func fault(of text: String) -> String? {
    if text.hasPrefix("./") || text.hasPrefix("$/") {
      return text.contains("@")
        ? "a workflow of this repository is always the one of the same commit: leave '@…' out" : nil
    }
    let halves = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let parts = halves[0].split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count == 2, !halves[1].isEmpty, parts.count >= 3, !parts.contains("") else {
      return "write 'owner/repository/.github/workflows/file.yml@ref', or './.github/workflows/…'"
    }
    return nil
  }
}
