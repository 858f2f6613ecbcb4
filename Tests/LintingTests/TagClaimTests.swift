import Linting
import SourceText
import Testing

@Suite("Tags that a workflow without a visible push moves")
struct TagClaimTests {
  private func found(_ steps: String, tag: String = "latest") -> [String] {
    let workflow = """
      on: push
      jobs:
        app:
          runs-on: ubuntu-24.04
          steps:
      \(steps.split(separator: "\n").map { "      \($0)" }.joined(separator: "\n"))

      """
    let file = SourceFile(name: ".github/workflows/mine.yml", text: workflow)
    let manifest = SourceFile(name: "wfgen.yml", text: "app: {}\n")
    let claim = TagClaim(
      "ghcr.io/acme/shop/app:\(tag)", of: "Images", at: SourceLocation(manifest, SourceRange(0, 3)))
    let view = RepositoryView(files: [file], slug: "acme/shop")
    return lint(view, claims: [claim], rules: []).map { finding in
      #expect(finding.labels.map(\.location.file.name) == ["wfgen.yml"])
      return "\(SourceLines(file).line(at: finding.location.range.start)) \(finding.rule)"
    }
  }

  private func action(_ inputs: String) -> String {
    let lines = inputs.split(separator: "\n").map { "    \($0)\n" }.joined()
    return "- uses: docker/build-push-action@v7\n  with:\n" + lines
  }

  @Test func areFoundInTheActionThatPushes() {
    let tags = "push: true\ntags: |\n  docker.io/acme/app\n  ghcr.io/acme/shop/app:1\n"
    #expect(found(action(tags + "  ghcr.io/acme/shop/app:latest\n")) == ["12 taken-tag"])
    #expect(found(action(tags + "  ghcr.io/acme/shop/app\n")) == ["12 taken-tag"])
    #expect(found(action(tags)) == [])
    #expect(found(action(tags), tag: "1") == ["11 taken-tag"])
    #expect(found(action(tags.replacing("push: true", with: "load: true")), tag: "1") == [])
    #expect(
      found(action("push: true\ntags: ghcr.io/${{ github.repository }}/app:latest\n"))
        == ["9 taken-tag"])
  }

  @Test func areFoundByWayOfMetadata() {
    func steps(_ tags: String) -> String {
      "- id: meta\n  uses: docker/metadata-action@v6\n  with:\n"
        + "    images: ghcr.io/acme/shop/app\n    tags: |\n      type=sha\n      \(tags)\n"
        + action("push: true\ntags: ${{ steps.meta.outputs.tags }}\n")
    }
    #expect(found(steps("type=raw,value=latest")).count == 1)
    #expect(found(steps("type=raw,value=edge")) == [])
    #expect(found(steps("type=ref,event=branch")) == [])
  }

  @Test(arguments: [
    ("docker push ghcr.io/acme/shop/app", 1),
    ("docker push ghcr.io/acme/shop/app:latest", 1),
    ("docker push ghcr.io/acme/shop/app:$TAG", 0),
    ("docker buildx build --push -t ghcr.io/acme/shop/app:1 -t ghcr.io/acme/shop/app:latest .", 1),
    ("docker buildx build -t ghcr.io/acme/shop/app:latest .", 0),
    ("echo docker push ghcr.io/acme/shop/app", 0),
    ("docker buildx imagetools create -t ghcr.io/acme/shop/app:latest ghcr.io/acme/shop/app:1", 1),
  ])
  func areFoundInScripts(_ command: String, _ count: Int) {
    #expect(found("- run: \(command)").count == count)
    #expect(found("- run: |\n    set -e\n    \(command)").count == count)
  }

  @Test func areReportedOnceForEachJobAndMayBeSilenced() {
    let push = "docker push ghcr.io/acme/shop/app"
    #expect(found("- run: \(push)\n- run: \(push)").count == 1)
    #expect(found("- run: \(push)  # wfgen: ignore[taken-tag] until we have moved") == [])
  }
}
