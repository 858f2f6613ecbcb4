import SourceText
import Testing

@testable import Linting

@Suite("Checks of the disk")
struct DiskCheckTests {
  private func found(_ script: String, runsOn: String = "ubuntu-24.04", more: String = "") -> Int {
    let text = workflow(
      runsOn: runsOn, steps: "- id: disk\n  run: |\n" + indented(script, by: 4) + "\n" + more)
    return lintLines(of: text, rule: .diskCheckInWrongUnit).count
  }

  @Test(arguments: [
    "free=$(df / | tail -1 | awk '{print $4}')\nif [ $free -lt 30 ]; then x; fi",
    "free=`df -k / | awk 'NR==2 {print $4}'`\nif [[ \"$free\" -le 20 ]]; then x; fi",
    "free=$(df --output=avail / | tail -n1)\nif (( free < 30 )); then x; fi",
    "free=\"$(df -P / | tail -1 | tr -s ' ' | cut -d' ' -f4)\"\nif test \"$free\" -lt 30; then x; fi",
    "if [ \"$(df / | awk 'NR==2{print $4}')\" -lt 30 ]; then x; fi",
    "MIN=30\nfree=$(df / | tail -1 | awk '{print $4}')\n[ \"$free\" -lt \"$MIN\" ] && x",
    "free=$(df -m / | tail -1 | awk '{print $4}')\n[ $free -lt 20 ] && x",
    "free=$(df -BG --output=avail / | tail -1)\n[ \"$free\" -lt 30 ] && x",
    "free=$(df -h / | awk 'NR==2{print $4}')\n[ \"$free\" -lt 30 ] && x",
    "free=$(df -h / | awk 'NR==2{print $4}' | sed 's/G//')\n[ \"$free\" -lt 30 ] && x",
    "free=$(df / | awk '{print $4}' | sed 's/G//')\n[ \"$free\" -lt 4 ] && x",
    "free=$(df / | tail -1 | awk '{print $4}')\n[ 30 -gt \"$free\" ] && x",
    "df / | awk 'NR==2 && $4 < 30 {exit 1}'",
    "free=$(df -BG --output=avail / | tail -1 | tr -dc 0-9)\n[ \"$free\" -lt 10000000 ] && x",
    "free=$(df / \\\n  | tail -1 \\\n  | awk '{print $4}')\nif [ $free -lt 30 ]; then x; fi",
    "used=$(df -T / | tail -1 | awk '{print $4}')\n[ \"$used\" -gt 60 ] && x",
    "free=$(df / | awk 'NR==2{print $4/1024}')\n[ \"$free\" -lt 30 ] && x",
    "free=$(df -BG --output=avail / | tail -1 | tr -dc 0-9)\nif [[ \"$free\" < \"20\" ]]; then x; fi",
    "free=$(df -BG --output=avail / | tail -1 | tr -dc 0-9)\nif [[ -n $x && $free < 20 ]]; then x; fi",
  ])
  func areWrongInAnotherUnit(_ script: String) {
    #expect(found(script) == 1)
  }

