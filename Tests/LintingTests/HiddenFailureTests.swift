import Testing
import YAML

@testable import Linting

@Suite("Failures that nobody sees")
struct HiddenFailureTests {
  /// The rules that speak about a script before a job that publishes.
  private func found(
    _ script: String, shell: String = "", job: String = "", follower: String = "make publish",
    image: String = "ubuntu-24.04"
  ) -> [String] {
    let lines = script.split(separator: "\n").map { "          " + $0 }.joined(separator: "\n")
    let text = """
      on: push
      jobs:
        test:
          runs-on: \(image)
          \(job)
          steps:
            - env: {IMAGE: ghcr.io/a/b}
              \(shell)
              run: |
      \(lines)
        release:
          needs: test
          runs-on: ubuntu-24.04
          steps: [{run: \(follower)}]
      """
    return lintLines(
      [".github/workflows/a.yml": text],
      rules: [.maskedFailure, .pipeWithoutPipefail, .bashismInSh]
    ).map { String($0.split(separator: " ")[1]) }
  }

  @Test(arguments: [
    "docker run --rm x node selfcheck.js || true", "make test || true", "pytest || :",
    "npm run test:unit || echo failed",
    "docker run --rm \"$IMAGE\" python -m unittest || exit 0", "set +e\nmake test\necho done",
    "docker run --rm x sh -c 'pytest; echo done'", "docker run x bash -c \"make test || true\"",
    "make test || { echo failed; true; }", "make test && echo fine\necho done",
    "go test ./... &\nmake app", "if true; then\n  make test || true\nfi",
    "docker build -t x . || true\ndocker push x", "python3 tests/smoke.py || true",
    "docker compose run --rm app pytest || true", "timeout 60 make check || true",
    "./scripts/run-tests.sh || true", "poetry run pytest || true", "(make test || true)",
    "for i in a b; do make test || true; done",
    "docker push a &\nwait", "make test > log 2>&1 || cat log", "make test || echo failed >&2",
    "make test || echo failed >> \"$GITHUB_STEP_SUMMARY\"", "make test || docker logs app",
    "docker compose up --exit-code-from app || true",
    "if make test; then echo fine; else echo '::warning::failed'; fi",
    "if ! make test; then\n  echo failed\nfi\nmake app", "echo \"$(make test)\"",
    "export RESULT=$(docker run --rm x pytest)", "printf '%s' `make test`",
  ])
  func areMaskedByScripts(_ script: String) {
    #expect(found(script) == ["masked-failure"])
  }

  @Test(arguments: [
    "make test", "make test || exit 1", "make test || { echo failed; exit 1; }",
    "make test || rc=$?\nexit $rc", "set +e\nmake test\nrc=$?\nexit $rc", "docker rmi x || true",
    "docker system prune -f || true", "make test && echo fine", "grep x y || true",
    "make test || make test", "if make test; then echo a; else exit 1; fi", "! make test",
    "set +e\ndocker rm x\nset -e\nmake test", "docker run -d x ./server & make test",
    "docker run --rm x sh -ec 'pytest; echo done'", "make test || failed=1\n[ -z \"$failed\" ]",
    "trap 'echo x' ERR\nmake test && true\necho", "test() {\n  make check || true\n}\necho",
    "make test || echo failed=1 >> $GITHUB_OUTPUT", "docker pull x || true",
    "make test || cat log > result",
    "echo make test || true",
    "docker push a & id=$!\nwait \"$id\"", "if make test; then echo a; else echo b; exit 1; fi",
    "make test && echo fine=1 >> $GITHUB_OUTPUT\necho done",
    "if make test; then ok=1; fi", "RESULT=$(make test)", "[ \"$(make test)\" = ok ]",
    "if make test; then echo ok=1 >> $GITHUB_OUTPUT; fi", "if a; then make test; fi",
  ])
  func areSeenOtherwise(_ script: String) {
    #expect(found(script) == [])
  }

  @Test(arguments: [
    "make test | tee log", "make test 2>&1 | tee -a log | tail -n 5", "pytest |& tee log",
    "docker run x sh -c 'pytest | tee log'", "docker buildx build . | cat",
    "docker run --rm \"$IMAGE\" python acceptance.py 2>&1 | tee acceptance.log",
    "make test | tee log\nif [ $? -ne 0 ]; then exit 1; fi", "(make test) | tee log",
    "{ make test; } | tee log", "make test | grep -v noise",
    "if true; then make test | tee log; fi",
  ])
  func disappearInPipes(_ script: String) {
    #expect(found(script) == ["pipe-without-pipefail"])
    #expect(found(script, follower: "make report") == [])
  }

  @Test(arguments: [
    "set -o pipefail\nmake test | tee log", "set -euo pipefail\nmake test | tee log",
    "make test | tee log\nexit ${PIPESTATUS[0]}", "docker run x --version | grep 1.2",
    "docker run x bash -o pipefail -ec 'pytest | tee log'", "cat x | make test",
  ])
  func areSeenInPipes(_ script: String) {
    #expect(found(script) == [])
  }

