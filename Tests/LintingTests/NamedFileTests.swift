import Linting
import SourceText
import Testing

@Suite("Files that steps name")
struct NamedFileTests {
  private func found(_ id: String, _ steps: String, job: String = "", checkout: Bool = true) -> Int
  {
    pathFindings(
      id,
      [
        ".github/workflows/a.yml": """
        on: push
        jobs:
          a:
            runs-on: ubuntu-24.04
            \(job)
            steps:
              \(checkout ? "- uses: actions/checkout@v7" : "- uses: actions/setup-python@v7")
              \(steps.replacing("\n", with: "\n      "))
        """,
        ".github/actions/x/action.yml": "runs: {using: composite, steps: []}\n",
        "app/requirements.txt": "\n", "app/package-lock.json": "{}\n", "scripts/test.sh": "\n",
        "requirements/dev.txt": "\n",
      ]
    ).count
  }

  @Test(arguments: [
    "- run: echo ${{ hashFiles('requirements.txt') }}",
    "- run: echo ${{ hashFiles('app/*.lock', 'lib/**') }}",
    "- run: echo a-${{ format('{0}-x', hashFiles('**/yarn.lock')) }}",
    "- run: echo ${{ hashFiles('app/**', '!app/**') }}",
  ])
  func hashesAreEmptyWhereNothingMatches(_ step: String) {
    #expect(found("empty-hash", step) == 1)
  }

  @Test(arguments: [
    "- run: echo ${{ hashFiles('app/requirements.txt') }}", "- run: echo ${{ hashFiles('app') }}",
    "- run: echo ${{ hashFiles('**/package-lock.json', 'yarn.lock') }}",
    "- if: hashFiles('Makefile') != ''\n  run: make",
    "- run: echo ${{ hashFiles('a.lock') || hashFiles('app/requirements.txt') }}",
    "- run: make lock\n- run: echo ${{ hashFiles('requirements.lock') }}",
    "- run: echo ${{ hashFiles(github.event.x) }}",
    "- run: echo ${{ hashFiles('/opt/x') }}",
  ])
  func hashesAreNotJudgedOtherwise(_ step: String) {
    #expect(found("empty-hash", step) == 0)
  }

  @Test(arguments: ["gone.txt", "app/requirements.lock"])
  func hashesFollowTheMatrix(_ name: String) {
    let job = "strategy: {matrix: {f: [app/requirements.txt, \(name)]}}"
    #expect(found("empty-hash", "- run: echo ${{ hashFiles(matrix.f) }}", job: job) == 1)
  }

