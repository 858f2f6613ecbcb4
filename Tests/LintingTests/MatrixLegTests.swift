import SourceText
import Testing
import YAML

@testable import Linting

@Suite("Combinations of a matrix")
struct MatrixLegTests {
  private func legs(_ matrix: String) -> [String]? {
    let text = "jobs:\n  a:\n    strategy:\n      matrix: \(matrix)\n"
    let workflow = WorkflowFile(parsing: SourceFile(name: "a.yml", text: text))
    let legs = workflow.jobs.first.map { MatrixLeg.all(of: $0) } ?? []
    guard legs.allSatisfy({ $0.values != nil }) else { return nil }
    return legs.map { leg in
      (leg.values ?? [:]).map { "\($0.key)=\($0.value.text ?? "?")" }.sorted()
        .joined(separator: " ")
    }
  }

  @Test func multipliesTheAxes() {
    #expect(legs("{a: [1, 2], b: [x, y]}") == ["a=1 b=x", "a=1 b=y", "a=2 b=x", "a=2 b=y"])
    #expect(legs("{a: []}") == [])
  }

  @Test func leavesOutWhatIsExcluded() {
    #expect(legs("{a: [1, 2], b: [x, y], exclude: [{a: 1, b: x}, {a: 2}]}") == ["a=1 b=y"])
  }

  /// The example of GitHub's "Workflow syntax", `jobs.<job_id>.strategy.matrix.include`.
  @Test func includesAsGitHubDoes() {
    let matrix = """
      {fruit: [apple, pear], animal: [cat, dog], include: [{color: green},
        {color: pink, animal: cat}, {fruit: apple, shape: circle}, {fruit: banana},
        {fruit: banana, animal: cat}]}
      """
    #expect(
      legs(matrix) == [
        "animal=cat color=pink fruit=apple shape=circle",
        "animal=dog color=green fruit=apple shape=circle",
        "animal=cat color=pink fruit=pear", "animal=dog color=green fruit=pear", "fruit=banana",
        "animal=cat fruit=banana",
      ])
    #expect(legs("{include: [{a: 1}, {b: 2}]}") == ["a=1", "b=2"])
  }

  @Test func knowsWhatItCannotTell() {
    #expect(legs("${{ fromJSON(inputs.matrix) }}") == nil)
    #expect(legs("{a: '${{ fromJSON(inputs.a) }}'}") == nil)
    #expect(legs("{a: [1], include: '${{ inputs.a }}'}") == nil)
    #expect(legs("{a: [\((0..<300).map(String.init).joined(separator: ", "))]}") == nil)
  }
}