  @Test func dependOnTheShell() {
    let pipe = "make test | tee log"
    #expect(found(pipe, shell: "shell: bash") == [])
    #expect(found(pipe, shell: "shell: sh") == ["pipe-without-pipefail"])
    #expect(found(pipe, shell: "shell: bash -eo pipefail {0}") == [])
    #expect(found(pipe, shell: "shell: bash -e {0}") == ["pipe-without-pipefail"])
    #expect(found(pipe, shell: "shell: pwsh") == [])
    #expect(found(pipe, job: "defaults: {run: {shell: bash}}") == [])
    #expect(found(pipe, image: "windows-2025") == [])
    #expect(found(pipe, image: "'${{ github.actor }}'") == [])
    let list = "make test\necho done"
    #expect(found(list, shell: "shell: bash {0}") == ["masked-failure"])
    #expect(found(list, shell: "shell: bash -l {0}") == ["masked-failure"])
    #expect(found(list, shell: "shell: bash -el {0}") == [])
  }

  @Test(arguments: [
    ("if [[ $A == b ]]; then a; fi", 1), ("a <<< b", 1), ("source x", 1), ("[ a == b ]", 1),
    ("set -o pipefail", 1), ("names=(a b)", 1), ("[ a = b ]", 0), ("set -e", 0),
    ("echo '[[ a ]]'", 0), ("case a in [[:alpha:]]) b;; esac", 0), ("(a; b)", 0),
  ])
  func comeFromBashismsInSh(_ script: String, _ count: Int) {
    #expect(found(script, shell: "shell: sh").count == count)
    #expect(found(script, shell: "shell: bash") == [])
    #expect(found(script, shell: "shell: sh", job: "container: alpine") == [])
  }

