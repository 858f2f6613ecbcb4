import SourceText
import Testing

@testable import Linting

/// The rule ids that rules find in a base workflow and one that listens to it.
private func found(
  base: String = "on: {push: {branches: [main]}}", trigger: String = "branches: [main]",
  types: String = "[completed]", also: String = "", job: String, rules: [Rule]
) -> [String] {
  let files = [
    SourceFile(name: ".github/workflows/base.yml", text: "name: Base\n\(base)\n"),
    SourceFile(
      name: ".github/workflows/listener.yml",
      text: """
        name: Listener
        on:
          workflow_run: {workflows: [Base], types: \(types), \(trigger)}
        \(also)
        concurrency: listener
        jobs:
        \(job)
        """),
    SourceFile(
      name: ".github/workflows/push.yml",
      text: """
        name: Push
        on: {workflow_call: {inputs: {push: {type: boolean}}}}
        jobs:
          push:
            runs-on: ubuntu-24.04
            if: inputs.push
            steps: [{run: docker push acme/a}]
        """),
    SourceFile(
      name: ".github/workflows/always.yml",
      text: """
        name: Always
        on: workflow_call
        jobs:
          push: {runs-on: ubuntu-24.04, steps: [{run: docker push acme/a}]}
        """),
  ]
  return lint(RepositoryView(files: files), rules: rules).map(\.rule)
}

@Suite("Jobs that follow another run")
struct ListenerTests {
  private static let push = "runs-on: ubuntu-24.04, steps: [{run: docker push acme/a}]"

  @Test(arguments: [
    "  a: {\(push)}",
    "  a: {if: github.repository == 'acme/a', \(push)}",
    "  a: {if: \"github.event.workflow_run.conclusion != 'cancelled'\", \(push)}",
    "  a: {if: always(), \(push)}",
    "  a: {uses: ./.github/workflows/always.yml}",
    "  a: {runs-on: x, steps: [{uses: docker/build-push-action@v7, with: {push: true, tags: a/b}}]}",
    "  a: {runs-on: x, environment: production, steps: [{run: make deploy}]}",
  ])
  func publishAfterFailuresWithoutACondition(_ job: String) {
    #expect(found(job: job, rules: [.ungatedListener]) == ["ungated-listener"])
  }

  @Test(arguments: [
    "  a: {if: github.event.workflow_run.conclusion == 'success', \(push)}",
    "  a: {if: \"${{ github.event.workflow_run.conclusion == 'success' }}\", \(push)}",
    "  a: {if: \"contains(fromJSON('[\\\"success\\\"]'), github.event.workflow_run.conclusion)\", \(push)}",
    "  a: {if: github.event_name == 'push' || github.event.workflow_run.conclusion == 'success', \(push)}",
    "  a: {if: github.event_name == 'workflow_dispatch', \(push)}",
    "  a: {if: failure(), \(push)}",
    "  g: {if: github.event.workflow_run.conclusion == 'success', steps: []}\n  a: {needs: g, \(push)}",
    "  g: {steps: []}\n  a: {needs: g, if: needs.g.outputs.build == 'true', \(push)}",
    "  a: {runs-on: x, steps: [{if: steps.look.outputs.ok, run: docker push acme/a}]}",
    "  a: {runs-on: x, steps: [{run: docker manifest inspect b}, {run: docker push acme/a}]}",
    "  a: {runs-on: x, steps: [{run: test x, env: {C: \"${{ github.event.workflow_run.conclusion }}\"}}, {run: docker push acme/a}]}",
    "  a: {uses: ./.github/workflows/push.yml}",
    "  a: {runs-on: x, steps: [{uses: docker/build-push-action@v7, with: {push: false, tags: a/b}}]}",
    "  a: {runs-on: x, steps: [{run: make test}]}",
  ])
  func areLeftAloneWhereSomethingDecides(_ job: String) {
    #expect(found(job: job, rules: [.ungatedListener]).isEmpty)
  }

  @Test(arguments: [
    ("on: [push, pull_request]", 1), ("on: {push: {branches: [main, 'feature/*']}}", 1),
    ("on: pull_request", 1), ("on: {push: {branches: [main, next]}}", 1),
    ("on: {push: {branches: [main]}}", 0), ("on: {push: {branches: [main]}, schedule: []}", 0),
    ("on: {push: {branches: [main, master]}}", 0),
    ("on: {push: {branches: [main]}, workflow_dispatch: }", 0),
  ])
  func moveATagAfterAnyBranchWithoutAFilter(_ base: String, _ count: Int) {
    let gated = "  a: {if: github.event.workflow_run.conclusion == 'success', \(Self.push)}"
    let rules = [Rule.unfilteredListener]
    #expect(found(base: base, trigger: "", job: gated, rules: rules).count == count)
    #expect(found(base: base, trigger: "branches: [main]", job: gated, rules: rules).isEmpty)
    let asking = """
        a:
          if: github.event.workflow_run.head_branch == 'main' && github.event.workflow_run.event == 'push'
          steps: [{run: docker push acme/a}]
      """
    #expect(found(base: base, trigger: "", job: asking, rules: rules).isEmpty)
    let named = """
        a:
          steps: [{run: "docker push acme/a:${{ github.event.workflow_run.head_branch }}"}]
      """
    #expect(found(base: base, trigger: "", job: named, rules: rules).isEmpty)
  }