  @Test(arguments: [
    "free=$(df -BG --output=avail / | tail -1 | tr -dc 0-9)\n[ \"$free\" -lt 30 ] && x",
    "free=$(df --block-size=1G --output=avail / | tail -1)\n[ \"$free\" -lt 30 ] && x",
    "free=$(df / | tail -1 | awk '{print $4}')\n[ \"$free\" -lt 31457280 ] && x",
    "free=$(df -Pk / | awk 'NR == 2 { print int($4 / 1048576) }')\n[ \"$free\" -lt 30 ] && x",
    "free=$(df / | awk 'NR==2{print $4/1024/1024}')\n[ \"${free%.*}\" -lt 30 ] && x",
    "used=$(df / | tail -1 | awk '{print $5}' | tr -d '%')\n[ \"$used\" -gt 80 ] && x",
    "used=$(df --output=pcent / | tail -1 | tr -dc 0-9)\n[ \"$used\" -gt 80 ] && x",
    "free=$(df / | tail -1 | awk '{print $4}')\nfree=$((free / 1048576))\n[ \"$free\" -lt 30 ] && x",
    "free=$(df / | tail -1 | awk '{print $4}')\n[ $((free / 1048576)) -lt 30 ] && x",
    "free=$(df / | tail -1 | awk '{print $4}')\nif (( free / 1048576 < 30 )); then x; fi",
    "free=$(df -m / | tail -1 | awk '{print $4}')\n[ \"$free\" -lt 20000 ] && x",
    "free=$(df -BG --output=avail / | tail -1)\n[ \"${free%G}\" -lt 30 ] && x",
    "free=$(df -i / | tail -1 | awk '{print $4}')\n[ \"$free\" -lt 30 ] && x",
    "df -h /\n[ \"$count\" -lt 30 ] && x", "free=$(df / | ./parse)\n[ \"$free\" -lt 30 ] && x",
    "free=$(df -B1 / | tail -1 | awk '{print $4}')\n[ \"$free\" -lt 30000000000 ] && x",
    "free=$(df -BG --output=avail / | tail -1 | tr -dc 0-9)\n[[ \"$free\" -lt 20 ]] && x < 20",
    "free=$(df -BG --output=avail / | tail -1 | tr -dc 0-9)\n[[ -n $a ]] && echo $free > 20",
    "df / | awk 'NR==2 && $4 < 31457280 {exit 1}'", "df / | awk 'NR==2 && $5+0 > 80 {exit 1}'",
  ])
  func areRightInTheirUnit(_ script: String) {
    #expect(found(script) == 0)
  }

  @Test func areSeenInConditionsOfLaterSteps() {
    let later = "- if: steps.disk.outputs.free < 30\n  run: x"
    #expect(
      found("echo \"free=$(df / | tail -1 | awk '{print $4}')\" >> \"$GITHUB_OUTPUT\"", more: later)
        == 1)
    #expect(
      found(
        "echo \"free=$(df -BG --output=avail / | tail -1 | tr -dc 0-9)\" >> $GITHUB_OUTPUT",
        more: later) == 0)
  }

  @Test func areLeftAloneOnOtherSystems() {
    let script = "free=$(df / | tail -1 | awk '{print $4}')\n[ \"$free\" -lt 30 ] && x"
    #expect(found(script, runsOn: "macos-15") == 0)
  }
}

@Suite("Clean-ups")
struct CleanUpTests {
  private func found(_ rule: Rule, runsOn: String = "ubuntu-24.04", _ steps: String...) -> Int {
    lintLines(of: workflow(runsOn: runsOn, steps: steps.joined(separator: "\n")), rule: rule).count
  }

