import SourceText
import Testing

@testable import Linting

@Suite("The tags that docker/metadata-action makes")
struct MetadataTests {
  private func published(_ with: String) -> [String?] {
    let repository = Repository(
      steps: """
              - id: meta
                uses: docker/metadata-action@v6
                with:
                  images: ghcr.io/Acme/a
        \(with)
              - uses: docker/build-push-action@v7
                with:
                  push: true
                  tags: ${{ steps.meta.outputs.tags }}

        """)
    return repository.effects.builds.first?.published.map(\.reference) ?? []
  }

  private func tags(_ entry: String, flavor: String = "") -> [String] {
    published("          tags: |\n            \(entry)\n\(flavor)").map { reference in
      reference.map { String($0.split(separator: ":").last ?? "") } ?? "?"
    }
  }

  @Test(arguments: [
    ("type=raw,value=1", "1"), ("stable", "stable"),
    ("type=raw,value=a,prefix=p-,suffix=-s", "p-a-s"),
    ("type=raw,enable=true,value=1,priority=5", "1"), ("type=sha", "?"),
    ("type=ref,event=branch", "?"),
    ("type=edge,branch=main", "?"), ("type=semver,pattern={{version}}", "?"),
    ("type=raw,value=x,enable={{is_default_branch}}", "?"), ("type=raw,value={{branch}}", "?"),
    ("type=raw,value=${{ github.ref_name }}", "?"),
    ("type=raw,value=x,enable=${{ github.ref_protected }}", "?"),
    ("type=raw,value=${{ env.REGISTRY }}", "ghcr.io"), ("${{ github.ref_name }}", "?"),
  ])
  func areKnownWhereTheyAreStated(_ test: (entry: String, tag: String)) {
    #expect(tags(test.entry) == [test.tag])
  }

  @Test func followTheFlavor() {
    func flavor(_ text: String) -> String { "          flavor: |\n            \(text)" }
    #expect(tags("type=sha", flavor: flavor("latest=true")).sorted() == ["?", "latest"])
    #expect(tags("type=sha", flavor: flavor("latest=auto")) == ["?"])
    #expect(tags("edge", flavor: flavor("prefix=p-\n            latest=false")) == ["p-edge"])
    #expect(tags("type=raw,value=1,enable=false").isEmpty)
  }

  @Test func areUnknownWithoutEntries() {
    #expect(published("") == [nil])
  }
}