  @Test func actionsOfTheRepositoryMustBeThere() {
    #expect(found("missing-action", "- uses: ./.github/actions/y") == 1)
    #expect(found("missing-action", "- uses: ./.github/actions") == 1)
    #expect(found("missing-action", "- uses: ./.github/actions/x", checkout: false) == 1)
    #expect(found("missing-action", "- uses: ./.github/actions/x") == 0)
    #expect(found("missing-action", "- uses: ./.github/actions/x/") == 0)
    #expect(found("missing-action", "- uses: acme/y@v1\n- uses: ./y") == 0)
    #expect(
      found(
        "missing-action",
        "- uses: actions/checkout@v7\n  with: {repository: a/b, path: y}\n- uses: ./y") == 0)
  }

  @Test func calledWorkflowsMustBeThere() {
    func called(_ path: String) -> [String] {
      pathFindings(
        "uncallable-workflow",
        [
          ".github/workflows/a.yml": "on: push\njobs:\n  a:\n    uses: \(path)\n",
          ".github/workflows/build.yml": "on: workflow_call\n", "x.py": "\n",
        ])
    }
    #expect(called("./.github/workflows/bild.yml") == ["a.yml:4: uncallable-workflow"])
    #expect(called("./.github/workflows/build.yml") == [])
    #expect(called("acme/x/.github/workflows/bild.yml@v1") == [])
  }

  @Test func workingDirectoriesMustBeThere() {
    let id = "missing-working-directory"
    #expect(found(id, "- run: make\n  working-directory: lib") == 1)
    #expect(
      found(id, "- run: make\n- run: make", job: "defaults: {run: {working-directory: lib}}") == 1)
    #expect(
      found(
        id, "- run: make\n  working-directory: ${{ matrix.d }}",
        job: "strategy: {matrix: {d: [app, lib]}}") == 1)
    #expect(found(id, "- run: make\n  working-directory: ./app/") == 0)
    #expect(found(id, "- run: make\n  working-directory: ${{ inputs.d }}") == 0)
    #expect(found(id, "- run: mkdir lib\n- run: make\n  working-directory: lib") == 0)
    #expect(found(id, "- run: make\n  working-directory: /tmp") == 0)
    #expect(found(id, "- uses: acme/x@v1\n  with: {working-directory: lib}") == 0)
  }

  @Test(arguments: [
    "- run: ./test.sh", "- run: bash -e scripts/tests.sh", "- run: scripts/run.sh",
    "- run: cd app && ./scripts/test.sh", "- run: pip install -r requirements.txt",
    "- run: python -m pip install -r requirements-dev.txt -c x.txt".replacing(
      " -c x.txt", with: ""),
    "- run: python tools/x.py", "- run: ./scripts/x.sh\n  working-directory: app",
    "- run: chmod +x scripts/x.sh", "- run: |\n    echo a\n    ./scripts/y.sh",
    "- run: cd lib", "- run: make -C lib all", "- run: sudo ./install.sh",
  ])
  func scriptsMustBeThere(_ step: String) {
    #expect(found("missing-script", step) == 1)
  }

  @Test(arguments: [
    "- run: ./scripts/test.sh", "- run: bash scripts/test.sh", "- run: cd scripts && ./test.sh",
    "- run: if [ -f x.sh ]; then ./x.sh; fi", "- run: make x\n- run: ./x.sh",
    "- run: make x && ./x.sh", "- run: curl -fsSLo x.sh https://example.com\n- run: bash x.sh",
    "- run: ./${{ inputs.x }}.sh", "- run: bash -c ./x.sh", "- run: /usr/bin/x.sh",
    "- run: pip install -r app/requirements.txt -r requirements/dev.txt", "- run: pip install .",
    "- run: ./x.ps1\n  shell: pwsh", "- run: test -x x.sh && ./x.sh",
    "- run: [ -d lib ] && cd lib".replacing("run: [", with: "run: '[") + "'",
    "- run: |\n    cat > x.sh <<EOF\n    a\n    EOF\n    bash x.sh",
    "- run: pip install -r https://example.com/r.txt",
    "- run: npm ci && ./node_modules/.bin/eslint .", "- run: env A=1 make x && ./x.sh",
    "- run: python -m venv env && ./env/bin/x.py", "- run: gh run download 1 && ./x.sh",
    "- run: docker buildx bake && ./out/x.sh", "- run: pip install -t lib x && ./lib/x.py",
  ])
  func scriptsMayBeMadeOrGuarded(_ step: String) {
    #expect(found("missing-script", step) == 0)
  }

  @Test func filesOfSetupActionsMustBeThere() {
    let id = "missing-dependency-file"
    func step(_ action: String, _ inputs: String) -> String {
      "- uses: actions/setup-\(action)@v7\n  with: {\(inputs)}"
    }
    #expect(found(id, step("node", "cache: npm")) == 1)
    #expect(
      found(id, step("node", "cache: npm, cache-dependency-path: web/package-lock.json")) == 1)
    #expect(found(id, step("python", "cache: poetry")) == 1)
    #expect(found(id, step("python", "python-version-file: .python-version")) == 1)
    #expect(
      found(id, step("node", "cache: npm, cache-dependency-path: '**/package-lock.json'")) == 0)
    #expect(found(id, step("python", "cache: pip")) == 0)
    #expect(found(id, step("node", "node-version: 24")) == 0)
    #expect(found(id, step("node", "cache: '${{ inputs.c }}'")) == 0)
  }

  @Test(arguments: [
    ("{matrix: {image: [api, web]}}", "matrix.image == 'wbe'", 1),
    ("{matrix: {image: [api, web]}}", "matrix.image != 'docs'", 1),
    ("{matrix: {image: [api], include: [{image: db}]}}", "matrix.image == 'web' || failure()", 1),
    ("{matrix: {include: [{image: api, size: big}]}}", "${{ matrix.size == 'huge' }}", 1),
    ("{matrix: {image: [api, web]}}", "matrix.image == 'WEB'", 0),
    ("{matrix: {v: [3.10, 3.11]}}", "matrix.v == '3.1'", 0),
    ("{matrix: {image: '${{ fromJSON(inputs.i) }}'}}", "matrix.image == 'x'", 0),
    ("{matrix: {image: [api], include: [{image: db}]}}", "matrix.image == 'db'", 0),
    ("{matrix: {image: [api]}}", "matrix.other == 'x'", 0),
    ("{matrix: {image: [{name: a}]}}", "matrix.image.name == 'b'", 1),
  ])
  func comparisonsNeedAValueOfTheMatrix(_ strategy: String, _ condition: String, _ count: Int) {
    let step = "- if: \(condition)\n  run: make"
    #expect(found("impossible-value", step, job: "strategy: \(strategy)") == count)
  }

  @Test func comparisonsNeedAnOptionOfTheInput() {
    func count(_ inputs: String, _ condition: String, _ more: String = "") -> Int {
      pathFindings(
        "impossible-value",
        [
          ".github/workflows/a.yml": """
          on:
            workflow_dispatch: {inputs: {\(inputs)}}
          \(more)
          jobs: {a: {if: "\(condition)", steps: [{run: make}]}}
          """
        ]
      ).count
    }
    let choice = "image: {type: choice, options: [all, api]}"
    #expect(count(choice, "inputs.image == 'apii'") == 1)
    #expect(count(choice, "github.event.inputs.image == 'web' || failure()") == 1)
    #expect(count(choice, "inputs.image == 'API'") == 0)
    #expect(count(choice, "inputs.image == ''") == 0)
    #expect(count("image: {type: string}", "inputs.image == 'web'") == 0)
    let called = "  workflow_call: {inputs: {image: {type: string}}}"
    #expect(count(choice, "inputs.image == 'web'", called) == 0)
  }

  @Test func filterBlocksMustHoldWhatIsRead() {
    func filters(_ id: String, _ filters: String, _ use: String = "steps.f.outputs.app") -> Int {
      found(
        id,
        "- uses: dorny/paths-filter@v4\n  id: f\n  with:\n    filters: |\n      "
          + filters.replacing("\n", with: "\n      ") + "\n- if: \(use)\n  run: make")
    }
    #expect(filters("unknown-filter-output", "app: 'app/**'") == 0)
    #expect(filters("unknown-filter-output", "api: 'app/**'") == 1)
    #expect(
      filters("unknown-filter-output", "app: 'app/**'", "steps.f.outputs.app_files != ''") == 0)
    #expect(
      filters("unknown-filter-output", "app: 'app/**'", "steps.f.outputs['lib'] == 'true'") == 1)
    #expect(
      filters("unknown-filter-output", "app: 'app/**'", "steps.f.outputs.changes != '[]'") == 0)
    #expect(filters("invalid-filter-block", "app: 'app/**'\napp: 'x'") == 1)
    #expect(filters("invalid-filter-block", "app: ['app/**'\nlib: x") == 1)
    #expect(filters("invalid-filter-block", "app: &a ['app/**']\nlib: *a") == 0)
    #expect(
      found(
        "invalid-filter-block", "- uses: dorny/paths-filter@v4\n  with: {filters: .github/f.yml}")
        == 1)
  }
}
