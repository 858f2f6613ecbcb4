import SourceText
import YAML

extension Rule {
  /// Finds pushes to GitHub's registry by a token that may not write packages.
  static let pushWithoutPermission = Rule(
    id: "push-without-permission",
    summary: "A job pushes to ghcr.io with a token that may not write packages.",
    rationale: """
      Where `permissions` are stated, whatever they do not name is `none`. The login with \
      `GITHUB_TOKEN` still succeeds, but the push is refused: permission_denied: write_package.
      """,
    source:
      "https://docs.github.com/en/packages/managing-github-packages-using-github-actions-workflows/publishing-and-installing-a-package-with-github-actions",
    severity: .error,
    category: .registry,
    fixes: .sometimes,
    example: Example(
      "permissions that name the contents alone",
      bad: """
        on: push
        permissions:
          contents: read
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/login-action@v4.6.0
                with:
                  registry: ghcr.io
                  username: ${{ github.actor }}
                  password: ${{ secrets.GITHUB_TOKEN }}
              - uses: docker/build-push-action@v7.4.0
                with:
                  push: true
                  tags: ⟦ghcr.io/acme/relay:latest⟧
        """,
      good: """
        on: push
        permissions:
          contents: read
          packages: write
        jobs:
          relay:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/login-action@v4.6.0
                with:
                  registry: ghcr.io
                  username: ${{ github.actor }}
                  password: ${{ secrets.GITHUB_TOKEN }}
              - uses: docker/build-push-action@v7.4.0
                with:
                  push: true
                  tags: ghcr.io/acme/relay:latest
        """),
    check: .repository { repository in
      repository.workflowsWithRuns.flatMap { workflow in
        repository.workflows[workflow].jobs.indices.compactMap { job in
          finding(inJob: job, of: workflow, in: repository)
        }
      }
    })
}

private func finding(inJob job: Int, of workflow: Int, in repository: Repository) -> Finding? {
  let pushes = repository.pushes(ofJob: job, in: workflow).filter { push in
    push.host == "ghcr.io"
      && repository.packagesAccess(at: push.place).map { $0.access != .write }
        ?? false
      && repository.usesRunToken(for: push)
  }
  guard let push = pushes.first(where: { !$0.isCache }) ?? pushes.first,
    let (access, file, node) = repository.packagesAccess(at: push.place)
  else { return nil }
  let state = access == .read ? "'packages' is 'read'" : "'packages' is not among its permissions"
  var fixes: [Fix] = []
  if push.isCalled == false, node.kind == .mapping, node.alias == nil, node["packages"] == nil,
    node.style == .block, let last = node.entries.last
  {
    let indentation = file.indentation(of: last.key.range.start)
    if let indentation {
      fixes = [
        Fix(
          "Let the token write packages", .unsafe,
          [Edit(.at(last.value.range.end), "\n\(indentation)packages: write")])
      ]
    }
  }
  return Finding(
    "\(push.title) is pushed with the token of the job, but \(state): ghcr.io "
      + "will refuse it",
    at: SourceLocation(repository.file(at: push.place), push.range),
    labels: [Diagnostic.Label("these permissions count", at: SourceLocation(file, node.range))],
    help: "give the job 'packages: write'", fixes: fixes)
}

extension SourceFile {
  /// What stands before an offset on its line, when that is spaces alone.
  fileprivate func indentation(of offset: Int) -> String? {
    let start = bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let lead = self[SourceRange(start, offset)]
    return lead.allSatisfy { $0 == " " } ? lead : nil
  }
}