  @Test(arguments: [
    ("on: {push: {branches: [main]}}", "branches: [master]", 1),
    ("on: {push: {branches: [main]}}", "branches: ['release-*']", 1),
    ("on: {push: {branches: ['v*']}}", "branches: [main]", 1),
    ("on: {push: {tags: ['v*']}}", "branches: [main]", 1),
    ("on: {push: {branches: [main]}}", "branches: ['**', '!main']", 1),
    ("on: {push: {branches: [main]}, workflow_dispatch: }", "branches: [master]", 1),
    ("on: {workflow_run: {workflows: [Root]}}", "branches: ['release/**']", 1),
    ("on: {push: {branches: [main]}}", "branches: [main, master]", 0),
    ("on: {push: {branches: ['release-*']}}", "branches: ['*']", 0),
    ("on: {push: {branches-ignore: [main]}}", "branches: [master]", 0),
    ("on: push", "branches: [master]", 0), ("on: pull_request", "branches: [x]", 0),
    ("on: {schedule: []}", "branches: [stable]", 0),
    ("on: {workflow_run: {workflows: [Root]}}", "branches: [stable]", 0),
    ("on: {push: {branches: [main]}}", "branches: []", 0),
  ])
  func neverStartWhereNoRunPassesTheFilter(_ base: String, _ trigger: String, _ count: Int) {
    let job = "  a: {steps: []}"
    #expect(
      found(base: base, trigger: trigger, job: job, rules: [.unreachableBranches]).count == count)
  }

  @Test func neverStartWhereTheDefaultBranchHasAnotherName() {
    let files = [
      "name: A\non: {push: {branches: [main]}}\n",
      "name: B\non: {workflow_run: {workflows: [A], branches: [main]}}\n",
      "name: C\non: {workflow_run: {workflows: [B], branches: [master]}}\n",
      "name: D\non: {workflow_run: {workflows: [B], branches: [stable]}}\n",
    ].enumerated().map { SourceFile(name: ".github/workflows/\($0).yml", text: $1) }
    let found = Linting.lint(RepositoryView(files: files), rules: [.unreachableBranches])
    #expect(found.map(\.location.file.name) == [".github/workflows/2.yml"])
  }

  @Test(arguments: ["[requested]", "in_progress", "[in_progress, completed]"])
  func startTooEarly(_ types: String) {
    let rules = [Rule.earlyStart]
    #expect(found(types: types, job: "  a: {\(Self.push)}", rules: rules).count == 1)
    #expect(found(types: types, job: "  a: {steps: [{run: make}]}", rules: rules).isEmpty)
    let gated = "  a: {if: github.event.workflow_run.conclusion == 'success', steps: []}"
    let count = types.contains("completed") ? 0 : 1
    #expect(found(types: types, job: gated, rules: rules).count == count)
  }

  @Test(arguments: [
    ("uses: actions/checkout@v7", 1), ("uses: actions/checkout@v7, with: {path: a}", 1),
    ("uses: actions/checkout@v7, with: {ref: \"${{ github.sha }}\"}", 1),
    ("uses: actions/checkout@v7, with: {ref: \"${{ github.event.workflow_run.head_sha }}\"}", 0),
    ("uses: actions/checkout@v7, with: {ref: \"${{ needs.plan.outputs.sha }}\"}", 0),
    ("uses: actions/checkout@v7, with: {repository: acme/b}", 0),
    ("run: make", 0),
  ])
  func publishTheNewestCommit(_ step: String, _ count: Int) {
    let job = """
        a:
          if: github.event.workflow_run.conclusion == 'success'
          steps: [{\(step)}, {run: docker push acme/a}]
      """
    #expect(found(job: job, rules: [.untestedCommit]).count == count)
  }

  @Test func buildTheCommitThatTheRunBeforeMade() {
    let base = "on: push\njobs:\n  a: {steps: [{run: git commit -am a && git push}]}"
    let job = "  a: {steps: [{uses: actions/checkout@v7}, {run: docker push acme/a}]}"
    #expect(found(base: base, job: job, rules: [.untestedCommit]).isEmpty)
  }

  @Test func buildTheNewestCommitStraightFromGit() {
    func job(_ inputs: String) -> String {
      "  a: {steps: [{uses: docker/build-push-action@v7, with: {push: true, tags: a/b\(inputs)}}]}"
    }
    #expect(found(job: job(""), rules: [.untestedCommit]).count == 1)
    #expect(found(job: job(", context: ."), rules: [.untestedCommit]).isEmpty)
  }

  @Test(arguments: [
    ("run: 'docker push acme/a:${{ github.sha }}'", 1), ("run: docker push acme/a:$GITHUB_SHA", 1),
    (
      "run: docker push acme/a, env: {S: \"${{ github.event.workflow_run.head_sha || github.sha }}\"}",
      0
    ),
    ("run: docker push acme/a", 0),
  ])
  func nameAnotherCommit(_ step: String, _ count: Int) {
    let checkout =
      "{uses: actions/checkout@v7, with: {ref: \"${{ github.event.workflow_run.head_sha }}\"}}"
    let rules = [Rule.wrongCommitName]
    #expect(found(job: "  a: {steps: [\(checkout), {\(step)}]}", rules: rules).count == count)
    #expect(found(job: "  a: {steps: [{\(step)}]}", rules: rules).isEmpty)
  }

  @Test(arguments: [
    ("", "push: {branches: [main]}", 1), ("paths: [a/**, b]", "push: {paths: ['a/x/*']}", 1),
    ("paths: ['**.txt']", "push: {paths: [requirements.txt]}", 1),
    ("paths: [a/**]", "push: {paths: [b/**]}", 0), ("paths: [a/**]", "push: {tags: ['v*']}", 0),
    ("paths-ignore: [a/**]", "push: {paths: [a/b]}", 0), ("", "push: {branches: [next]}", 0),
    ("paths: ['a/**', '!a/b/**']", "push: {paths: ['a/b/c']}", 0),
  ])
  func startTwiceForOnePush(_ paths: String, _ push: String, _ count: Int) {
    func found(_ job: String) -> Int {
      ListenerTests.lint(base: "on: {push: {branches: [main], \(paths)}}", push: push, job: job)
    }
    let isGated = "github.event_name == 'push' || github.event.workflow_run.conclusion == 'success'"
    #expect(found("if: \(isGated), \(Self.push)") == count)
    #expect(found(Self.push) == count)
    #expect(found("if: github.event_name == 'push', \(Self.push)") == 0)
    #expect(found("steps: [{run: make}]") == 0)
  }

  private static func lint(base: String, push: String, job: String) -> Int {
    let files = [
      SourceFile(name: ".github/workflows/base.yml", text: "name: Base\n\(base)\n"),
      SourceFile(name: "a/x/file", text: ""),
      SourceFile(
        name: ".github/workflows/listener.yml",
        text: """
          on:
            \(push)
            workflow_run: {workflows: [Base], types: [completed]}
          jobs:
            a: {\(job)}
          """),
    ]
    return Linting.lint(RepositoryView(files: files), rules: [.doubleStart]).count
  }
}

