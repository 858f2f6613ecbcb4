import SourceText
import Testing

@testable import Linting

@Suite("Letting a job need another")
struct FixTests {
  private func fixed(_ job: String) -> String? {
    let file = SourceFile(name: "a.yml", text: "jobs:\n  a:\n\(job)")
    let workflow = WorkflowFile(parsing: file)
    return workflow.jobs.first?.editToNeed("b", in: file).map { edit in
      file.applying([Fix("", .safe, [edit])], atLeast: .safe).text.replacing(
        "jobs:\n  a:\n", with: "")
    }
  }

  @Test func addsAKey() {
    #expect(fixed("    steps: []\n") == "    needs: b\n    steps: []\n")
    #expect(fixed("    # why\n    steps: []\n") == "    # why\n    needs: b\n    steps: []\n")
  }

  @Test func extendsWhatIsThere() {
    #expect(fixed("    needs: c # why\n") == "    needs: [c, b] # why\n")
    #expect(fixed("    needs: [c, d ]\n") == "    needs: [c, d, b ]\n")
    #expect(
      fixed("    needs:\n      - c\n      - d # why\n    steps: []\n")
        == "    needs:\n      - c\n      - d # why\n      - b\n    steps: []\n")
    #expect(fixed("    needs:\n    - c") == "    needs:\n    - c\n    - b")
  }

  @Test func leavesWhatItCannotExtend() {
    #expect(fixed("    {steps: []}\n") == nil)
    #expect(fixed("    needs: []\n") == nil)
    #expect(fixed("    needs: 'c'\n") == nil)
  }
}
