import SourceText
import YAML

extension Rule {
  /// Finds pushes to registries that the job has not logged in to.
  static let pushWithoutLogin = Rule(
    id: "push-without-login",
    summary: "A job pushes to a registry that it has not logged in to.",
    rationale: """
      Each job starts on a fresh machine without credentials. A push to a public registry is refused \
      unless an earlier step of the same job has logged in to that very registry, in the runs that \
      push.
      """,
    source: "https://github.com/docker/login-action#readme",
    severity: .warning,
    category: .registry,
    fixes: .never,
    example: Example(
      "a login to Docker Hub before a push to GitHub",
      bad: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            permissions: {contents: read, packages: write}
            steps:
              - uses: docker/login-action@v4.6.0
                with: {username: acme, password: '${{ secrets.HUB_TOKEN }}'}
              - uses: docker/build-push-action@v7.4.0
                with:
                  push: true
                  tags: ⟦ghcr.io/acme/relay:latest⟧
        """,
      good: """
        on: push
        jobs:
          relay:
            runs-on: ubuntu-24.04
            permissions: {contents: read, packages: write}
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
        repository.workflows[workflow].jobs.indices.flatMap { job in
          findings(inJob: job, of: workflow, in: repository)
        }
      }
    })
}

private func findings(
  inJob job: Int, of workflow: Int, in repository: Repository
) -> [Finding] {
  var seen: Set<String> = []
  return repository.pushes(ofJob: job, in: workflow).compactMap { push in
    guard RegistryHost.asksForLogin(push.host), !seen.contains(push.host),
      let problem = problem(of: push, in: repository)
    else { return nil }
    seen.insert(push.host)
    let file = repository.workflows[workflow]
    return Finding(
      "\(push.title) is pushed to \(push.host), but \(problem): the push will be refused",
      at: push.location,
      help: "log in to \(push.host) in a step of job '\(file.jobs[job].id)' before this one")
  }
}

/// Why the registry will refuse a push; `nil` when it may not.
private func problem(of push: RegistryPush, in repository: Repository) -> String? {
  let effects = repository.effects.effects(ofJob: push.place.job, in: push.place.workflow)
  let logins = Effects.sameRunner(as: push.position, in: effects).compactMap {
    position -> (position: Int, host: String?)? in
    guard case .login(let address) = effects[position].kind else { return nil }
    return (position, RegistryHost.ofAddress(address))
  }
  let own = logins.filter { $0.host == push.host }
  let before = own.filter { $0.position < push.position }
  let missed =
    before.isEmpty
    ? nil : missedEvent(of: push, logins: before.map { effects[$0.position] }, in: repository)
  // Somebody whose machines are their own may have logged in for good.
  guard before.isEmpty || missed != nil, repository.hostedLinux(at: push.place) != nil,
    !logins.contains(where: { $0.host == nil && $0.position < push.position }),
    !repository.mayLogInUnseen(upTo: push.place)
  else { return nil }
  if let missed { return missed }
  if !own.isEmpty { return "the job logs in only afterwards" }
  let hosts = logins.filter { $0.position < push.position }.compactMap(\.host)
  return hosts.first.map { "the job logs in to \($0) alone" } ?? "the job never logs in there"
}

/// An event whose runs push without having logged in.
private func missedEvent(
  of push: RegistryPush, logins: [Effect], in repository: Repository
) -> String? {
  let workflow = repository.workflows[push.place.workflow]
  let job = workflow.jobs[push.place.job]
  guard let step = push.step, !push.isCalled, step.action == "docker/build-push-action" else {
    return nil
  }
  for trigger in workflow.triggers where trigger.event != "workflow_call" {
    let run = RunScenario(event: trigger.event)
    let decision = push.isCache ? true : run.truth(of: step.input("push")?.plainText)
    guard run.runs(step, of: job) == true, decision == true else { continue }
    let isMissing = logins.allSatisfy { login in
      login.detail == nil
        && login.step.map { run.runs($0, of: job) == false } ?? false
    }
    if isMissing { return "runs for '\(trigger.event)' skip the login" }
  }
  return nil
}
