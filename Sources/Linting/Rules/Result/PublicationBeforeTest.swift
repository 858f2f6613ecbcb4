import SourceText
import YAML

extension Rule {
  /// Finds images that are published before the test that is there for them has ended.
  static let publicationBeforeTest = Rule(
    id: "publication-before-test",
    summary: "An image is published before its test, or beside it.",
    rationale: """
      A test only holds back what comes behind it. A step that publishes earlier, or a job that \
      gives the image its tag without needing the job of the test, has published what fails there.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idneeds",
    severity: .warning,
    category: .result,
    fixes: .never,
    example: Example(
      "tests behind the push",
      bad: """
        on: push
        concurrency: image
        jobs:
          image:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - run: docker build -t acme/app . && ⟦docker push acme/app:latest⟧
              - run: pytest
        """,
      good: """
        on: push
        concurrency: image
        jobs:
          image:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v7
              - run: pytest
              - run: docker build -t acme/app . && docker push acme/app:latest
        """),
    more: [
      Example(
        "a tag that does not wait for the test of what it names",
        bad: """
          on: push
          jobs:
            candidate:
              runs-on: ubuntu-24.04
              steps:
                - uses: docker/build-push-action@v7
                  with: {push: true, tags: 'ghcr.io/acme/app:${{ github.sha }}'}
            test:
              needs: candidate
              runs-on: ubuntu-24.04
              steps:
                - run: docker run --rm ghcr.io/acme/app:${{ github.sha }} pytest
            promote:
              needs: candidate
              runs-on: ubuntu-24.04
              steps:
                - run: ⟦docker buildx imagetools create -t ghcr.io/acme/app:latest ghcr.io/acme/app:${{ github.sha }}⟧
          """,
        good: """
          on: push
          jobs:
            candidate:
              runs-on: ubuntu-24.04
              steps:
                - uses: docker/build-push-action@v7
                  with: {push: true, tags: 'ghcr.io/acme/app:${{ github.sha }}'}
            test:
              needs: candidate
              runs-on: ubuntu-24.04
              steps:
                - run: docker run --rm ghcr.io/acme/app:${{ github.sha }} pytest
            promote:
              needs: test
              runs-on: ubuntu-24.04
              steps:
                - run: docker buildx imagetools create -t ghcr.io/acme/app:latest ghcr.io/acme/app:${{ github.sha }}
          """)
    ],
    check: .repository { repository in
      repository.pushesBeforeTests + repository.tagsBesideTests
    })
}

extension Repository {
  /// Steps that push a tag that others take, before the only tests of their job.
  fileprivate var pushesBeforeTests: [Finding] {
    workflows.indices.flatMap { position -> [Finding] in
      let workflow = workflows[position]
      return publications[position].compactMap { publication in
        guard publication.isMutable, publication.isImage, let step = publication.step else {
          return nil
        }
        let job = workflow.jobs[publication.job]
        let isTested = ([publication.job] + workflow.ancestors[publication.job]).contains { other in
          let steps = work.steps[position][other]
          return (other == publication.job ? steps[...step] : steps[...]).contains {
            $0.contains(.test)
          }
        }
        guard !isTested,
          let test = job.steps.indices[(step + 1)...].first(where: { number in
            job.steps[number].body["if"] == nil && job.steps[number].testsSources
          })
        else { return nil }
        return Finding(
          "this is published before step '\(job.steps[test].title)' has run: what fails there is "
            + "out already",
          at: workflow.location(publication.range),
          labels: [
            Diagnostic.Label("the test", at: workflow.location(job.steps[test].named))
          ], help: "let the test come first")
      }
    }
  }

  /// Jobs that give a tag to an image which another job tries at the same time.
  fileprivate var tagsBesideTests: [Finding] {
    let tests = flow.uses.filter { use in
      use.purpose == .run && use.place.calls.isEmpty && use.name.version != .unknown
        && work.steps[use.place.workflow][use.place.job][use.place.step].contains(.test)
    }
    guard !tests.isEmpty else { return [] }
    var seen: Set<Place> = []
    return flow.uses.compactMap { source -> Finding? in
      let place = source.place
      guard source.purpose == .pull, place.calls.isEmpty,
        let write = effects.writes.first(where: { $0.isManifest && $0.place == place }),
        ImageName(PartialText(pattern: write.reference)) != source.name
      else { return nil }
      let workflow = workflows[place.workflow]
      let test = tests.first { test in
        test.place.workflow == place.workflow && test.place.job != place.job
          && test.name == source.name && test.conditions.mayCoincide(with: source.conditions)
          && !workflow.ancestors[place.job].contains(test.place.job)
          && !workflow.ancestors[test.place.job].contains(place.job)
      }
      // Another test before it may be the one that counts.
      let isTested = workflow.ancestors[place.job].contains { ancestor in
        work.steps[place.workflow][ancestor].contains { $0.contains(.test) }
      }
      guard let test, !isTested, seen.insert(place).inserted else { return nil }
      let name = workflow.jobs[test.place.job].id
      return Finding(
        "'\(write.reference)' does not wait for job '\(name)', which tries the image: what fails "
          + "there is published all the same",
        at: SourceLocation(workflow.file, source.range),
        labels: [Diagnostic.Label("tried here", at: SourceLocation(workflow.file, test.range))],
        help: "let job '\(workflow.jobs[place.job].id)' need job '\(name)'")
    }
  }
}

extension Step {
  /// Whether it runs tests that need nothing but the sources, as those of a deployment do not.
  fileprivate var testsSources: Bool {
    guard let script = run?.text else { return false }
    let words = (script + " " + (body["name"]?.text ?? "")).lowercased()
    let isLater = [
      "e2e", "smoke", "integration", "acceptance", "deploy", "http", "live", "prod", "staging",
      "docker", "podman",
    ].contains { words.contains($0) }
    guard !isLater else { return false }
    let scope = ValueScope(environments: [], leg: MatrixLeg(values: nil))
    return ShellReader.commands(in: script, scope: scope).contains { command in
      guard CommandWork(command) == .test else { return false }
      let program = command.words[0].text.text?.split(separator: "/").last.map(String.init) ?? ""
      return !Self.remoteTesters.contains(program)
    }
  }

  /// Programs that try something that runs elsewhere.
  private static let remoteTesters: Set<String> = [
    "cosign", "helm", "k6", "newman", "playwright", "cypress", "goss", "dgoss",
    "container-structure-test",
  ]
}
