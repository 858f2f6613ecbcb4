import SourceText

extension Rule {
  /// Finds images that one workflow takes while another one, started with it, still builds them.
  static let imageOfUnorderedWorkflow = Rule(
    id: "image-of-unordered-workflow",
    summary: "A workflow takes an image that another workflow builds, and nothing orders the two.",
    rationale: """
      Workflows that the same event starts run side by side. The one that takes an image of the \
      other gets the image of the run before, and nothing starts it again when the new one is \
      there. Only `workflow_run`, or `needs` in one workflow, brings them into an order.
      """,
    source:
      "https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflow_run",
    severity: .warning,
    category: .graph,
    fixes: .never,
    example: Example(
      "an image and its base in two workflows of the same push",
      bad: [
        ".github/workflows/base.yml": """
        name: Base
        on: push
        jobs:
          base:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7
                with:
                  context: base
                  push: true
                  tags: ghcr.io/acme/base:latest
        """,
        ".github/workflows/web.yml": """
        name: Web
        on: push
        jobs:
          web:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7
                with:
                  context: ⟦web⟧
                  push: true
                  tags: ghcr.io/acme/web:latest
        """,
        "base/Dockerfile": "FROM debian:12\n",
        "web/Dockerfile": "FROM ghcr.io/acme/base\n",
      ],
      good: [
        ".github/workflows/base.yml": """
        name: Base
        on: push
        jobs:
          base:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7
                with:
                  context: base
                  push: true
                  tags: ghcr.io/acme/base:latest
        """,
        ".github/workflows/web.yml": """
        name: Web
        on:
          workflow_run:
            workflows: [Base]
            types: [completed]
            branches: [main]
        jobs:
          web:
            if: github.event.workflow_run.conclusion == 'success'
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v7
                with:
                  context: web
                  push: true
                  tags: ghcr.io/acme/web:latest
        """,
        "base/Dockerfile": "FROM debian:12\n",
        "web/Dockerfile": "FROM ghcr.io/acme/base\n",
      ]),
    check: .repository { repository in
      var looks = RegistryLooks(in: repository)
      let pairs = MisorderedUses(of: repository).acrossRuns.filter { !looks.any(before: $0.use) }
      return MisorderedUses.Pair.groups(of: pairs, in: repository).flatMap { group -> [Finding] in
        guard let pair = group.first else { return [] }
        let others = Set(group.map(\.use.range)).count - 1
        return [finding(about: pair, more: others, repository)]
          + [wrongWay(of: pair, repository)].compactMap { $0 }
      }
    })
}

private func finding(
  about pair: MisorderedUses.Pair, more: Int, _ repository: Repository
) -> Finding {
  let builder = repository.workflows[repository.effects.builds[pair.builder].place.workflow]
  let workflow = repository.workflows[pair.use.place.workflow]
  var explanation = "'\(builder.title)' builds, and that one starts only when this one is done"
  // A workflow that listens to another one may have been meant to listen to the builder.
  var upstream: WorkflowFile.Upstream?
  if case .together(let starts) = pair.relation {
    let event = starts.first { $0.first == $0.second && $0.first != "workflow_run" }?.first
    explanation =
      "'\(builder.title)' builds, and "
      + (event.map { "one '\($0)' starts both at once" } ?? "neither waits for the other")
    if starts.allSatisfy({ $0.second == "workflow_run" }) { upstream = workflow.upstreams.first }
  }
  let use = SourceLocation(workflow.file, pair.use.range)
  return Finding(
    "\(repository.subject(of: pair.use, more: more)), which \(explanation): "
      + "it is the image of the run before",
    at: upstream.map { workflow.location($0.node) } ?? use,
    labels: [Diagnostic.Label("built here", at: repository.location(ofBuild: pair.builder))]
      + (upstream == nil ? [] : [Diagnostic.Label("taken here", at: use)])
      + (pair.use.parent.map { [Diagnostic.Label("named here", at: $0.location)] } ?? []),
    help: "start this workflow by 'workflow_run' of '\(builder.title)', or make both jobs of one "
      + "workflow with 'needs'")
}

/// What is said at the workflow that builds an image only after the one that takes it.
private func wrongWay(of pair: MisorderedUses.Pair, _ repository: Repository) -> Finding? {
  let builder = repository.workflows[repository.effects.builds[pair.builder].place.workflow]
  guard pair.relation == .after, let upstream = builder.upstreams.first else { return nil }
  let user = repository.workflows[pair.use.place.workflow]
  return Finding(
    "'\(pair.use.title)' is built only when '\(user.title)' is done, and that workflow takes it",
    at: builder.location(upstream.node),
    labels: [
      Diagnostic.Label("taken here", at: SourceLocation(user.file, pair.use.range)),
      Diagnostic.Label("built here", at: repository.location(ofBuild: pair.builder)),
    ],
    help: "let '\(user.title)' listen to '\(builder.title)' instead")
}