@Suite("Several upstreams")
struct JoinTests {
  private func found(_ triggers: [String], condition: String = "") -> Int {
    let names = triggers.indices.map { "U\($0)" }
    var files = zip(names, triggers).map { name, trigger in
      SourceFile(
        name: ".github/workflows/\(name).yml", text: "name: \(name)\non: {\(trigger)}\n")
    }
    files.append(
      SourceFile(
        name: ".github/workflows/z.yml",
        text: """
          on: {workflow_run: {workflows: [\(names.joined(separator: ", "))], types: completed}}
          jobs:
            a: {\(condition)steps: [{run: docker push acme/a}]}
          """))
    return lint(RepositoryView(files: files), rules: [.missingJoin]).count
  }

  @Test func areMissedWhereOnePushStartsThem() {
    #expect(found(["push: ", "push: "]) == 1)
    #expect(found(["push: ", "workflow_run: {workflows: [U0]}"]) == 1)
    #expect(found(["push: {paths: [a/**]}", "push: {paths: [a/b, c]}"]) == 1)
    #expect(found(["push: {paths: [a/**]}", "push: {paths: [b/**]}"]) == 0)
    #expect(found(["push: {branches: [a]}", "push: {branches: [b]}"]) == 0)
    #expect(found(["push: ", "schedule: []"]) == 0)
    #expect(found(["push: "]) == 0)
  }

  @Test func areNotMissedWhereOneIsMeant() {
    let both = ["push: ", "push: "]
    #expect(found(both, condition: "if: github.event.workflow_run.name == 'U1', ") == 0)
    #expect(found(both, condition: "if: needs.plan.outputs.build, ") == 0)
    #expect(found(both, condition: "if: github.event.workflow_run.conclusion == 'success', ") == 1)
  }
}