  @Test(arguments: [
    "- run: docker image prune -f", "- run: docker rmi x || true",
    "- {run: docker system prune -af, if: success()}",
  ])
  func areSkippedAfterAFailedBuild(_ cleanUp: String) {
    let rule = Rule.cleanUpOnlyAfterSuccess
    let build = "- run: docker build -t x ."
    #expect(found(rule, runsOn: "[self-hosted]", build, cleanUp) == 1)
    #expect(
      found(rule, runsOn: "[self-hosted]", "- uses: docker/build-push-action@v7", cleanUp) == 1)
    #expect(found(rule, build, cleanUp) == 0)
    #expect(found(rule, runsOn: "[self-hosted]", cleanUp, build, cleanUp) == 0)
    #expect(
      found(rule, runsOn: "[self-hosted]", build, "- {run: docker image prune -f, if: always()}")
        == 0)
    #expect(found(rule, runsOn: "[self-hosted]", "- run: make", cleanUp) == 0)
    #expect(found(rule, runsOn: "big", build, cleanUp) == 0)
  }

  @Test func takeWhatIsNeeded() {
    let rule = Rule.pruneOfNeededImage
    let get = "- run: docker pull acme/base:1"
    for prune in [
      "docker system prune -af", "docker image prune --all --force", "docker rmi acme/base:1",
    ] {
      #expect(
        found(rule, get, "- run: \(prune)", "- run: docker run --rm acme/base:1 make") == 1,
        "\(prune)")
      #expect(found(rule, "- run: \(prune)", get, "- run: docker run --rm acme/base:1") == 0)
      let push = "- run: docker push acme/base:1"
      #expect(
        found(rule, get, push, "- run: \(prune)", "- run: docker run --rm acme/base:1") == 0)
      #expect(found(rule, get, "- run: \(prune)", push) == 1)
      #expect(found(rule, get, "- run: docker run --rm acme/base:1", "- run: \(prune)") == 0)
      #expect(found(rule, get, "- run: \(prune)", get, "- run: docker run acme/base:1") == 0)
    }
    #expect(found(rule, get, "- run: docker system prune -f", "- run: docker run acme/base:1") == 0)
    #expect(
      found(
        rule, get, "- run: docker run -d acme/base:1", "- run: docker image prune -af",
        "- run: docker run acme/base:1") == 0)
    #expect(
      found(
        rule, "- run: docker build -t \"$IMAGE\" .", "- run: docker system prune --all --force",
        "- run: docker push \"$IMAGE\"") == 1)
    #expect(
      found(
        rule,
        "- run: |\n    docker pull acme/base:1\n    docker image prune -a -f\n    docker build --cache-from acme/base:1 ."
      ) == 1)
    #expect(
      found(
        rule, "- uses: docker/build-push-action@v7\n  with: {load: true, tags: acme/a}",
        "- run: docker image prune -af", "- run: docker run acme/a") == 1)
  }

  @Test func takeTheImageThatTheNextBuildStandsOn() {
    let files: KeyValuePairs = [
      "Dockerfile": "FROM ghcr.io/acme/base:1\n",
      ".github/workflows/a.yml": workflow(
        steps: """
          - uses: actions/checkout@v7
          - run: docker pull ghcr.io/acme/base:1
          - run: docker image prune -af
          - run: docker build .
          """),
    ]
    #expect(
      lintLines(files, rules: [.pruneOfNeededImage]) == [
        ".github/workflows/a.yml:9: prune-of-needed-image"
      ])
  }

  @Test func removeNothing() {
    let rule = Rule.cleanUpWithoutEffect
    let checkout = "- uses: actions/checkout@v7"
    #expect(found(rule, checkout, "- run: docker system prune -f", "- run: docker build .") == 1)
    #expect(
      found(rule, "- run: docker image prune -af", "- uses: docker/build-push-action@v7") == 1)
    #expect(found(rule, "- run: docker builder prune -af") == 1)
    #expect(found(rule, "- run: docker build .", "- run: docker system prune") == 1)
    #expect(
      found(
        rule, "- uses: docker/setup-buildx-action@v4", "- run: docker buildx build .",
        "- run: docker builder prune -f") == 1)
    #expect(
      lintLines(
        of:
          "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    container: alpine:3\n    steps:\n      - run: rm -rf /usr/local/lib/android",
        rule: rule) == [7])
  }

  @Test func removeSomething() {
    let rule = Rule.cleanUpWithoutEffect
    let prune = "- run: docker system prune -f"
    #expect(found(rule, "- run: docker build .", prune) == 0)
    #expect(found(rule, "- run: make images", prune) == 0)
    #expect(found(rule, "- uses: acme/build@v1", prune) == 0)
    #expect(found(rule, "- run: sudo rm -rf /usr/share/dotnet", prune) == 0)
    #expect(found(rule, runsOn: "[self-hosted]", prune) == 0)
    #expect(found(rule, "- run: docker build .", "- run: yes | docker system prune") == 0)
    #expect(
      found(
        rule, "- uses: docker/setup-buildx-action@v4", "- run: docker build .",
        "- run: docker builder prune -f") == 0)
    #expect(
      found(
        rule, "- uses: docker/setup-buildx-action@v4", "- uses: docker/build-push-action@v7",
        "- run: docker buildx prune -f") == 0)
  }

  @Test func takeImagesWhateverTheyAreCalled() {
    let rule = Rule.pruneOfNeededImage
    let prune = "- run: docker system prune -af"
    #expect(
      found(rule, "- run: docker pull alpine", prune, "- run: docker tag alpine:latest x") == 1)
    #expect(
      found(rule, "- run: docker compose pull", prune, "- run: docker compose run test") == 1)
    #expect(
      found(rule, "- run: docker compose up -d", prune, "- run: docker compose run test") == 0)
    let build = "- uses: docker/build-push-action@v7\n  with: {tags: acme/a}"
    #expect(found(rule, build, prune, "- run: docker push acme/a") == 1)
    let builder = "- uses: docker/setup-buildx-action@v4"
    #expect(found(rule, builder, build, prune, "- run: docker push acme/a") == 0)
  }

  @Test(arguments: [
    ("Clean up", "echo cleaning", 1), ("Free disk space", "df -h\nsudo apt-get clean", 1),
    ("Prune caches", "docker system df", 1), ("Report clean-up", "echo done", 0),
    ("Clean up", "make clean", 0), ("Clean up", "echo $(rm -rf build)", 0),
    ("Build", "echo x", 0), ("Clean up", "rm -rf out", 0),
  ])
  func areOnlyNamed(_ name: String, _ script: String, _ count: Int) {
    let step = "- name: \(name)\n  run: |\n" + indented(script, by: 4)
    #expect(found(.cleanUpWithoutEffect, step) == count)
  }

  @Test func comeTooLate() {
    let rule = Rule.cleanUpTooLate
    let build = "- uses: docker/build-push-action@v7"
    #expect(found(rule, build, "- uses: jlumbroso/free-disk-space@main") == 1)
    #expect(found(rule, build, "- run: sudo rm -rf /usr/local/lib/android\n  if: always()") == 1)
    #expect(found(rule, "- uses: jlumbroso/free-disk-space@main", build) == 0)
    #expect(found(rule, build, "- uses: jlumbroso/free-disk-space@main", build) == 0)
    #expect(found(rule, build, "- run: sudo rm -rf /usr/share/dotnet", "- run: make test") == 0)
    #expect(found(rule, "- run: make", "- run: sudo rm -rf /usr/share/dotnet") == 0)
  }
}

