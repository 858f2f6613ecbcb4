import Fixtures
import Manifest
import SourceText
import Testing

@Suite("The proposed manifest")
struct ManifestProposalTests {
  @Test func namesEachDockerfileOnce() {
    let tree = MemoryTree([
      "Dockerfile": "FROM alpine\n", "services/api/Dockerfile": "FROM alpine\nCOPY main.py /\n",
      "services/api/main.py": "", "docker/Dockerfile.ci": "FROM alpine\nCOPY setup.cfg /\n",
      "setup.cfg": "", "docker/web.Dockerfile": "FROM alpine\n",
      "node_modules/x/Dockerfile": "FROM alpine\n", "docs/Dockerfile.md": "",
    ])
    let proposal = ManifestProposal(for: tree, remote: "git@github.com:Acme/Shop.git")
    #expect(proposal.repository == "Acme/Shop")
    #expect(proposal.images.map(\.name) == ["api", "ci", "shop", "web"])
    #expect(proposal.images.map(\.context) == ["services/api", ".", ".", "docker"])
  }

  @Test(arguments: [
    ("https://github.com/a/b.git", "a/b"), ("ssh://git@github.com/a/b", "a/b"),
    ("ssh://git@ssh.github.com:443/a/b.git", "a/b"), ("https://notgithub.com/a/b", nil),
    ("https://example.org/a/b.git", nil), ("/srv/git/a.git", nil),
  ])
  func readsTheRepositoryOffTheRemote(_ address: String, _ name: String?) {
    #expect(
      ManifestProposal(for: MemoryTree([String: String]()), remote: address).repository == name)
  }

  @Test func leavesTheRepositoryOfTheCachesAlone() {
    let tree = MemoryTree(["cache/Dockerfile": "FROM alpine\n"])
    #expect(ManifestProposal(for: tree, remote: nil).images.map(\.name) == ["cache-image"])
  }

  @Test func givesANameWhereADirectoryHasNone() {
    let tree = MemoryTree(["基/Dockerfile": "FROM alpine\n", "__/Dockerfile": "FROM alpine\n"])
    let proposal = ManifestProposal(for: tree, remote: nil)
    #expect(proposal.images.map(\.name) == ["image", "image-2"])
  }

  @Test(arguments: [
    "a..b", "a._b", "x___y", "-a-", "a--b", "null", "true", "1.5", "~", "A B", "a.b__c-d", "0x1",
    "é",
  ])
  func isAcceptedWhateverADirectoryIsCalled(_ directory: String) throws {
    let tree = MemoryTree([
      "\(directory)/Dockerfile": "FROM alpine\nCOPY x /\n", "\(directory)/x": "",
    ])
    let text = ManifestProposal(for: tree, remote: "https://github.com/a/b").text
    let (manifest, problems) = Manifest.read(SourceFile(name: "wfgen.yml", text: text))
    #expect(problems == [])
    let project = Project(try #require(manifest), in: tree)
    #expect(project.diagnostics == [])
    #expect(project.images.map(\.image.context.value) == [directory])
    #expect(!project.isPlanned)
  }

  @Test(arguments: [
    ("COPY *.txt /", "x.txt", "."), ("COPY *.txt /", "docker/x.txt", "docker"),
    ("COPY src/*/main.py /", "src/a/main.py", "."), ("COPY [a-c].py /", "docker/b.py", "docker"),
    ("COPY *.txt /", "x.md", "docker"),
  ])
  func looksForWhatAPatternNames(_ line: String, _ file: String, _ context: String) {
    let tree = MemoryTree(["docker/Dockerfile": "FROM alpine\n\(line)\n", file: ""])
    #expect(ManifestProposal(for: tree, remote: nil).images.map(\.context) == [context])
  }

  @Test(arguments: [("main", nil), (nil, nil), ("master", "master"), ("it's", "it's")])
  func statesABranchThatIsNotMain(_ branch: String?, _ stated: String?) {
    let tree = MemoryTree(["Dockerfile": "FROM alpine\n"])
    let proposal = ManifestProposal(for: tree, remote: "git@github.com:a/b", branch: branch)
    #expect(proposal.branch == stated)
    #expect(proposal.text.contains("branch:") == (stated != nil))
  }

  @Test func writesAPlaceholderThatIsRefused() {
    let tree = MemoryTree(["Dockerfile": "FROM alpine\n"])
    let text = ManifestProposal(for: tree, remote: nil).text
    let (_, problems) = Manifest.read(SourceFile(name: "wfgen.yml", text: text))
    #expect(problems.map(\.rule) == ["placeholder-repository"])
  }

  @Test(arguments: ["000-async-propagation", "001-workflow-chain", "002-image-tiers"])
  func isAValidManifest(_ name: String) throws {
    let tree = Repositories.tree("documents", name)
    let text = ManifestProposal(for: tree, remote: "https://github.com/a/b").text
    let (manifest, problems) = Manifest.read(SourceFile(name: "wfgen.yml", text: text))
    #expect(problems == [])
    let file = try #require(tree.read("wfgen.yml"))
    let own = Manifest.read(file).manifest
    #expect(manifest?.images.count == own?.images.count)
  }
}
