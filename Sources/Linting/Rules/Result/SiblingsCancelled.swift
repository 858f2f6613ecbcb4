import SourceText
import YAML

extension Rule {
  /// Finds matrices of publishers of which one failure stops all others.
  static let siblingsCancelled = Rule(
    id: "siblings-cancelled",
    summary: "When one job of a matrix fails, the others are cancelled while they publish.",
    rationale: """
      'fail-fast' is true unless it is set to false: the first failure cancels every other job of \
      the matrix, wherever it is. Some images of one commit are then published and others are not.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstrategyfail-fast",
    severity: .warning,
    category: .result,
    fixes: .sometimes,
    example: Example(
      "two images that have nothing to do with each other",
      bad: """
        on: push
        jobs:
          image:
            runs-on: ubuntu-24.04
            timeout-minutes: 20
            strategy:
              ⟦matrix⟧:
                image: [api, worker]
            steps:
              - uses: docker/build-push-action@v7
                with:
                  context: ${{ matrix.image }}
                  push: true
                  tags: ghcr.io/acme/${{ matrix.image }}:latest
        """,
      good: """
        on: push
        jobs:
          image:
            runs-on: ubuntu-24.04
            timeout-minutes: 20
            strategy:
              fail-fast: false
              matrix:
                image: [api, worker]
            steps:
              - uses: docker/build-push-action@v7
                with:
                  context: ${{ matrix.image }}
                  push: true
                  tags: ghcr.io/acme/${{ matrix.image }}:latest
        """),
    check: .repository { repository in
      repository.workflows.indices.flatMap { position -> [Finding] in
        let workflow = repository.workflows[position]
        return workflow.jobs.enumerated().compactMap { index, job in
          guard let strategy = job.body["strategy"], strategy["fail-fast"] == nil,
            let entry = strategy.entry("matrix"), MatrixLeg.all(of: job).count > 1,
            repository.writesSeveralImages(index, in: position)
          else { return nil }
          let start = entry.key.range.start
          let lineStart =
            workflow.file.bytes[..<start].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
          let lead = workflow.file[SourceRange(lineStart, start)]
          let isBlock = strategy.style == .block && lead.allSatisfy { $0 == " " }
          return Finding(
            "when one of these jobs fails, GitHub cancels the others while they publish",
            at: workflow.location(entry.key), help: isBlock ? nil : "add 'fail-fast: false'",
            fixes: isBlock
              ? [
                Fix(
                  "Let the others end", .unsafe, [Edit(.at(start), "fail-fast: false\n\(lead)")])
              ] : [])
        }
      }
    })
}

extension Repository {
  /// Whether the jobs of a matrix move tags of different images.
  fileprivate func writesSeveralImages(_ job: Int, in workflow: Int) -> Bool {
    var references: Set<String> = []
    for case .write(let write) in effects.effects(ofJob: job, in: workflow).map(\.kind) {
      references.insert(effects.writes[write].reference)
      if references.count > 1 {
        let legs = Set(
          effects.writes.filter { $0.place.workflow == workflow && $0.place.job == job }.map(
            \.place.leg))
        return legs.count > 1
      }
    }
    return false
  }
}