@Suite("Runners without Docker")
struct BuildWithoutDockerTests {
  private func found(_ runsOn: String, _ steps: String) -> Int {
    lintLines(of: workflow(runsOn: runsOn, steps: steps), rule: .buildWithoutDocker).count
  }

  @Test(arguments: [
    "- uses: docker/build-push-action@v7", "- uses: docker/setup-buildx-action@v4",
    "- run: docker build .", "- run: docker compose up -d", "- uses: docker://alpine:3",
    "- {uses: nick-fields/retry@v3, with: {command: docker pull x, timeout_minutes: 2}}\n- run: docker run x",
  ])
  func failWhereItIsNeeded(_ steps: String) {
    #expect(found("ubuntu-slim", steps) == 1)
    #expect(found("[ubuntu-slim]", steps) == 1)
    #expect(found("macos-15", steps) == 1)
    #expect(found("ubuntu-24.04", steps) == 0)
    #expect(found("[self-hosted]", steps) == 0)
  }

  @Test(arguments: [
    "- run: make", "- uses: docker/login-action@v4", "- uses: docker/metadata-action@v6",
    "- run: brew install colima && colima start\n- run: docker build .",
    "- uses: docker/setup-docker-action@v4\n- run: docker build .",
    "- uses: docker/setup-buildx-action@v4\n  with: {driver: cloud, endpoint: acme/x}\n- uses: docker/build-push-action@v7",
    "- run: command -v docker && docker build .", "- {run: docker build ., if: inputs.build}",
    "- run: docker buildx imagetools inspect x",
  ])
  func areFineWhereItIsNot(_ steps: String) {
    #expect(found("ubuntu-slim", steps) == 0)
    #expect(found("macos-15", steps) == 0)
  }

  @Test func failInContainersAndWithServices() {
    for key in ["container: alpine:3", "services: {db: {image: postgres}}"] {
      let text =
        "on: push\njobs:\n  a:\n    runs-on: ubuntu-slim\n    \(key)\n    steps: [{run: x}]"
      #expect(lintLines(of: text, rule: .buildWithoutDocker) == [4])
    }
  }
}