  @Test(arguments: [
    ("docker run --rm \"$IMAGE:$GITHUB_SHA\" || true", 1), ("docker run --rm other || true", 0),
    ("docker run -d \"$IMAGE:1\" || true", 0), ("docker run --rm -e A=b ghcr.io/a/b || true", 1),
    ("docker run --rm \"$IMAGE:1\" ./start", 0),
  ])
  func areThoseOfOwnImagesToo(_ script: String, _ count: Int) {
    let text = """
      on: push
      env: {IMAGE: ghcr.io/a/b}
      jobs:
        release:
          runs-on: ubuntu-24.04
          steps:
            - {uses: docker/build-push-action@v7, with: {load: true, tags: "${{ env.IMAGE }}:1"}}
            - run: |
                \(script)
            - run: docker push ghcr.io/a/b:1
      """
    #expect(
      lintLines([".github/workflows/a.yml": text], rules: [.maskedFailure]).count == count)
  }

  @Test func matterToOtherWorkflowsToo() {
    let test = """
      name: Test
      on: push
      jobs: {test: {runs-on: ubuntu-24.04, steps: [{run: make test || true}]}}
      """
    let release = """
      on: {workflow_run: {workflows: [Test], types: [completed]}}
      jobs: {release: {runs-on: ubuntu-24.04, steps: [{run: make publish}]}}
      """
    #expect(lintLines([".github/workflows/a.yml": test], rules: [.maskedFailure]) == [])
    #expect(
      lintLines(
        [".github/workflows/a.yml": test, ".github/workflows/b.yml": release],
        rules: [.maskedFailure])
        == [".github/workflows/a.yml:3: masked-failure"])
    let called = test.replacing("push", with: "workflow_call")
    let caller = """
      on: push
      jobs:
        test: {uses: ./.github/workflows/a.yml}
        release: {needs: test, runs-on: ubuntu-24.04, steps: [{run: make publish}]}
      """
    #expect(
      lintLines(
        [".github/workflows/a.yml": called, ".github/workflows/b.yml": caller],
        rules: [.maskedFailure])
        == [".github/workflows/a.yml:3: masked-failure"])
  }

  @Test(arguments: [
    ("{run: make test, continue-on-error: true}", "", 1),
    ("{run: make lint-docs, continue-on-error: true}", "", 0),
    ("{run: make test, continue-on-error: false}", "", 0),
    ("{run: make test}", "continue-on-error: true", 1),
    ("{uses: docker/build-push-action@v7, continue-on-error: true}", "", 1),
    ("{run: make test, continue-on-error: '${{ matrix.a }}'}", "", 0),
    (
      "{id: t, run: make test, continue-on-error: true}, {run: exit 1, if: steps.t.outcome == 'failure'}",
      "", 0
    ),
    (
      "{id: t, run: make test, continue-on-error: true}, {run: make, if: steps.t.outputs.ok != 'true'}",
      "", 0
    ),
    (
      "{id: t, run: make test, continue-on-error: true}, {run: 'echo ${{ steps.t.outputs.ok }}'}",
      "", 1
    ),
    ("{run: docker logs x, continue-on-error: true}", "", 0),
  ])
  func areTolerated(_ steps: String, _ job: String, _ count: Int) {
    let text = """
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          \(job)
          steps: [\(steps)]
        release: {needs: test, runs-on: ubuntu-24.04, steps: [{run: make publish}]}
      """
    #expect(
      lintLines([".github/workflows/a.yml": text], rules: [.toleratedFailure]).count == count)
  }

  @Test(arguments: [
    ("test \"${{ needs.a.result }}\" = success", "", 1),
    ("test -z '${{ contains(needs.*.result, 'failure') }}'", "", 1),
    ("test \"${{ needs.a.result }}\" = success", "if: always()", 0),
    ("test \"${{ needs.a.result }}\" = success", "if: github.actor != 'a'", 1),
    ("make publish RESULT=${{ needs.a.result }}", "", 0), ("echo ${{ needs.a.outputs.x }}", "", 0),
  ])
  func hideBehindSkippedChecks(_ script: String, _ condition: String, _ count: Int) {
    let text = """
      on: pull_request
      jobs:
        a: {runs-on: ubuntu-24.04, steps: [{run: make test}]}
        all:
          needs: a
          \(condition)
          runs-on: ubuntu-24.04
          steps:
            - run: |
                \(script)
      """
    #expect(lintLines([".github/workflows/a.yml": text], rules: [.skippedCheck]).count == count)
  }

  @Test(arguments: [
    ("if: always()", "echo done", 1), ("if: ${{ !cancelled() }}", "exit 0", 1),
    ("if: always()", "exit 1", 0), ("if: failure()", "echo done", 0), ("", "echo done", 0),
    ("if: always()", "echo ${{ needs.a.result }}", 0), ("if: always()", "make report", 0),
    ("if: ${{ always() && needs.a.result == 'success' }}", "echo done", 0),
  ])
  func areGreenInChecksThatOnlyPrint(_ condition: String, _ script: String, _ count: Int) {
    let text = """
      on: pull_request
      jobs:
        a: {runs-on: ubuntu-24.04, steps: [{run: make test}]}
        all:
          needs: a
          \(condition)
          runs-on: ubuntu-24.04
          steps: [{run: '\(script)'}]
      """
    for (event, expected) in [("pull_request", count), ("merge_group", count), ("push", 0)] {
      let text = text.replacing("on: pull_request", with: "on: \(event)")
      #expect(
        lintLines([".github/workflows/a.yml": text], rules: [.checkAlwaysPasses]).count == expected)
    }
  }

  @Test(arguments: [
    ("matrix: {i: [a, b]}", "ghcr.io/x/${{ matrix.i }}:1", 1),
    ("{fail-fast: false, matrix: {i: [a, b]}}", "ghcr.io/x/${{ matrix.i }}:1", 0),
    ("matrix: {i: [a]}", "ghcr.io/x/${{ matrix.i }}:1", 0),
    ("matrix: {i: [a, b]}", "ghcr.io/x/y:1", 0),
    ("matrix: '${{ fromJSON(vars.X) }}'", "ghcr.io/x/${{ matrix.i }}:1", 0),
  ])
  func cancelSiblings(_ strategy: String, _ tag: String, _ count: Int) {
    let text = """
      on: push
      jobs:
        image:
          runs-on: ubuntu-24.04
          strategy: \(strategy.hasPrefix("{") ? strategy : "{\(strategy)}")
          steps: [{uses: docker/build-push-action@v7, with: {push: true, tags: "\(tag)"}}]
      """
    #expect(
      lintLines([".github/workflows/a.yml": text], rules: [.siblingsCancelled]).count == count)
  }

  @Test(arguments: [
    ("ghcr.io/x/b@${{ steps.a.outputs.digest }}", 1),
    ("ghcr.io/x/a@${{steps.a.outputs.digest}}", 0),
    ("ghcr.io/x/b@${{ steps.b.outputs.digest }}", 0), ("other@${{ steps.a.outputs.digest }}", 0),
    ("ghcr.io/x/a:1 ghcr.io/x/a@${{ steps.b.outputs.digest }}", 1),
    ("ghcr.io/x/$NAME@${{ steps.a.outputs.digest }}", 0),
  ])
  func signAnotherImage(_ reference: String, _ count: Int) {
    let text = """
      on: push
      jobs:
        image:
          runs-on: ubuntu-24.04
          steps:
            - {id: a, uses: docker/build-push-action@v7, with: {push: true, tags: "ghcr.io/x/a:1"}}
            - {id: b, uses: docker/build-push-action@v7, with: {push: true, tags: "ghcr.io/x/b:1"}}
            - run: cosign sign \(reference)
      """
    #expect(
      lintLines([".github/workflows/a.yml": text], rules: [.digestOfAnotherImage]).count == count)
  }
}
