import BuildGraph
import SourceText
import Testing

@Suite("The data file and what it is made of")
struct ContentDataTests {
  @Test func treesAreReadAsGitListsThem() {
    let listing = "100644 blob 12ab\ta b\n\t\0160000 commit 34cd\tsub\0"
    #expect(
      TreeEntry.list(fromTree: Array(listing.utf8)) == [
        TreeEntry(mode: "100644", id: "12ab", path: Array("a b\n\t".utf8)),
        TreeEntry(mode: "160000", id: "34cd", path: Array("sub".utf8)),
      ])
    #expect(TreeEntry.list(fromTree: []) == [])
    for listing in ["fatal: no commit", "100644 blob 12ab\t\0", "100644 12ab\ta\0"] {
      #expect(TreeEntry.list(fromTree: Array(listing.utf8)) == nil, "\(listing)")
    }
  }

  @Test func quotesADockerfileForTheScriptsWhenItMust() {
    let image = PipelineData.Image(
      name: "a", stage: "s", level: 0, repository: "ghcr.io/o/a", dockerfile: "ä/Dockerfile")
    let data = PipelineData(repository: "o/r", branch: "main", images: [image])
    #expect(
      data.json.text(.minimal).contains(
        #""dockerfile":"ä/Dockerfile","dockerfile-quoted":"\\303\\244/Dockerfile","#))
  }
}
