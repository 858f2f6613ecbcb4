import Testing

@testable import Linting

@Suite("Tests that come too late")
struct PublicationOrderTests {
  private func found(_ jobs: String) -> Int {
    lintLines(
      [".github/workflows/a.yml": "on: push\njobs:\n\(jobs)"], rules: [.publicationBeforeTest]
    ).count
  }

  private func job(_ steps: String...) -> String {
    "  a:\n    runs-on: ubuntu-24.04\n    steps:\n" + steps.map { "      - \($0)\n" }.joined()
  }

  private let push = "{run: docker push acme/a:latest}"

  @Test func stopNothingThatIsPublished() {
    #expect(found(job(push, "{run: pytest}")) == 1)
    #expect(found(job("{run: make}", push, "{run: python -m unittest discover -s tests}")) == 1)
    #expect(found(job(push, "{run: go test ./...}", "{run: npm test}")) == 1)
    let action = "{uses: docker/build-push-action@v7, with: {push: true, tags: 'acme/a:latest'}}"
    #expect(found(job(action, "{run: make test}")) == 1)
  }

  @Test func areRightWhereTheyTryWhatIsPublished() {
    #expect(found(job("{run: pytest}", push)) == 0)
    #expect(found(job("{run: make lint}", push, "{run: make}")) == 0)
    #expect(found(job("{run: make check}", push, "{run: pytest}")) == 0)
    #expect(found(job(push, "{run: docker run --rm acme/a:latest --self-test}")) == 0)
    #expect(found(job(push, "{run: 'npm run test:e2e'}", "{run: ./smoke-test.sh}")) == 0)
    #expect(found(job(push, "{name: Test the deployment, run: pytest}")) == 0)
    #expect(found(job(push, "{run: pytest, if: failure()}")) == 0)
    #expect(found(job("{run: 'docker push acme/a:${{ github.sha }}'}", "{run: pytest}")) == 0)
    let test = "  t: {runs-on: ubuntu-24.04, steps: [{run: pytest}]}\n"
    #expect(found(test + job(push, "{run: pytest}") + "    needs: t\n") == 0)
  }

  private func promotion(_ needs: String, also: String = "[]") -> String {
    let name = "ghcr.io/acme/a:${{ github.sha }}"
    return """
        build:
          runs-on: ubuntu-24.04
          steps: [{uses: docker/build-push-action@v7, with: {push: true, tags: '\(name)'}}]
        test:
          runs-on: ubuntu-24.04
          needs: \(also)
          steps: [{run: 'docker run --rm \(name) pytest'}]
        tag:
          runs-on: ubuntu-24.04
          needs: \(needs)
          steps: [{run: 'docker buildx imagetools create -t ghcr.io/acme/a:latest \(name)'}]
      """
  }

  @Test func areNotWaitedFor() {
    #expect(found(promotion("build")) == 1)
    #expect(found(promotion("[build, test]")) == 0)
    #expect(found(promotion("test")) == 0)
    #expect(found(promotion("build", also: "[build, tag]")) == 0)
  }
}
